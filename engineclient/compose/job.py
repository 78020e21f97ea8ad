"""How the files of a project are read, and the interface of the loader for `extends` and `include`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from engineclient.compose.files import Files
from engineclient.compose.interpolate import Warn
from engineclient.compose.paths import Where
from engineclient.compose.tree import Path, Tree
from engineclient.values import Data


class Job(Data):
    """How one file, or several files that are merged, are read.

    Attributes:
        directory: the directory that relative paths in the files are joined to; it may be relative itself.
        folder: the directory of files that they name in `extends` and `include`.
        environment: the variables that they can use.
        resolve_paths: whether relative paths are joined to `directory`.
        extends: carry out `extends`.
        includes: carry out `include`.
        validates: validate the files against the schema.

    """

    directory: str
    folder: str
    environment: Mapping[str, str]
    resolve_paths: bool
    extends: bool = True
    includes: bool = True
    validates: bool = True


class Reader(Protocol):
    """The part of the loader that `extends` and `include` use."""

    @property
    def files(self) -> Files:
        """The file system."""
        ...

    @property
    def warn(self) -> Warn:
        """Takes warnings."""
        ...

    def where(self, directory: str) -> Where:
        """The base of paths relative to `directory`."""
        ...

    def layered(
        self, path: str, tree: Tree, job: Job, included: tuple[str, ...]
    ) -> tuple[Tree, tuple[Path, ...]]:
        """`tree` with the file at `path` merged into it, and the paths that the file tags `!reset` or `!override`."""
        ...

    def merged(self, paths: Sequence[str], job: Job, included: tuple[str, ...]) -> Tree:
        """The merged files, with defaults and paths; `included` are the paths of the files that include them."""
        ...
