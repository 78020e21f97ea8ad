"""Messages of gRPC: whole ones out of bytes that are cut anywhere, and those that are refused."""

from __future__ import annotations

import pytest

from engineclient.wire.grpc_messages import Compressed, Messages, TooLarge, decoded_text, encoded_text, framed

SENT = [b"", b"hello", b"x" * 300]


@pytest.mark.parametrize("step", [1, 4, 5, 7, 1000])
def test_messages_come_out_whole(step: int) -> None:
    data = b"".join(map(framed, SENT))
    messages = Messages()
    found: list[bytes] = []
    for start in range(0, len(data), step):
        messages.add(data[start : start + step])
        found += messages.take()
    assert (found, messages.pending) == (SENT, 0)


def test_bytes_of_a_message_that_is_not_complete_are_pending() -> None:
    messages = Messages()
    messages.add(framed(b"hello")[:-1])
    assert ([*messages.take()], messages.pending) == ([], 9)


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (b"\1\0\0\0\0", Compressed, "compressed messages are not supported"),
        (b"\0\0\0\0\x09", TooLarge, "a message of 9 bytes is too large"),
    ],
)
def test_what_is_refused(data: bytes, kind: type[ValueError], text: str) -> None:
    messages = Messages(8)
    messages.add(framed(b"12345678") + data)
    taken = messages.take()
    assert next(taken) == b"12345678"
    with pytest.raises(kind, match=text):
        next(taken)


@pytest.mark.parametrize(
    ("text", "encoded"), [("no such file: a b", "no such file: a b"), ("50 %", "50 %25"), ("ä", "%C3%A4")]
)
def test_the_text_of_an_error(text: str, encoded: str) -> None:
    assert (encoded_text(text), decoded_text(encoded)) == (encoded, text)
