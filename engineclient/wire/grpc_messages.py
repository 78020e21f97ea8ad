"""The messages of a gRPC call, each preceded by a flag and its length, and the text of an error in its trailers.

Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote

MOST_MESSAGE: Final = 16 << 20
"""The maximum size of a message in bytes; BuildKit's own limit."""

PREFIX: Final = 5
"""The number of bytes before each message."""

_PLAIN: Final = " !\"#$&'()*+,/:;<=>?@[]^_`{|}~"  # characters that are not encoded in the text of an error


class Compressed(ValueError):
    """A message is compressed, which is not supported."""

    def __init__(self) -> None:
        super().__init__("compressed messages are not supported")


class TooLarge(ValueError):
    """A message is larger than allowed."""

    def __init__(self, size: int) -> None:
        super().__init__(f"a message of {size} bytes is too large")


def framed(message: bytes) -> bytes:
    """The message with its flag and its length."""
    return b"\0" + len(message).to_bytes(4, "big") + message


class Messages:
    """Splits the bytes of one side of a call, which may be cut anywhere, into messages of at most `most` bytes."""

    def __init__(self, most: int = MOST_MESSAGE) -> None:
        self._most = most
        self._received = bytearray()

    @property
    def pending(self) -> int:
        """The number of bytes that `take` has not returned yet."""
        return len(self._received)

    def add(self, data: bytes) -> None:
        """Add received bytes."""
        self._received += data

    def take(self) -> Iterator[bytes]:
        """Remove and yield the complete messages.

        Raises:
            Compressed, TooLarge: a message cannot be read, and so none of those after it.

        """
        received = self._received
        while len(received) >= PREFIX:
            size = int.from_bytes(received[1:PREFIX], "big")
            if received[0]:
                raise Compressed
            if size > self._most:
                raise TooLarge(size)
            if len(received) < PREFIX + size:
                return
            message = bytes(received[PREFIX : PREFIX + size])
            del received[: PREFIX + size]
            yield message


def encoded_text(text: str) -> str:
    """The text of an error, encoded for the trailer `grpc-message`."""
    return quote(text, safe=_PLAIN, errors="surrogateescape")


def decoded_text(value: str) -> str:
    """The text of an error from the trailer `grpc-message`."""
    return unquote(value)
