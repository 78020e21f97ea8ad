from __future__ import annotations

import pytest

from engineclient.errors import DecodeError
from engineclient.wire.messages import Message

GET = b"GET /v1.41/info HTTP/1.1\r\nHost: docker\r\n\r\n"
POST = b"POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"
UPLOAD = b"PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"

# name, HTTP method answered (None: it is a request), bytes, framing, pieces, complete, rest
CASES = [
    ("a request without a body", None, GET, "none", [], True, b""),
    ("a request with a length", None, POST, "length", [b"hello"], True, b""),
    ("a chunked request", None, UPLOAD, "chunked", [b"abc", b"de"], True, b""),
    ("the next request", None, POST + GET, "length", [b"hello"], True, GET),
    ("an answer", "GET", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK", "length", [b"OK"], True, b""),
    ("an empty answer", "GET", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "length", [], True, b""),
    ("to HEAD", "HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "none", [], True, b""),
    ("no content", "POST", b"HTTP/1.1 204 No Content\r\n\r\n", "none", [], True, b""),
    ("until the end", "GET", b"HTTP/1.1 200 OK\r\n\r\nabc", "close", [b"abc"], False, b""),
    ("101", "POST", b"HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n\x01", "hijack", [], True, b"\x01"),
    (
        "interim",
        "PUT",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        "none",
        [],
        True,
        b"",
    ),
    (
        "trailers",
        "GET",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\nE: f\r\n\r\nrest",
        "chunked",
        [b"a"],
        True,
        b"rest",
    ),
]


@pytest.mark.parametrize(
    ("answers", "data", "framing", "pieces", "complete", "rest"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_whole(
    answers: str | None, data: bytes, framing: str, pieces: list[bytes], complete: bool, rest: bytes
) -> None:
    message = Message(answers=answers)
    assert message.feed(data) == rest
    assert (message.framing, message.pieces, message.complete) == (framing, pieces, complete)


@pytest.mark.parametrize(
    ("answers", "data"),
    [(case[1], case[2]) for case in CASES if not case[6]],
    ids=[c[0] for c in CASES if not c[6]],
)
def test_byte_by_byte(answers: str | None, data: bytes) -> None:
    whole, cut = Message(answers=answers), Message(answers=answers)
    whole.feed(data)
    for place in range(len(data)):
        cut.feed(data[place : place + 1])
    assert (cut.framing, cut.complete) == (whole.framing, whole.complete)
    assert b"".join(cut.pieces) == b"".join(whole.pieces)


def test_chunks_stay_whole_however_they_arrive() -> None:
    message = Message()
    for place in range(len(UPLOAD)):
        message.feed(UPLOAD[place : place + 1])
    assert message.pieces == [b"abc", b"de"]


def test_hijack_without_upgrade() -> None:
    message = Message(answers="POST", may_hijack=True)
    assert message.feed(b"HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\nraw") == b"raw"
    assert message.framing == "hijack"


@pytest.mark.parametrize(
    ("answers", "data"),
    [
        (None, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        (None, b"GET /\r\n\r\n"),
        (None, b"PRI * HTTP/2.0\r\n\r\n"),
        (None, b"GET /x HTTP/1.1\nHost: d\r\n\r\n"),
        ("GET", b"hello there\r\n\r\n"),
        ("GET", b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
        ("GET", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
)
def test_not_http(answers: str | None, data: bytes) -> None:
    with pytest.raises(DecodeError):
        Message(answers=answers).feed(data)


def test_loose_chunks_come_as_they_arrive() -> None:
    message = Message()
    message.loose = True
    whole = b"PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n0\r\n\r\nrest"
    assert message.feed(whole[:-15]) == b""
    assert message.pieces == [b"ab"]
    assert message.feed(whole[-15:]) == b"rest"
    assert (message.pieces, message.complete) == ([b"ab", b"cdef"], True)


def test_a_long_chunk_in_many_parts() -> None:
    message = Message(answers="GET")
    message.feed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n")
    for _ in range(2000):
        message.feed(b"x" * 100)
    assert message.feed(b"\r\n0\r\n\r\n") == b""
    assert (message.pieces, message.complete) == ([b"x" * 200_000], True)


HOST = "GET /x HTTP/1.1\r\nHost: d\r\n"


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (HOST, ""),
        ("POST /x HTTP/1.1\r\nContent-Length: 5\r\n", ""),
        ("POST /x HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n", ""),
        (HOST + "Empty:\r\n", ""),
        (HOST + "A: b\n\nPOST /y HTTP/1.1\r\n", "without CRLF"),
        (HOST + "A: b\rPOST /y HTTP/1.1\r\n", "without CRLF"),
        ("GET /x HTTP/1.0\r\n", "first line"),
        ("get /x HTTP/1.1\r\n", "first line"),
        ("GET http://d/x HTTP/1.1\r\n", "first line"),
        ("GET\t/x /y HTTP/1.1\r\n", "first line"),
        ("GET /x\t HTTP/1.1\r\n", "first line"),
        (HOST + " folded\r\n", "malformed"),
        (HOST + "Content-Length : 5\r\n", "malformed"),
        (HOST + "no colon\r\n", "malformed"),
        (HOST + "A: \0\r\n", "malformed"),
        (HOST + "Content-Length: 1\r\nContent-Length: 2\r\n", "twice"),
        (HOST + "Content-Length: 1\r\ncontent-length: 1\r\n", "twice"),
        (HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "twice"),
        (HOST + "Content-Length:\r\n", "not a number"),
        (HOST + "Transfer-Encoding: identity\r\n", "not chunked"),
        (HOST + "Transfer-Encoding: gzip, chunked\r\n", "not chunked"),
    ],
)
def test_what_servers_might_read_in_another_way(head: str, why: str) -> None:
    message = Message()
    message.feed(head.encode() + b"\r\n")
    assert message.started
    assert why in message.ambiguous
    assert bool(message.ambiguous) is bool(why)


@pytest.mark.parametrize("body", ["0x1\r\na\r\n", "+1\r\n", "-1\r\n", "1_0\r\n", " 1\r\n", "1;a\nb\r\n", "\r\n",
                                  "0\r\nA: b\n\nPOST / HTTP/1.1\r\n"])  # fmt: skip
def test_what_is_no_chunk(body: str) -> None:
    with pytest.raises(DecodeError):
        Message().feed(b"PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body.encode())


def test_a_length_that_is_no_number_is_not_http() -> None:
    with pytest.raises(DecodeError):
        Message().feed(b"PUT /x HTTP/1.1\r\nContent-Length: +5\r\n\r\nhello")
