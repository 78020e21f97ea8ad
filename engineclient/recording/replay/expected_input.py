"""Compare a client's input on a hijacked connection with the recorded one, without keeping it in memory."""

from __future__ import annotations

import hashlib
from collections import deque
from typing import TYPE_CHECKING, Final

from engineclient.events import Elided

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ExpectedInput"]

_BEGINNING: Final = 40


class ExpectedInput:
    """The recorded pieces of input, each with the index of its line in the recording."""

    def __init__(self, pieces: Iterable[tuple[int, bytes | Elided]]) -> None:
        self._left = deque(pieces)
        self._size = sum(_size(piece) for _, piece in self._left)
        self._begins = next((piece[:_BEGINNING] for _, piece in self._left if isinstance(piece, bytes)), b"")
        self._offset = 0  # bytes received of the first piece that is left
        self._hash = hashlib.sha256()  # their digest
        self._heard = 0
        self._heard_begins = b""
        self._same = True

    def hear(self, data: bytes) -> list[int]:
        """Take the next bytes, and return the line indexes of the pieces that they complete."""
        self._heard += len(data)
        self._heard_begins = (self._heard_begins + data[:_BEGINNING])[:_BEGINNING]
        whole: list[int] = []
        while self._left:
            place, piece = self._left[0]
            taken, data = data[: _size(piece) - self._offset], data[_size(piece) - self._offset :]
            if isinstance(piece, Elided):
                self._hash.update(taken)
            elif piece[self._offset : self._offset + len(taken)] != taken:
                self._same = False
            self._offset += len(taken)
            if self._offset < _size(piece):
                break
            if isinstance(piece, Elided) and piece.sha256 != self._hash.hexdigest():
                self._same = False
            whole.append(place)
            self._left.popleft()
            self._offset, self._hash = 0, hashlib.sha256()
        return whole

    @property
    def complaint(self) -> str:
        """How the input differs from the recorded one, or ""."""
        if self._same and self._heard == self._size:
            return ""
        return (
            f"{self._heard} bytes of input, beginning {self._heard_begins!r}; "
            f"the recording has {self._size}, beginning {self._begins!r}"
        )


def _size(piece: bytes | Elided) -> int:
    return piece.size if isinstance(piece, Elided) else len(piece)
