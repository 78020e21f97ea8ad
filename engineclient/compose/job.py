"""How files are read, and what reads the further files that `extends` and `include` name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from engineclient.compose.files import Files
from engineclient.compose.interpolate import Warn
from engineclient.compose.paths import Where
from engineclient.compose.tree import Path, Tree
from engineclient.values import Data


class Job(Data):
    """How one file, or several over each other, are read.

    Attributes:
        directory: what their relative paths become relative to.
        folder: where the files that they name are looked for.
        environment: their variables.
        resolve_paths: whether relative paths are replaced.
        extends, includes, validates: whether these steps are taken.

    """

    directory: str
    folder: str
    environment: Mapping[str, str]
    resolve_paths: bool
    extends: bool = True
    includes: bool = True
    validates: bool = True


class Reader(Protocol):
    """What `extends` and `include` need of the loader."""

    @property
    def files(self) -> Files:
        """Where files are read from."""
        ...

    @property
    def warn(self) -> Warn:
        """Takes warnings."""
        ...

    def where(self, directory: str) -> Where:
        """What paths below `directory` depend on."""
        ...

    def layered(
        self, path: str, tree: Tree, job: Job, included: tuple[str, ...]
    ) -> tuple[Tree, tuple[Path, ...]]:
        """`tree` with the file at `path` on top, and what the file says to replace."""
        ...

    def merged(self, paths: Sequence[str], job: Job, included: tuple[str, ...]) -> Tree:
        """Files over each other, with defaults and paths; `included` are the files that lead to them."""
        ...
