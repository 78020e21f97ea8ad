"""A copy of a connection, read: this project's own client and server talk, and their bytes are passed on."""

from __future__ import annotations

import pytest

from engineclient.errors import DecodeError
from engineclient.wire.grpc import Code, Methods, Refusal, Server, unary
from engineclient.wire.grpc_client import Client
from engineclient.wire.grpc_copy import Called, CallMessage, Copy, Ended, Item


def refused(_request: bytes) -> bytes:
    raise Refusal(Code.NOT_FOUND, "no “x” here")


METHODS: Methods = {
    "/echo": unary(bytes.upper),
    "/large": unary(lambda _: b"x" * 3_000_000),
    "/refused": unary(refused),
}


def copied(*calls: tuple[str, bytes], cut: int = 1 << 30) -> list[Item]:
    client, server, copy = Client(), Server(METHODS), Copy()
    found: list[Item] = []
    for path, request in calls:
        client.call(path, request, {"x": "1"})
    while data := client.to_send():
        for at in range(0, len(data), cut):
            found += copy.feed("client", data[at : at + cut])
        for piece in server.feed(data):
            client.feed(piece)
            for at in range(0, len(piece), cut):
                found += copy.feed("daemon", piece[at : at + cut])
    return found


@pytest.mark.parametrize("cut", [1, 7, 1 << 30])
def test_a_call(cut: int) -> None:
    called, asked, answered, ended = copied(("/echo", b"hello"), cut=cut)
    assert isinstance(called, Called)
    assert (called.stream, called.path, called.metadata["x"]) == (1, "/echo", ["1"])
    assert (asked, answered) == (CallMessage(1, True, b"hello"), CallMessage(1, False, b"HELLO"))
    assert ended == Ended(1, 0)


def test_several_calls_at_once() -> None:
    items = copied(("/echo", b"a"), ("/large", b""), ("/echo", b"b"))
    assert [(each.stream, len(each.data)) for each in items if isinstance(each, CallMessage) and not each.asking] == [
        (1, 1), (5, 1), (3, 3_000_000),
    ]  # fmt: skip
    assert sorted(each.stream for each in items if isinstance(each, Ended)) == [1, 3, 5]


def test_a_refusal() -> None:
    assert copied(("/refused", b""))[-1] == Ended(1, 5, "no “x” here")


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n" * 3_000,
        b"\0\0\4\1\4\0\0\0\1\xff\xff\xff\xff",  # headers that are no HPACK
        b"\0\0\0\x09\4\0\0\0\0",  # headers go on where none began
    ],
    ids=["another protocol", "headers", "a continuation"],
)
def test_what_is_no_grpc(data: bytes) -> None:
    with pytest.raises(DecodeError, match="does not carry gRPC"):
        list(Copy().feed("client", data))


def test_a_message_that_is_compressed() -> None:
    client, copy = Client(), Copy()
    client.call("/echo", b"x")
    sent = client.to_send().replace(b"\0\0\0\0\1x", b"\1\0\0\0\1x")
    with pytest.raises(DecodeError, match="compressed"):
        list(copy.feed("client", sent))
