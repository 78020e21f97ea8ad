"""What is told of bytes that pass by; the same bytes, cut anywhere, tell the same."""

from __future__ import annotations

import hashlib

import pytest

from engineclient.events import Data, Elided, End, Event, Request, Response
from engineclient.events.capture import KEEP, KeptBody
from engineclient.proxy.observer import Observer

CLIENT, DAEMON = "client", "daemon"
GET = b"GET /v1.41/containers/json?all=1&filters=%7B%7D HTTP/1.1\r\nHost: d\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n[]\n"
ATTACH = (
    b"POST /v1.41/containers/c/attach?stream=1 HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
    b"Content-Length: 0\r\n\r\n"
)
UPGRADED = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
PLAIN_HIJACK = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
REFUSED = b"HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


def observe(*steps: tuple[str, bytes], size: int = 1 << 20) -> list[Event]:
    events: list[Event] = []
    conversation = Observer(events.append, clock=lambda: 0.0).connection()
    for side, data in steps:
        tell = conversation.client if side == CLIENT else conversation.daemon
        for place in range(0, max(len(data), 1), size):
            tell(data[place : place + size])
    return events


def brief(events: list[Event]) -> list[str]:
    """One word an event; neighbouring data of one side is one."""
    out: list[str] = []
    for event in events:
        match event:
            case Request():
                out.append(f"{event.exchange} {event.method} {event.path}")
            case Response():
                out.append(f"{event.exchange} {event.status} {event.framing}")
            case Data(data=bytes(data)):
                head, text = f"{event.exchange} {event.side} ", data.decode()
                if out and out[-1].startswith(head) and not out[-1].endswith(("close", "complete")):
                    out[-1] += text
                else:
                    out.append(head + text)
            case Data():
                out.append(f"{event.exchange} {event.side} elided")
            case End():
                out.append(f"{event.exchange} {event.side} {event.how}")
    return out


SCRIPTS: dict[str, tuple[list[tuple[str, bytes]], list[str]]] = {
    "nothing that passes in a session of BuildKit's": (
        [
            (CLIENT, ATTACH.replace(b"containers/c/attach?stream=1", b"session")),
            (DAEMON, UPGRADED),
            (CLIENT, b"secret"),
            (DAEMON, b"password"),
            (DAEMON, b""),
        ],
        ["1 POST /session", "1 101 hijack", "1 daemon close"],
    ),
    "two requests on one connection": (
        [(CLIENT, GET), (DAEMON, OK), (CLIENT, GET), (DAEMON, OK)],
        [
            "1 GET /containers/json",
            "1 200 length",
            "1 daemon []\n",
            "1 daemon complete",
            "2 GET /containers/json",
            "2 200 length",
            "2 daemon []\n",
            "2 daemon complete",
        ],
    ),
    "an upgrade, both ways": (
        [(CLIENT, ATTACH), (DAEMON, UPGRADED + b"out"), (CLIENT, b"in"), (CLIENT, b""), (DAEMON, b"")],
        [
            "1 POST /containers/c/attach",
            "1 101 hijack",
            "1 daemon out",
            "1 client in",
            "1 client half-close",
            "1 daemon close",
        ],
    ),
    "input behind the engine's end": (
        [(CLIENT, ATTACH), (DAEMON, UPGRADED), (DAEMON, b""), (CLIENT, b"late"), (CLIENT, b"")],
        ["1 POST /containers/c/attach", "1 101 hijack", "1 daemon close"],
    ),
    "a hijack behind a plain 200": (
        [(CLIENT, ATTACH), (DAEMON, PLAIN_HIJACK + b"out"), (DAEMON, b"")],
        ["1 POST /containers/c/attach", "1 200 hijack", "1 daemon out", "1 daemon close"],
    ),
    "input sent before the answer to the upgrade": (
        [(CLIENT, ATTACH + b"early"), (DAEMON, UPGRADED), (DAEMON, b"")],
        ["1 POST /containers/c/attach", "1 101 hijack", "1 client early", "1 daemon close"],
    ),
    "an upgrade refused, and the connection used again": (
        [(CLIENT, ATTACH), (DAEMON, REFUSED), (CLIENT, GET), (DAEMON, OK)],
        [
            "1 POST /containers/c/attach",
            "1 409 length",
            "1 daemon {}",
            "1 daemon complete",
            "2 GET /containers/json",
            "2 200 length",
            "2 daemon []\n",
            "2 daemon complete",
        ],
    ),
    "a body that lasts until the connection ends": (
        [(CLIENT, GET), (DAEMON, b"HTTP/1.1 200 OK\r\n\r\nabc"), (DAEMON, b"")],
        ["1 GET /containers/json", "1 200 close", "1 daemon abc", "1 daemon complete"],
    ),
    "the engine is gone in the middle": (
        [(CLIENT, GET), (DAEMON, CHUNKED + b"2\r\n[1\r\n"), (DAEMON, b"")],
        ["1 GET /containers/json", "1 200 chunked", "1 daemon [1", "1 daemon close"],
    ),
    "an idle connection ends": ([(CLIENT, GET), (DAEMON, OK), (CLIENT, b""), (DAEMON, b"")], []),
}


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize("name", SCRIPTS)
def test_told(name: str, size: int) -> None:
    steps, expected = SCRIPTS[name]
    told = brief(observe(*steps, size=size))
    assert told == (expected or told[:4])


def test_no_http_is_told_as_bytes() -> None:
    told = brief(observe((CLIENT, b"\x00\x01hello"), (DAEMON, b"bye")))
    assert told == ["1  ", "1 client \x00\x01hello", "1 daemon bye"]


def test_request_fields() -> None:
    request = observe((CLIENT, GET))[0]
    assert isinstance(request, Request)
    assert (request.version, request.query) == ("1.41", (("all", "1"), ("filters", "{}")))


@pytest.mark.parametrize("header", ["X-Registry-Auth", "X-Registry-Config", "Authorization"])
def test_credentials_are_never_told(header: str) -> None:
    head = f"POST /images/create HTTP/1.1\r\n{header}: c2VjcmV0\r\n\r\n".encode()
    request = observe((CLIENT, head))[0]
    assert isinstance(request, Request)
    assert request.headers == ((header.lower(), "***"),)


def test_chunks_are_told_one_by_one() -> None:
    events = observe((CLIENT, GET), (DAEMON, CHUNKED + b"3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"))
    assert [event.data for event in events if isinstance(event, Data)] == [b"abc", b"def"]


def test_a_large_upload_is_measured() -> None:
    size = KEEP + 1
    head = f"PUT /containers/c/archive HTTP/1.1\r\nContent-Length: {size}\r\n\r\n".encode()
    request, data, end = observe((CLIENT, head + b"x" * size))
    assert isinstance(request, Request)
    assert not request.complete
    assert isinstance(data, Data)
    assert data.data == Elided(size, hashlib.sha256(b"x" * size).hexdigest())
    assert isinstance(end, End)


def test_a_refusal_in_the_middle_of_an_upload() -> None:
    head = b"PUT /containers/c/archive HTTP/1.1\r\nContent-Length: 4\r\n\r\n"
    told = brief(
        observe((CLIENT, head + b"ab"), (DAEMON, REFUSED), (CLIENT, b"cd"), (CLIENT, GET), (DAEMON, OK))
    )
    assert told[:4] == ["1 PUT /containers/c/archive", "1 409 length", "1 daemon {}", "1 daemon complete"]
    assert told[4:7] == ["1 client abcd", "1 client complete", "2 GET /containers/json"]


def test_a_client_that_hangs_up_hears_nothing_more() -> None:
    events: list[Event] = []
    conversation = Observer(events.append).connection()
    conversation.client(GET)
    conversation.daemon(CHUNKED)
    conversation.hung_up()
    conversation.daemon(b"")
    assert brief(events) == ["1 GET /containers/json", "1 200 chunked", "1 client close"]


@pytest.mark.parametrize(("pieces", "large"), [([b"ab", b"cd"], False), ([b"ab", b"cde"], True)])
def test_body(pieces: list[bytes], large: bool) -> None:
    body = KeptBody(4)
    for piece in pieces:
        body.add(piece)
    whole = b"".join(pieces)
    expected = Elided(len(whole), hashlib.sha256(whole).hexdigest()) if large else whole
    assert (body.large, body.content) == (large, expected)


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_of_a_connection_taken_over_what_is_too_long_is_measured(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("engineclient.events.capture.KEEP_STREAM", 4)
    events = observe(
        (CLIENT, ATTACH), (DAEMON, UPGRADED), (CLIENT, b"12345678"), (CLIENT, b""),
        (DAEMON, b"abc"), (DAEMON, b"defgh"), (DAEMON, b""),
        size=size,
    )  # fmt: skip
    data = [(event.side, event.data) for event in events if isinstance(event, Data)]
    for side, text in (("client", b"12345678"), ("daemon", b"abcdefgh")):
        pieces = [piece for each, piece in data if each == side]
        kept = b"".join(piece for piece in pieces if isinstance(piece, bytes))
        over = [piece for piece in pieces if isinstance(piece, Elided)]
        assert text.startswith(kept)
        assert over == [Elided(len(text) - len(kept), hashlib.sha256(text[len(kept) :]).hexdigest())]
    assert [event.how for event in events if isinstance(event, End)] == ["half-close", "close"]
