"""WebSocket frames, as far as an engine speaks them: RFC 6455, from the client's side, without extensions."""

from __future__ import annotations

import base64
import hashlib
from typing import Final, NamedTuple

from engineclient.errors import DecodeError, StreamError, StreamTruncated

__all__ = ["ACCEPT", "HANDSHAKE", "Message", "Messages", "closing", "encode", "pong"]

_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY: Final = base64.b64encode(
    b"engineclient____"
).decode()  # 16 bytes. It is no secret: it guards against caches

HANDSHAKE: Final = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": _KEY,
}
"""The headers of a request that asks for a WebSocket."""

ACCEPT: Final = base64.b64encode(hashlib.sha1(_KEY.encode() + _GUID).digest()).decode()
"""What a server that has understood them answers in Sec-WebSocket-Accept."""

_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_KNOWN: Final = frozenset({_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG})
_FINAL: Final = 0x80
_MASKED: Final = 0x80
_NO_MASK: Final = (
    b"\0\0\0\0"  # masks protect proxies from what a browser's page makes it send; here is neither
)
_NORMAL: Final = 1000
_GOING_AWAY: Final = 1001


class Message(NamedTuple):
    """A piece of what the other side sent.

    Attributes:
        kind: "data", "ping", or "close", behind which nothing follows.
        data: the payload.

    """

    kind: str
    data: bytes


def encode(data: bytes) -> bytes:
    """`data` as a frame."""
    return _frame(_BINARY, data)


def pong(data: bytes) -> bytes:
    """The frame that answers a ping."""
    return _frame(_PONG, data)


def closing() -> bytes:
    """The frame that says that nothing more will be sent."""
    return _frame(_CLOSE, _NORMAL.to_bytes(2, "big"))


def _frame(opcode: int, data: bytes) -> bytes:
    size = len(data)
    if size < 126:
        length = bytes((_MASKED | size,))
    elif size < 1 << 16:
        length = bytes((_MASKED | 126,)) + size.to_bytes(2, "big")
    else:
        length = bytes((_MASKED | 127,)) + size.to_bytes(8, "big")
    return bytes((_FINAL | opcode,)) + length + _NO_MASK + data


class Messages:
    """Decoder of the frames of a server: feed bytes cut anywhere. A message in several frames comes in several pieces."""

    def __init__(self) -> None:
        self._rest = b""
        self._closed = False

    def feed(self, data: bytes) -> list[Message]:
        """The messages that `data` completes.

        Raises:
            DecodeError: the bytes are no WebSocket frames.
            StreamError: the server closed the connection because of an error.

        """
        buffer = self._rest + data
        found: list[Message] = []
        position = 0
        while not self._closed and (parsed := self._next(buffer, position)) is not None:
            message, position = parsed
            if message is not None:
                found.append(message)
        self._rest = buffer[position:]
        return found

    def end(self) -> None:
        """Say that the connection is over.

        Raises:
            StreamTruncated: it ended inside a frame.

        """
        if self._rest and not self._closed:
            raise StreamTruncated("the connection ended inside a WebSocket frame")

    def _next(self, buffer: bytes, position: int) -> tuple[Message | None, int] | None:
        """The frame at `position` and where the next one begins; None if it is not whole yet."""
        start = position + 2
        if len(buffer) < start:
            return None
        first, size = buffer[position], buffer[position + 1]
        opcode = first & 0x0F
        if first & 0x70 or opcode not in _KNOWN or size & _MASKED:
            raise DecodeError(
                f"no WebSocket frame of a server begins with {buffer[position : position + 16]!r}"
            )
        if size >= 126:
            width = 2 if size == 126 else 8
            if len(buffer) < start + width:
                return None
            size = int.from_bytes(buffer[start : start + width], "big")
            start += width
        end = start + size
        if len(buffer) < end:
            return None
        return self._read(opcode, buffer[start:end]), end

    def _read(self, opcode: int, payload: bytes) -> Message | None:
        if opcode == _PING:
            return Message("ping", payload)
        if opcode == _CLOSE:
            self._closed = True
            code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else _NORMAL
            if code not in (_NORMAL, _GOING_AWAY):
                reason = payload[2:].decode(errors="replace") or f"code {code}"
                raise StreamError(f"the engine closed the WebSocket: {reason}", code=code)
            return Message("close", payload)
        return Message("data", payload) if payload and opcode != _PONG else None
