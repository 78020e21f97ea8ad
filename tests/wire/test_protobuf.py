"""Protobuf's wire format: what is written is read again, and nothing else passes."""

from __future__ import annotations

import random

import pytest

from engineclient.errors import DecodeError
from engineclient.wire.protobuf import Message, field, fields, message


@pytest.mark.parametrize(
    ("number", "value", "data"),
    [
        # from https://protobuf.dev/programming-guides/encoding/
        (1, 150, bytes.fromhex("089601")),
        (2, "testing", bytes.fromhex("120774657374696e67")),
        (1, -1, bytes.fromhex("08ffffffffffffffffff01")),
        (1, 0, b""),
        (1, "", b""),
        (1, b"", b""),
    ],
)
def test_fields_as_they_are_written(number: int, value: int | str | bytes, data: bytes) -> None:
    assert field(number, value) == data


def test_an_empty_message_is_written() -> None:
    assert message(2, b"") == b"\x12\x00"
    assert 2 in Message(b"\x12\x00")


def test_a_message_is_read() -> None:
    read = Message(field(1, -5) + field(2, "ä") + field(3, b"a") + field(3, b"b") + message(4, field(1, 7)))
    assert (read.signed(1), read.text(2), read.each(3), read.message(4).number(1)) == (
        -5,
        "ä",
        [b"a", b"b"],
        7,
    )
    assert (read.number(9), read.text(9), read.each(9), read.signed(9)) == (0, "", [], 0)


def test_the_last_value_counts_and_maps_are_pairs() -> None:
    read = Message(field(1, 1) + field(1, 2) + message(2, field(1, b"k") + field(2, b"v")))
    assert (read.number(1), read.pairs(2)) == (2, {b"k": b"v"})


def test_fixed_widths_are_read() -> None:
    assert list(fields(b"\x0d\x01\x00\x00\x00\x11\x02" + bytes(7))) == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    "data",
    [
        b"\x08",  # a number cut short
        b"\x08" + b"\xff" * 10,  # and one that does not end
        b"\x12\x05abc",  # longer than the message
        b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
        b"\x0b",  # a group
        b"\x0d\x01",  # a fixed width cut short
        b"\x00\x01",  # field 0
    ],
)
def test_no_message(data: bytes) -> None:
    with pytest.raises(DecodeError):
        list(fields(data))


def test_a_field_of_another_type() -> None:
    with pytest.raises(DecodeError, match="unexpected type"):
        Message(field(1, 5)).text(1)
    with pytest.raises(DecodeError, match="unexpected type"):
        Message(field(1, "x")).number(1)


def test_no_bytes_do_harm() -> None:
    chance = random.Random(1)
    for _ in range(3000):
        data = chance.randbytes(chance.randrange(40))
        try:
            read = Message(data)
            read.text(1), read.signed(2), read.each(3), read.pairs(4)
        except DecodeError:
            pass
