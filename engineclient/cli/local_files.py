"""Files of this machine that flags name: the path counts as it was given, for docker's messages have it so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import RawIOBase


def read_file(path: str) -> bytes:
    """All of a file. An empty path is none of a file, unlike pathlib's, which is the working directory.

    Raises:
        OSError: it cannot be read.

    """
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def working_directory() -> str:
    """The working directory, or "" if it is gone: that matters only to a path that starts from it."""
    try:
        return os.getcwd()  # noqa: PTH109
    except OSError:
        return ""


def write_whole(file: RawIOBase, data: bytes) -> None:
    """Write all of `data` to an unbuffered file, which may take a part of it at a time: a disk that fills up does.

    Raises:
        OSError: it takes no more.

    """
    left = memoryview(data)
    while left:
        left = left[file.write(left) or 0 :]
