"""Local files that flags name. Paths are used as given, since docker's messages show them so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import RawIOBase


def working_directory() -> str:
    """The working directory, or "" if it was removed, which matters only to relative paths."""
    try:
        return os.getcwd()  # noqa: PTH109
    except OSError:
        return ""


def write_whole(file: RawIOBase, data: bytes) -> None:
    """Write all of `data` to an unbuffered file, whose own `write` may write only a part.

    Raises:
        OSError: the write failed, for example because the disk is full.

    """
    left = memoryview(data)
    while left:
        left = left[file.write(left) or 0 :]
