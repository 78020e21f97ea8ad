"""Writes the result of a build: to a directory, to a file that appears only when it is complete, or to a stream."""

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
    """Writes files below a directory, which is created if it does not exist; nothing outside it is changed."""

    def __init__(self, path: str) -> None:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
        self._unpacker = Unpacker(path, overwrite=True)

    def take(self, item: Entry | bytes) -> None:
        """Create a file, or write a piece of the last one."""
        self._unpacker.take(item)

    def close(self, *, complete: bool) -> None:
        """Finish the last file."""
        error = None if complete else InterruptedError
        self._unpacker.__exit__(error, None, None)


class ResultFile:
    """A file that replaces `path` when it is complete."""

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
        """Move the file to its path, or, if it is not complete, remove it."""
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
    """Writes an archive to a stream as it arrives."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(self, data: bytes) -> None:
        """Write one piece."""
        self._write(data)

    def close(self, *, complete: bool) -> None:
        """Nothing to do: the stream stays open."""
