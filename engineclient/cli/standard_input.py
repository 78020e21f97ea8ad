"""Standard input, whole or piece by piece."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE: Final = 1 << 16


def pieces() -> Iterator[bytes]:
    """Yield standard input in pieces as it arrives, since it may exceed the memory. Nothing if it is closed.

    Waits for data even if standard input is non-blocking, as Node.js makes it for its child processes.
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
