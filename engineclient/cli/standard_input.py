"""Standard input, whole or piece by piece."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE: Final = 1 << 16


def pieces() -> Iterator[bytes]:
    """What comes on standard input, as it comes: it may be larger than the memory. Nothing where it is closed.

    One that does not block, as node gives it to what it starts, is waited for all the same.
    """
    if sys.stdin is None:
        return
    descriptor = sys.stdin.fileno()
    while True:
        try:
            piece = os.read(descriptor, _PIECE)
        except BlockingIOError:
            import select

            select.select([descriptor], [], [])
            continue
        if not piece:
            return
        yield piece


def whole() -> bytes:
    """All of standard input."""
    return b"".join(pieces())
