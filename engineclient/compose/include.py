"""`include`: add the services and other objects of whole files, which have directories and variables of their own."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import Any

from engineclient.compose.envfiles import read_env_files
from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import sprint
from engineclient.compose.job import Job, Reader
from engineclient.compose.local import directory_of, local
from engineclient.compose.shortforms import join
from engineclient.compose.tree import Tree

_SECTIONS = ("services", "volumes", "networks", "secrets", "configs", "models")


def with_included(tree: Tree, loader: Reader, job: Job, chain: tuple[str, ...]) -> Tree:
    """`tree` with the objects of the files that it includes.

    Args:
        tree: the tree of the including file.
        loader: reads the included files.
        job: how the including file is read.
        chain: the paths of the files that include each other, down to the including one.

    Raises:
        ComposeError: a file is missing, includes itself, or has an object that `tree` defines differently.

    """
    for entry in _entries(tree.get("include")):
        tree = _with_parts(tree, _included(entry, loader, job, chain))
    return {key: value for key, value in tree.items() if key != "include"}


def _entries(value: Any) -> list[Tree]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ComposeError(f"`include` must be a list, got {sprint(value)}", ("include",))
    return [{"path": each} if isinstance(each, str) else each for each in value]


def _included(entry: Tree, loader: Reader, job: Job, chain: tuple[str, ...]) -> Tree:
    """The tree of the files of one entry of `include`."""
    paths = [local(path, job.folder, loader.files) for path in _texts(entry.get("path"))]
    directory, folder = "", str(entry.get("project_directory") or "")
    if paths:
        main = paths[0]
        if not folder:
            directory, folder = directory_of(main, job.folder, loader.files), posixpath.dirname(main)
        elif not folder.startswith("/"):
            directory = directory_of(folder, job.folder, loader.files)
            folder = join(job.directory, folder)
        else:
            directory = folder
        if main in chain:
            circle = "\n include ".join([*chain[1:], main])
            raise ComposeError(f"include cycle detected:\n{chain[0]}\n include {circle}", ("include",))
    env_files = _env_files(_texts(entry.get("env_file")), folder, loader, job)
    variables = read_env_files(loader.files, env_files, job.environment, loader.warn)
    inner = job.replace(
        directory=directory,
        folder=folder,
        environment={**variables, **job.environment},
        resolve_paths=True,
    )
    return loader.merged(paths, inner, chain)


def _env_files(given: Sequence[str], folder: str, loader: Reader, job: Job) -> list[str]:
    files = loader.files
    if not given:
        default = join(folder, ".env")
        return [default] if files.exists(default) and not files.is_directory(default) else []
    found: list[str] = []
    for path in given:
        if not path.startswith("/"):
            path = join(job.directory, path)
            if not files.exists(path):
                raise ComposeError(f"stat {path}: no such file or directory", ("include",))
            if files.is_directory(path):
                raise ComposeError(f"{path} is not a file", ("include",))
        found.append(path)
    return found


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _with_parts(tree: Tree, imported: Tree) -> Tree:
    made = dict(tree)
    for section in _SECTIONS:
        if imported.get(section) is None:
            continue
        there = made.get(section) or {}
        for name, value in imported[section].items():
            if name in there and there[name] != value:
                raise ComposeError(f"{section}.{name} conflicts with imported resource", (section, name))
        made[section] = {**there, **imported[section]}
    return made
