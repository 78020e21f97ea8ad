"""WebSocket frames: what a client sends, and what it makes of a server's bytes, cut anywhere."""

from __future__ import annotations

import itertools

import pytest

from engineclient.errors import DecodeError, StreamError, StreamTruncated
from engineclient.wire.websocket import ACCEPT, HANDSHAKE, Message, Messages, closing, encode, pong

MASK = b"\0\0\0\0"


@pytest.mark.parametrize(
    ("frame", "head"),
    [
        (encode(b"hi"), b"\x82\x82" + MASK),
        (encode(b"x" * 125), b"\x82\xfd" + MASK),
        (encode(b"x" * 126), b"\x82\xfe\x00\x7e" + MASK),
        (encode(b"x" * 65535), b"\x82\xfe\xff\xff" + MASK),
        (encode(b"x" * 65536), b"\x82\xff" + (65536).to_bytes(8, "big") + MASK),
        (pong(b"p"), b"\x8a\x81" + MASK),
        (closing(), b"\x88\x82" + MASK + b"\x03\xe8"),
    ],
    ids=["short", "125", "126", "65535", "65536", "pong", "close"],
)
def test_frames_of_a_client(frame: bytes, head: bytes) -> None:
    assert frame.startswith(head)


def test_the_handshake() -> None:
    assert (HANDSHAKE["Upgrade"], HANDSHAKE["Sec-WebSocket-Version"]) == ("websocket", "13")
    assert len(ACCEPT) == 28


SERVER = b"\x82\x02hi\x81\x01t\x89\x01p\x02\x01a\x80\x01b\x8a\x00\x82\x7e\x00\x80" + b"x" * 128
READ = [("data", b"hit"), ("ping", b"p"), ("data", b"ab" + b"x" * 128)]


def joined(messages: list[Message]) -> list[tuple[str, bytes]]:
    """The messages, with data that follows data in one."""
    return [
        (kind, b"".join(message.data for message in group))
        for kind, group in itertools.groupby(messages, lambda message: message.kind)
    ]


@pytest.mark.parametrize("width", [1, 2, 3, 7, 1000])
def test_frames_of_a_server(width: int) -> None:
    decoder = Messages()
    pieces = [SERVER[start : start + width] for start in range(0, len(SERVER), width)]
    assert joined([message for piece in pieces for message in decoder.feed(piece)]) == READ
    decoder.end()


def test_a_large_frame() -> None:
    decoder = Messages()
    assert decoder.feed(b"\x82\x7f" + (70000).to_bytes(8, "big") + b"y" * 70000) == [
        Message("data", b"y" * 70000)
    ]


@pytest.mark.parametrize("payload", [b"", b"\x03\xe8", b"\x03\xe9bye"])
def test_behind_a_close_nothing_follows(payload: bytes) -> None:
    decoder = Messages()
    found = decoder.feed(b"\x88" + bytes((len(payload),)) + payload + b"\xff\xff")
    assert found == [Message("close", payload)]
    decoder.end()


def test_a_close_that_is_an_error() -> None:
    with pytest.raises(StreamError, match="closed the WebSocket: too big") as caught:
        Messages().feed(b"\x88\x09\x03\xf1too big")
    assert caught.value.code == 1009


@pytest.mark.parametrize("data", [b"HTTP/1.1 200", b"\x82\x81abcde", b"\xc2\x01a", b"\x83\x01a"])
def test_what_is_no_frame_of_a_server(data: bytes) -> None:
    with pytest.raises(DecodeError, match="no WebSocket frame"):
        Messages().feed(data)


def test_a_frame_is_handed_out_as_it_comes() -> None:
    decoder = Messages()
    assert decoder.feed(b"\x82\x7f" + b"\x7f" + b"\xff" * 7 + b"a") == [Message("data", b"a")]
    for _ in range(10):
        assert decoder.feed(b"y" * 65536) == [Message("data", b"y" * 65536)]
    assert decoder._rest == b""


@pytest.mark.parametrize("head", [b"\x89\x7e\xff\xff", b"\x8a\x7f" + b"\x7f" * 8, b"\x88\x7e\x00\x80"])
def test_a_control_frame_is_short(head: bytes) -> None:
    with pytest.raises(DecodeError, match="no WebSocket frame"):
        Messages().feed(head)


def test_a_frame_that_is_cut_off() -> None:
    decoder = Messages()
    assert decoder.feed(b"\x82\x05hi") == [Message("data", b"hi")]
    with pytest.raises(StreamTruncated):
        decoder.end()
