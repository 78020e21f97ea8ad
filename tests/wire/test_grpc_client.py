"""Calls of gRPC, joined to this project's own server without any socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engineclient.errors import DecodeError, StreamError, StreamTruncated
from engineclient.wire.grpc import Code, Method, Methods, Refusal, Server, unary
from engineclient.wire.grpc_client import Client


class Many(Method):
    def receive(self, message: bytes) -> Iterator[bytes]:
        for number in range(5):
            yield message * number


def refused(_request: bytes) -> bytes:
    raise Refusal(Code.NOT_FOUND, "no “x” here")


METHODS: Methods = {
    "/echo": unary(bytes.upper),
    "/many": Many,
    "/large": unary(lambda _: b"x" * 3_000_000),
    "/refused": unary(refused),
}


def exchange(client: Client, server: Server, cut: int = 1 << 30) -> None:
    """Carry bytes both ways until neither side has any."""
    while data := client.to_send():
        for piece in server.feed(data):
            for at in range(0, len(piece), cut):
                client.feed(piece[at : at + cut])


def answer(path: str, request: bytes = b"", cut: int = 1 << 30) -> list[bytes]:
    client = Client()
    call = client.call(path, request)
    exchange(client, Server(METHODS), cut)
    assert call.over
    return call.messages()


@pytest.mark.parametrize("cut", [1, 7, 1 << 30])
def test_an_answer(cut: int) -> None:
    assert answer("/echo", b"hello", cut) == [b"HELLO"]


def test_several_messages() -> None:
    assert answer("/many", b"ab") == [b"", b"ab", b"abab", b"ababab", b"abababab"]


def test_a_large_message() -> None:
    assert [len(message) for message in answer("/large")] == [3_000_000]


@pytest.mark.parametrize(
    ("path", "message", "code"),
    [("/refused", "no “x” here", 5), ("/unknown", "unknown method /unknown", 12)],
)
def test_a_call_that_fails(path: str, message: str, code: int) -> None:
    with pytest.raises(StreamError, match=message) as caught:
        answer(path)
    assert caught.value.code == code


def call_of(path: str) -> Client:
    client = Client()
    client.call(path)
    return client


def test_several_calls_at_once() -> None:
    client = Client()
    calls = [client.call("/many", b"a"), client.call("/refused"), client.call("/echo", b"b")]
    exchange(client, Server(METHODS), 11)
    assert [call.over for call in calls] == [True, True, True]
    assert calls[0].messages() == [b"", b"a", b"aa", b"aaa", b"aaaa"]
    assert calls[1].failure is not None
    assert calls[2].messages() == [b"B"]


def test_a_call_after_another() -> None:
    client, server = Client(), Server(METHODS)
    first = client.call("/echo", b"a")
    exchange(client, server)
    second = client.call("/echo", b"b")
    exchange(client, server)
    assert (first.messages(), second.messages()) == ([b"A"], [b"B"])


def test_a_request_that_is_larger_than_the_window() -> None:
    assert answer("/echo", b"x" * 5_000_000) == [b"X" * 5_000_000]


def test_messages_are_given_once() -> None:
    client = Client()
    call = client.call("/echo", b"a")
    exchange(client, Server(METHODS))
    assert (call.messages(), call.messages()) == ([b"A"], [])


def test_the_connection_ends_after_all_answers() -> None:
    client = Client()
    client.call("/echo", b"a")
    exchange(client, Server(METHODS))
    client.feed(b"")


def test_the_connection_ends() -> None:
    with pytest.raises(StreamTruncated):
        call_of("/echo").feed(b"")


@pytest.mark.parametrize("data", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0" * 50, b"\xff" * 50])
def test_what_is_no_http2(data: bytes) -> None:
    client = call_of("/echo")
    with pytest.raises((DecodeError, StreamTruncated)):
        client.feed(data)
        client.feed(b"")


ENDLESS = {
    "pings": (6, 0, b"x" * 8),
    "settings": (4, 0, b"\0\x99\0\0\0\1" * 1000),
    "frames of a kind that is not known": (0x55, 0, b"x" * 16000),
    "room for requests": (8, 0, b"\0\0\0\1"),
}


@pytest.mark.parametrize(("kind", "stream", "payload"), ENDLESS.values(), ids=ENDLESS)
def test_what_belongs_to_no_call_has_an_end(kind: int, stream: int, payload: bytes) -> None:
    client = Client()
    client.call("/a")
    client.to_send()
    frame = len(payload).to_bytes(3, "big") + bytes((kind, 0)) + stream.to_bytes(4, "big") + payload
    many = frame * (60_000 // len(frame))
    client.feed(b"\0\0\0\4\0\0\0\0\0")
    with pytest.raises(DecodeError, match="belong to no call"):
        for _ in range(30):
            client.feed(many)
            client.to_send()
