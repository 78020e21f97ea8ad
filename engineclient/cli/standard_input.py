"""Standard input, whole or piece by piece."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

_PIECE: Final = 1 << 16
_NAME: Final = "/dev/stdin"


class _Waiting(io.RawIOBase):
    """A descriptor whose reads wait for data, though it is non-blocking."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        while True:
            try:
                return os.readv(self._descriptor, [buffer])
            except BlockingIOError:
                _wait(self._descriptor)


def wait_for_data() -> None:
    """From now on `sys.stdin` waits for data even if it is non-blocking, as Node.js makes it for its child processes."""
    if sys.stdin is None:
        return
    try:
        descriptor = sys.stdin.fileno()
        blocking = os.get_blocking(descriptor)
    except OSError:  # a program that calls this one has replaced it
        return
    if not blocking:
        raw = _Waiting(descriptor)
        sys.stdin = io.TextIOWrapper(io.BufferedReader(raw), sys.stdin.encoding, sys.stdin.errors)


def pieces() -> Iterator[bytes]:
    """Yield standard input in pieces as it arrives, since it may exceed the memory. Nothing if it is closed.

    Waits for data even if it is non-blocking.

    Raises:
        ReadError: it cannot be read.

    """
    if sys.stdin is None:
        return
    descriptor = sys.stdin.fileno()
    while True:
        try:
            piece = os.read(descriptor, _PIECE)
        except BlockingIOError:
            _wait(descriptor)
            continue
        except OSError as error:
            from engineclient.golang.files import ReadError

            raise ReadError(error.errno, error.strerror, _NAME) from error
        if not piece:
            return
        yield piece


def whole() -> bytes:
    """All of standard input; raises what `pieces` does."""
    return b"".join(pieces())


def answer() -> str:
    """A line of standard input; "" at its end.

    As docker's, a question drops what has arrived together with its answer: the answers to two questions in one piece
    are only one.
    """
    if isinstance(sys.stdin, io.StringIO):  # a program that calls this one has replaced it
        return sys.stdin.readline()
    found = b""
    for piece in pieces():
        found += piece
        if b"\n" in piece:
            break
    return found.partition(b"\n")[0].decode(errors="replace")


def _wait(descriptor: int) -> None:
    import select

    select.select([descriptor], [], [])
