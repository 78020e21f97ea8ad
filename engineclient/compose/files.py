"""The file system that projects are loaded from. No other module of the package reads the files of a project."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Protocol

from engineclient.compose.errors import ComposeError
from engineclient.golang.files import read_file


class Files(Protocol):
    """A file system. Paths are strings, absolute or relative to the working directory."""

    def read(self, path: str) -> bytes:
        """The content of a file; `-` is standard input. Raises OSError if it cannot be read."""
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
        """The current directory."""
        ...

    def fetched(self, path: str) -> str:
        """The path of the compose file in a local copy of the project `oci://NAME` in a registry.

        Raises:
            ComposeError: it cannot be fetched.

        """
        ...


class LocalFiles:
    """The file system of this machine. It does not use pathlib, whose import takes longer than reading most projects."""

    def __init__(
        self,
        read_input: Callable[[], bytes] = lambda: sys.stdin.buffer.read(),
        fetch: Callable[[str], str] | None = None,
    ) -> None:
        """Create a file system.

        Args:
            read_input: reads all of standard input.
            fetch: copies a project from a registry, given `oci://NAME`, and returns the path of its compose file; without
                it, `fetched` raises ComposeError.

        """
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
        """The path of the compose file in a local copy of a project in a registry."""
        if self._fetch is None:
            raise ComposeError(
                f"remote resource {path} is not supported",
                hint="only the command line reads projects from registries: pass a local file",
            )
        return self._fetch(path)

    def working_directory(self) -> str:
        """The current directory: PWD, which keeps symbolic links, if it is that directory."""
        here = os.environ.get("PWD", "")
        if here.startswith("/") and os.path.exists(here) and os.path.samefile(here, "."):  # noqa: PTH110, PTH121
            return here
        return os.getcwd()  # noqa: PTH109
