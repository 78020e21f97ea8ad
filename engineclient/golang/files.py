"""Reads whole files, with Go's messages for what fails: `open` or `read`, the path as given, and the reason."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO, RawIOBase

_PIECE: Final = 1 << 16


class ReadError(OSError):
    """A file was opened, but cannot be read. It has the file's name."""


def read_file(path: str) -> bytes:
    """Read a whole file. An empty path is an error; pathlib would take it for the working directory.

    Raises:
        OSError: it cannot be opened.
        ReadError: it cannot be read.

    """
    with opened(path) as file:
        return b"".join(file_pieces(file, path))


def opened(path: str) -> FileIO:
    """Open a file for `file_pieces`. A path with a null byte is an error of the system's, as in Go.

    Raises:
        OSError: it cannot be opened.

    """
    if "\0" in path:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
    return open(path, "rb", buffering=0)  # noqa: PTH123


def file_pieces(file: RawIOBase, path: str) -> Iterator[bytes]:
    """Yield an open file in pieces, since it may exceed the memory.

    Raises:
        ReadError: it cannot be read, for example because the disk fails.

    """
    while True:
        try:
            piece = file.read(_PIECE)
        except OSError as error:
            raise ReadError(error.errno, error.strerror, path) from error
        if not piece:
            return
        yield piece


def was_opened(error: OSError) -> bool:
    """Whether Go meets this error on reading, not on opening: it can open a directory."""
    return isinstance(error, ReadError | IsADirectoryError)


def file_error(path: str, error: OSError) -> str:
    """Go's message for an error on opening or reading a file: the operation, the path and the reason."""
    action = "read" if was_opened(error) else "open"
    if isinstance(error, ReadError):
        path = error.filename  # of standard input, where `path` is a dash
    return f"{action} {path}: {(error.strerror or str(error)).lower()}"
