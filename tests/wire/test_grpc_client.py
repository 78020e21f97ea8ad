"""One gRPC call, joined to this project's own server without any socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engineclient.errors import DecodeError, StreamError, StreamTruncated
from engineclient.wire.grpc import Code, Method, Methods, Refusal, Server, unary
from engineclient.wire.grpc_client import ClientCall


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


def answer(path: str, request: bytes = b"", cut: int = 1 << 30) -> list[bytes]:
    server, call = Server(METHODS), ClientCall(path, request)
    found: list[bytes] = []
    while data := call.to_send():
        for piece in server.feed(data):
            for at in range(0, len(piece), cut):
                found += call.feed(piece[at : at + cut])
    assert call.over
    return found


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


def test_the_connection_ends() -> None:
    with pytest.raises(StreamTruncated):
        ClientCall("/echo").feed(b"")


@pytest.mark.parametrize("data", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0" * 50, b"\xff" * 50])
def test_what_is_no_http2(data: bytes) -> None:
    call = ClientCall("/echo")
    with pytest.raises((DecodeError, StreamError, StreamTruncated)):
        call.feed(data)
        call.feed(b"")
