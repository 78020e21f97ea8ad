"""Where the result of a build goes on this machine: a directory, or a file that is whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from engineclient.archive.unpack import Unpacker

if TYPE_CHECKING:
    from engineclient.wire.tar import Entry


class ResultDirectory:
    """Files made below a directory, which is made if it is not there; nothing is made or changed outside of it."""

    def __init__(self, path: str) -> None:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
        self._unpacker = Unpacker(path, overwrite=True)

    def take(self, item: Entry | bytes) -> None:
        """Make a file, or write a piece of the last one."""
        self._unpacker.take(item)

    def close(self, *, complete: bool) -> None:
        """Nothing more comes."""
        error = None if complete else InterruptedError
        self._unpacker.__exit__(error, None, None)


class ResultFile:
    """A file that takes the place of `path` when all has come."""

    def __init__(self, path: str) -> None:
        self._path = path
        directory, name = os.path.split(path)
        self._handle, self._temporary = tempfile.mkstemp(prefix=f".tmp-{name}", dir=directory or ".")

    def write(self, data: bytes) -> None:
        """Write one piece."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._handle, view) :]

    def close(self, *, complete: bool) -> None:
        """Put the file in its place, or remove what has come of it."""
        os.close(self._handle)
        if complete:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(self._temporary, 0o666 & ~umask)  # noqa: PTH101
            os.replace(self._temporary, self._path)  # noqa: PTH105
        else:
            with suppress(FileNotFoundError):
                os.unlink(self._temporary)  # noqa: PTH108


class ResultStream:
    """An archive written to a stream as it comes."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(self, data: bytes) -> None:
        """Write one piece."""
        self._write(data)

    def close(self, *, complete: bool) -> None:
        """Nothing more comes."""
