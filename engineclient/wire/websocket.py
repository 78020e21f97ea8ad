"""WebSocket frames for the client of an engine: RFC 6455 without extensions."""

from __future__ import annotations

import base64
import hashlib
from typing import Final, NamedTuple

from engineclient.errors import DecodeError, StreamError, StreamTruncated

__all__ = ["ACCEPT", "HANDSHAKE", "Message", "Messages", "closing", "encode", "pong"]

_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY: Final = base64.b64encode(
    b"engineclient____"
).decode()  # 16 bytes; not a secret, it only protects against caches

HANDSHAKE: Final = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": _KEY,
}
"""The headers of a request for a WebSocket."""

ACCEPT: Final = base64.b64encode(hashlib.sha1(_KEY.encode() + _GUID).digest()).decode()
"""The value of Sec-WebSocket-Accept that the server must answer with."""

_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_KNOWN: Final = frozenset({_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG})
_OF_DATA: Final = frozenset({_CONTINUATION, _TEXT, _BINARY})
_MOST_CONTROL: Final = 125  # bytes of a frame that is not of data
_FINAL: Final = 0x80
_MASKED: Final = 0x80
_NO_MASK: Final = b"\0\0\0\0"  # a mask protects proxies from scripts in browsers, which do not exist here
_NORMAL: Final = 1000
_GOING_AWAY: Final = 1001


class Message(NamedTuple):
    """A frame that the engine sent.

    Attributes:
        kind: "data", "ping", or "close", after which nothing follows.
        data: the payload.

    """

    kind: str
    data: bytes


def encode(data: bytes) -> bytes:
    """`data` as a frame."""
    return _frame(_BINARY, data)


def pong(data: bytes) -> bytes:
    """The frame in reply to a ping."""
    return _frame(_PONG, data)


def closing() -> bytes:
    """The close frame: nothing more will be sent."""
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
    """Decoder of a server's frames: feed bytes cut anywhere. The pieces of data are as they come, not as they were sent."""

    def __init__(self) -> None:
        self._rest = b""
        self._left = 0  # bytes of a frame of data that have not come yet
        self._closed = False

    def feed(self, data: bytes) -> list[Message]:
        """The messages that `data` completes, and the pieces of data in it.

        Raises:
            DecodeError: the bytes are not WebSocket frames.
            StreamError: the server closed the connection because of an error.

        """
        buffer = self._rest + data
        found: list[Message] = []
        position = 0
        while not self._closed:
            if piece := buffer[position : position + self._left]:
                found.append(Message("data", piece))
                self._left -= len(piece)
                position += len(piece)
            elif self._left or (head := self._head(buffer, position)) is None:
                break
            else:
                opcode, size, start = head
                if opcode in _OF_DATA:
                    self._left, position = size, start
                elif len(buffer) < start + size:
                    break
                else:
                    position = start + size
                    if (message := self._control(opcode, buffer[start:position])) is not None:
                        found.append(message)
        self._rest = buffer[position:]
        return found

    def end(self) -> None:
        """Check that the connection ended after a whole frame.

        Raises:
            StreamTruncated: it ended inside a frame.

        """
        if (self._rest or self._left) and not self._closed:
            raise StreamTruncated("the connection ended inside a WebSocket frame")

    def _head(self, buffer: bytes, position: int) -> tuple[int, int, int] | None:
        """The opcode and the size of the frame at `position`, and where its payload begins; None if more must come."""
        start = position + 2
        if len(buffer) < start:
            return None
        first, size = buffer[position], buffer[position + 1]
        opcode = first & 0x0F
        of_control = opcode in _KNOWN and opcode not in _OF_DATA
        if first & 0x70 or opcode not in _KNOWN or size & _MASKED or (of_control and size > _MOST_CONTROL):
            raise DecodeError(
                f"no WebSocket frame of a server begins with {buffer[position : position + 16]!r}"
            )
        if size < 126:
            return opcode, size, start
        width = 2 if size == 126 else 8
        if len(buffer) < start + width:
            return None
        return opcode, int.from_bytes(buffer[start : start + width], "big"), start + width

    def _control(self, opcode: int, payload: bytes) -> Message | None:
        if opcode == _PING:
            return Message("ping", payload)
        if opcode == _CLOSE:
            self._closed = True
            code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else _NORMAL
            if code not in (_NORMAL, _GOING_AWAY):
                reason = payload[2:].decode(errors="replace") or f"code {code}"
                raise StreamError(f"the engine closed the WebSocket: {reason}", code=code)
            return Message("close", payload)
        return None
