"""What a build with BuildKit is told of the git work tree around its context."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from engineclient.archive.context import ContextError
from engineclient.archive.work_tree import git_attributes
from engineclient.procedures.build_source import local_directories

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NO_FILE: Final = "-"
"""The Dockerfile of a build whose Dockerfile comes from standard input or is part of another file."""


def git_notes(
    spec: str, file: str, named: Mapping[str, str], warn: Callable[[str], object]
) -> dict[str, str]:
    """The attributes that tell the engine of the git work tree around a context that is a directory.

    Args:
        spec: the context.
        file: the Dockerfile; "" for that in the context, NO_FILE for one that is no file.
        named: further contexts, by name.
        warn: called with a line for standard error if git cannot be asked.

    """
    if not os.path.isdir(spec):  # noqa: PTH112
        return {}
    directories = {"context": spec}
    if file != NO_FILE:
        directories["dockerfile"] = os.path.dirname(file) or "." if file else spec  # noqa: PTH120
    directories |= local_directories(named)
    try:
        return git_attributes(spec, file, directories, os.environ)
    except ContextError as error:
        warn(f"WARNING: current commit information was not captured by the build: {error}\n")
        return {}
