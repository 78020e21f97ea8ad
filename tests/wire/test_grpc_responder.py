"""A server whose answers are made elsewhere, joined to this project's own client."""

from __future__ import annotations

import pytest

from engineclient.errors import DecodeError, StreamError
from engineclient.wire.grpc_client import Client, ClientCall
from engineclient.wire.grpc_responder import Asked, Responder


def begun(*paths: str) -> tuple[Client, Responder, list[ClientCall], list[Asked]]:
    client, responder = Client(), Responder()
    calls = [client.call(path, path.encode(), {"x": "1"}) for path in paths]
    return client, responder, calls, responder.feed(client.to_send())


def carry(client: Client, responder: Responder) -> None:
    """Carry bytes both ways until neither side has any."""
    answer = question = b"-"
    while answer or question:
        if answer := responder.to_send():
            client.feed(answer)
        if question := client.to_send():
            responder.feed(question)


def test_what_is_asked() -> None:
    *_, asked = begun("/a", "/b")
    assert [(each.stream, each.path, each.metadata["x"], each.data) for each in asked] == [
        (1, "/a", "1", b"/a"),
        (3, "/b", "1", b"/b"),
    ]


def test_answers_in_another_order() -> None:
    client, responder, (first, second), _ = begun("/a", "/b")
    responder.send(3, b"two")
    responder.send(1, b"one")
    responder.end(3, 0)
    carry(client, responder)
    assert (second.messages(), second.over, first.messages(), first.over) == ([b"two"], True, [b"one"], False)


def test_an_answer_larger_than_the_windows() -> None:
    client, responder, (call,), _ = begun("/a")
    responder.send(1, b"x" * 40_000)
    for _ in range(3):
        responder.send(1, b"y" * 12_000_000)
    responder.end(1, 0)
    found: list[bytes] = []
    while not call.over:
        client.feed(responder.to_send())
        found += call.messages()
        responder.feed(client.to_send())
    assert list(map(len, found)) == [40_000, *[12_000_000] * 3]


def test_an_error() -> None:
    client, responder, (call,), _ = begun("/a")
    responder.end(1, 5, "no “x” here")
    carry(client, responder)
    with pytest.raises(StreamError, match="no “x” here"):
        call.messages()


def test_what_is_no_grpc() -> None:
    with pytest.raises(DecodeError):
        Responder().feed(b"GET / HTTP/1.1\r\n\r\n" * 10)
