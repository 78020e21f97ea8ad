"""The context of a build with BuildKit: a directory, archive, Dockerfile, URL or named contexts."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.archive.context import DOCKERFILE, PEEK, LocalContext, is_archive
from engineclient.archive.git import is_git_url, is_url
from engineclient.archive.memory import MemoryTree, build_context
from engineclient.archive.tree import Tree
from engineclient.build.build_names import LocalBuild
from engineclient.cli import standard_input
from engineclient.cli.failures import Failure
from engineclient.procedures.build_source import (
    BuildSource,
    from_archive,
    from_files,
    from_memory,
    from_url,
    named_directories,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.build.filesync import Files

STDIN: Final = "-"


def buildkit_source(spec: str, file: str, named: Mapping[str, str]) -> BuildSource:
    """Find the context for PATH | URL | -.

    Args:
        spec: the argument.
        file: the value of --file, "" without one.
        named: further contexts, by name.

    Raises:
        Failure: the context does not exist; with buildx's message. A missing Dockerfile is reported by the engine.

    """
    if not spec:
        raise _failed('please specify build context (e.g. "." for the current directory)')
    if spec == file == STDIN:
        raise _failed("invalid argument: can't use stdin for both build context and dockerfile")
    others = _directories(named)
    if spec == STDIN:
        return _streamed(file, others)
    if os.path.isdir(spec):  # noqa: PTH112
        return _directory(spec, file, others)
    if is_url(spec) or is_git_url(spec):
        text = standard_input.whole() if file == STDIN else None
        return from_url(spec, "" if file == STDIN else file, text, others)
    raise _failed(f'unable to prepare context: path "{spec}" not found')


def build_place(spec: str, file: str) -> LocalBuild:
    """Where a build is, as it is kept to name the build later."""
    if spec == STDIN or LocalBuild(spec).is_remote:
        return LocalBuild(spec, file)
    return LocalBuild(os.path.abspath(spec), file if file in ("", STDIN) else os.path.abspath(file))  # noqa: PTH100


def needs_agent(spec: str) -> bool:
    """Whether the context is a git repository read by ssh, for which buildx always forwards the SSH agent."""
    return not os.path.isdir(spec) and spec.startswith(("git@", "ssh://"))  # noqa: PTH112


def _directory(path: str, file: str, others: Mapping[str, Files]) -> BuildSource:
    root = os.path.realpath(path)
    if file == STDIN:
        text = standard_input.whole()
        source = from_files(Tree(root), MemoryTree({DOCKERFILE: text}), DOCKERFILE, root, text, others)
        return source._replace(local=LocalContext(root, ""))
    place, name = os.path.split(file) if file else (path, DOCKERFILE)
    place = os.path.realpath(place or ".")
    if name == DOCKERFILE and not (found := _names(place)) & {name} and name.lower() in found:
        name = name.lower()
    dockerfile = os.path.join(place, name)  # noqa: PTH118
    source = from_files(Tree(root), Tree(place), name, root, Path(dockerfile).read_bytes, others)
    local = LocalContext(root, os.path.relpath(dockerfile, root))
    return source._replace(local=local, shown=file or os.path.join(path, DOCKERFILE))  # noqa: PTH118


def _names(directory: str) -> set[str]:
    try:
        return {*os.listdir(directory)}  # noqa: PTH208
    except OSError:
        return set()


def _streamed(file: str, others: Mapping[str, Files]) -> BuildSource:
    """The source for a stream: an archive, or otherwise a Dockerfile without a context."""
    pieces = standard_input.pieces()
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= PEEK:
            break
    if is_archive(start):
        return from_archive(chain([start], pieces), file, others)
    if file:
        raise _failed("ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles")
    return from_memory(build_context(dockerfile=start + b"".join(pieces)), others)


def _directories(named: Mapping[str, str]) -> dict[str, Files]:
    try:
        return named_directories(named)
    except ValueError as error:
        raise _failed(str(error)) from error


def _failed(reason: str) -> Failure:
    return Failure(f"ERROR: failed to build: {reason}")
