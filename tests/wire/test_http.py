from __future__ import annotations

import pytest

from engineclient.errors import DecodeError
from engineclient.wire.http import Answer, request_head

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
SIZED = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nabcdefg"
UNTIL_END = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nabcdefg"


def test_request_head() -> None:
    head = request_head("POST", "/v1.51/a?b=c", [("Host", "h"), ("Content-Length", "0")])
    assert head == b"POST /v1.51/a?b=c HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize("stream", [CHUNKED, SIZED])
@pytest.mark.parametrize("size", [1, 5, 1000])
def test_a_framed_body(stream: bytes, size: int) -> None:
    answer, body = Answer(), b""
    for start in range(0, len(stream), size):
        answer.feed(stream[start : start + size])
        body += answer.take()
    assert (answer.status, body, answer.complete, answer.reusable) == (200, b"abcdefg", True, True)


def test_a_body_until_the_connection_ends() -> None:
    answer = Answer()
    answer.feed(UNTIL_END)
    assert (answer.take(), answer.complete) == (b"abcdefg", False)
    assert answer.eof()
    assert (answer.complete, answer.reusable) == (True, False)


@pytest.mark.parametrize("stream", [b"", SIZED[:20], SIZED[:-1], CHUNKED[:-1]])
def test_an_end_before_the_end(stream: bytes) -> None:
    answer = Answer()
    if stream:
        answer.feed(stream)
    assert not answer.eof()


@pytest.mark.parametrize(
    ("stream", "status"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", 304),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 201),
    ],
)
def test_no_body(stream: bytes, status: int) -> None:
    answer = Answer()
    answer.feed(stream)
    assert (answer.status, answer.take(), answer.complete, answer.reusable) == (status, b"", True, True)


def test_head_promises_a_length_and_sends_no_body() -> None:
    answer = Answer(method="HEAD")
    answer.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
    assert answer.complete
    assert answer.reusable


def test_connection_close_is_obeyed() -> None:
    answer = Answer()
    answer.feed(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    assert answer.complete
    assert not answer.reusable


@pytest.mark.parametrize("size", [1, 10, 1000])
def test_bytes_behind_a_101_are_kept(size: int) -> None:
    stream = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nfirst words"
    answer, rest = Answer(method="POST", upgrade=True), b""
    for start in range(0, len(stream), size):
        piece = stream[start : start + size]
        if answer.upgraded:
            rest += piece
        else:
            answer.feed(piece)
    assert answer.upgraded
    assert answer.tail + rest == b"first words"


def test_a_200_without_framing_is_an_upgrade_if_one_was_asked_for() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
    answer = Answer(method="POST", upgrade=True)
    answer.feed(head + b"first words")
    assert (answer.upgraded, answer.tail) == (True, b"first words")
    refused = Answer(method="POST", upgrade=True)
    refused.feed(SIZED)
    assert not refused.upgraded


def test_what_is_not_http() -> None:
    with pytest.raises(DecodeError, match="not HTTP"):
        Answer().feed(b"SSH-2.0-OpenSSH_9.2\r\n")


ENDLESS = {
    "header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 400_000,
    "headers": b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 100_000,
    "name": b"HTTP/1.1 200 OK\r\n" + b"x" * 400_000,
    "reason": b"HTTP/1.1 200 " + b"x" * 400_000,
    "informational answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 101,
    "chunk extension": CHUNKED[:-5] + b"1;" + b"x" * 400_000,
    "trailers": CHUNKED[:-2] + b"X: x\r\n" * 100_000,
}


@pytest.mark.parametrize("stream", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("size", [4_000, 100_000])
def test_what_has_no_end_is_refused(stream: bytes, size: int) -> None:
    answer = Answer()
    with pytest.raises(DecodeError):
        for start in range(0, len(stream), size):
            answer.feed(stream[start : start + size])


@pytest.mark.parametrize("behind", [SIZED, b"garbage", b"HTTP/1.1 500 No\r\nX: y\r\n\r\n", b"\0"])
@pytest.mark.parametrize("first", [SIZED, CHUNKED, b"HTTP/1.1 204 No Content\r\n\r\n"])
def test_what_comes_behind_an_answer_is_no_part_of_it(first: bytes, behind: bytes) -> None:
    alone, answer = Answer(), Answer()
    alone.feed(first)
    answer.feed(first + behind)
    assert (answer.status, answer.headers, answer.take()) == (alone.status, alone.headers, alone.take())
    assert (answer.complete, answer.reusable) == (True, False)


@pytest.mark.parametrize("callback", ["on_header", "on_headers_complete", "on_body", "on_message_complete"])
def test_what_a_callback_raises_comes_out(callback: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Answer, callback, interrupted)
    with pytest.raises(KeyboardInterrupt):
        Answer().feed(SIZED)
