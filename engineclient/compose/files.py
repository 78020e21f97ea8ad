"""The files of a project. Only this module of the package reads from a disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Protocol

from engineclient.compose.errors import ComposeError
from engineclient.golang.files import read_file


class Files(Protocol):
    """What a loader needs of a file system; paths are text, absolute or relative to the working directory."""

    def read(self, path: str) -> bytes:
        """The content of a file; `-` is standard input. Raises OSError."""
        ...

    def exists(self, path: str) -> bool:
        """Whether there is anything at `path`."""
        ...

    def is_directory(self, path: str) -> bool:
        """Whether a directory is at `path`."""
        ...

    def real(self, path: str) -> str:
        """`path` without symbolic links, as far as it exists."""
        ...

    def working_directory(self) -> str:
        """The directory of this process."""
        ...

    def fetched(self, path: str) -> str:
        """The compose file of a local copy of a project in a registry, `oci://NAME`. Raises ComposeError."""
        ...


class LocalFiles:
    """The file system of this machine. Without pathlib, which takes longer to import than most projects to read."""

    def __init__(
        self,
        read_input: Callable[[], bytes] = lambda: sys.stdin.buffer.read(),
        fetch: Callable[[str], str] | None = None,
    ) -> None:
        """`read_input` reads all of standard input; `fetch` copies a project in a registry, and gives its file."""
        self._read_input = read_input
        self._fetch = fetch
        self._input: bytes | None = None

    def read(self, path: str) -> bytes:
        """The content of a file; standard input is read once and kept."""
        if path != "-":
            return read_file(path)
        content = self._read_input() if self._input is None else self._input
        self._input = content
        return content

    def exists(self, path: str) -> bool:
        """Whether there is anything at `path`."""
        return os.path.exists(path)  # noqa: PTH110

    def is_directory(self, path: str) -> bool:
        """Whether a directory is at `path`."""
        return os.path.isdir(path)  # noqa: PTH112

    def real(self, path: str) -> str:
        """`path` without symbolic links, as far as it exists."""
        return os.path.realpath(path)

    def fetched(self, path: str) -> str:
        """The compose file of a local copy of a project in a registry."""
        if self._fetch is None:
            raise ComposeError(
                f"remote resource {path} is not supported", hint="the command line alone reads registries"
            )
        return self._fetch(path)

    def working_directory(self) -> str:
        """The directory of this process, by the name under which the shell knows it."""
        here = os.environ.get("PWD", "")
        if here.startswith("/") and os.path.exists(here) and os.path.samefile(here, "."):  # noqa: PTH110, PTH121
            return here
        return os.getcwd()  # noqa: PTH109
