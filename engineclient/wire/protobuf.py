"""The wire format of Protocol Buffers: reads and writes fields by number, without generated code.

Source: https://protobuf.dev/programming-guides/encoding/. BuildKit's session needs only a dozen flat messages, whose field
numbers are given where they are read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = int | bytes
"""The value of a field: an unsigned number (varint or of fixed width), or bytes (string, bytes or message)."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MASK: Final = (1 << 64) - 1
_ONE_BYTE: Final = tuple(bytes((number,)) for number in range(0x80))
# Most keys and lengths: a large context has a dozen of them for each file, and a call for each would take half the time


def fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """The number and the value of each field of a message, in order.

    Raises:
        DecodeError: the bytes are not a valid message.

    """
    at, end = 0, len(data)
    while at < end:
        key, at = _read_varint(data, at)
        number, kind = key >> 3, key & 7
        if not number:
            raise DecodeError("a protobuf field has the invalid number 0")
        if kind == _VARINT:
            value, at = _read_varint(data, at)
            yield number, value
            continue
        if kind == _BYTES:
            size, at = _read_varint(data, at)
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
        else:
            raise DecodeError(f"a protobuf field has the unknown wire type {kind}")
        if size > end - at:
            raise DecodeError("a protobuf message is truncated")
        piece = data[at : at + size]
        at += size
        yield number, piece if kind == _BYTES else int.from_bytes(piece, "little")


class Message:
    """A decoded message: its fields by number, in any order. A missing field is zero or empty.

    Raises:
        DecodeError: the bytes are not a valid message.

    """

    __slots__ = ("_values",)

    def __init__(self, data: bytes) -> None:
        self._values: dict[int, list[Value]] = {}
        for number, value in fields(data):
            self._values.setdefault(number, []).append(value)

    def __contains__(self, number: int) -> bool:
        return number in self._values

    def number(self, number: int) -> int:
        """An unsigned number, an enumeration value or a boolean."""
        value = self._values.get(number, (0,))[-1]
        return value if isinstance(value, int) else self._mismatch(number)

    def signed(self, number: int) -> int:
        """An int32 or int64."""
        value = self.number(number) & _MASK
        return value - (1 << 64) if value >> 63 else value

    def data(self, number: int) -> bytes:
        """Bytes, or an embedded message."""
        value = self._values.get(number, (b"",))[-1]
        return value if isinstance(value, bytes) else self._mismatch(number)

    def text(self, number: int) -> str:
        """A string; bytes that are not UTF-8 become surrogates."""
        return self.data(number).decode("utf-8", "surrogateescape")

    def message(self, number: int) -> Message:
        """An embedded message; an empty one if the field is missing."""
        return Message(self.data(number))

    def each(self, number: int) -> list[bytes]:
        """A repeated field of bytes, strings or messages."""
        values = self._values.get(number, [])
        return [value if isinstance(value, bytes) else self._mismatch(number) for value in values]

    def texts(self, number: int) -> list[str]:
        """A repeated string."""
        return [value.decode("utf-8", "surrogateescape") for value in self.each(number)]

    def pairs(self, number: int) -> dict[bytes, bytes]:
        """A map of bytes or strings."""
        entries = map(Message, self.each(number))
        return {entry.data(1): entry.data(2) for entry in entries}

    @staticmethod
    def _mismatch(number: int) -> Any:
        raise DecodeError(f"field {number} of a protobuf message has an unexpected type")


def field(number: int, value: Value | str) -> bytes:
    """The bytes of a field; as in proto3, none if the value is zero or empty."""
    if not value:
        return b""
    if isinstance(value, int):
        key = _ONE_BYTE[number << 3] if number < 16 else _varint(number << 3)
        return key + (_ONE_BYTE[value] if 0 < value <= 0x7F else _varint(value))
    return message(number, value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value)


def message(number: int, data: bytes) -> bytes:
    """The bytes of a field with an embedded message or bytes, written even if empty."""
    return message_head(number, len(data)) + data


def message_head(number: int, size: int) -> bytes:
    """What stands before the `size` bytes of such a field."""
    key = _ONE_BYTE[number << 3 | _BYTES] if number < 16 else _varint(number << 3 | _BYTES)
    return key + (_ONE_BYTE[size] if size <= 0x7F else _varint(size))


def _varint(number: int) -> bytes:
    """The bytes of a number; a negative one (int32 or int64) takes ten."""
    number &= _MASK
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    end = len(data)
    while at < end:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number & _MASK, at
        shift += 7
        if shift > 63:
            raise DecodeError("a protobuf number has more than ten bytes")
    raise DecodeError("a protobuf message is truncated")
