"""Protocol Buffers' wire format: fields in and fields out, without a schema compiler.

Source: https://protobuf.dev/programming-guides/encoding/. BuildKit's session needs a dozen flat messages; each says
beside its code which number is which field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = int | bytes
"""A varint (also of a fixed width) as an unsigned number; a string, bytes or a message as bytes."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MASK: Final = (1 << 64) - 1
_ONE_BYTE: Final = tuple(bytes((number,)) for number in range(0x80))


def fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """The number and the value of each field of a message, in their order.

    Raises:
        DecodeError: the bytes are no message.

    """
    at, end = 0, len(data)
    while at < end:
        key, at = _read_varint(data, at)
        number, kind = key >> 3, key & 7
        if not number:
            raise DecodeError("a protobuf field has number 0")
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
            raise DecodeError("a protobuf message is cut short")
        piece = data[at : at + size]
        at += size
        yield number, piece if kind == _BYTES else int.from_bytes(piece, "little")


class Message:
    """A decoded message: its fields by number, whatever their order. A field that is missing is zero or empty.

    Raises:
        DecodeError: the bytes are no message.

    """

    __slots__ = ("_values",)

    def __init__(self, data: bytes) -> None:
        self._values: dict[int, list[Value]] = {}
        for number, value in fields(data):
            self._values.setdefault(number, []).append(value)

    def __contains__(self, number: int) -> bool:
        return number in self._values

    def number(self, number: int) -> int:
        """An unsigned number, or an enumeration or truth value."""
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
        """A string; what is no UTF-8 is kept as surrogates."""
        return self.data(number).decode("utf-8", "surrogateescape")

    def message(self, number: int) -> Message:
        """An embedded message; an empty one if it is missing."""
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
        raise DecodeError(f"field {number} of a protobuf message has another type than it should")


def field(number: int, value: Value | str) -> bytes:
    """A field; one that is zero or empty is not written, as proto3 has it."""
    if not value:
        return b""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return message(number, value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value)


def message(number: int, data: bytes) -> bytes:
    """An embedded message or bytes as a field, written even if empty."""
    return _varint(number << 3 | _BYTES) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    """A number; a negative one takes ten bytes, as int32 and int64 do."""
    if 0 <= number <= 0x7F:
        return _ONE_BYTE[
            number
        ]  # keys and most lengths: a context of many files has a dozen of them for each
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
    raise DecodeError("a protobuf message is cut short")
