"""Events become lines, and lines the same events again."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.events import Data, Elided, End, Event, Framing, Request, Response
from engineclient.recording.format import events_of, to_lines
from engineclient.wire.frames import Frame, encode

JSON = (("content-type", "application/json"),)
OUT, ERR = encode(Frame("stdout", b"out\n")), encode(Frame("stderr", b"\xff"))
MULTIPLEXED = (("content-type", "application/vnd.docker.multiplexed-stream"),)
DONE = End(1, 0.0, "daemon", "complete")


def response(framing: Framing, headers: tuple[tuple[str, str], ...] = JSON, status: int = 200) -> Response:
    return Response(1, 0.0, status, headers, framing)


def daemon(data: bytes | Elided) -> Data:
    return Data(1, 0.0, "daemon", data)


HEADERS = {"content-type": "application/json"}
CASES: dict[str, tuple[list[Event], list[dict[str, Any]]]] = {
    "request": (
        [Request(1, 0.0, "POST", "/x", "1.41", (("a", "1"), ("a", "2")), JSON, b'{"b":1}\n')],
        [{"x": 1, "ask": "POST /x", "api": "1.41", "query": {"a": ["1", "2"]}, "json": {"b": 1}}],
    ),
    "calls of BuildKit": (
        [
            Request(1, 0.0, "POST", "/grpc"),
            response("hijack", ()),
            Data(1, 0.0, "client", b'{"call":1}\n'),
            Data(1, 0.0, "client", b'{"call":2}\n'),
            daemon(b'{"call":1,"status":0}\n'),
            daemon(b'{"call":2,"status":0}\n'),
            End(1, 0.0, "client", "close"),
        ],
        [
            {"x": 1, "ask": "POST /grpc"},
            {"x": 1, "answer": 200, "stream": "hijack"},
            {"x": 1, "sent": {"json": {"call": 1}}},
            {"x": 1, "sent": {"json": {"call": 2}}},
            {"x": 1, "json": {"call": 1, "status": 0}},
            {"x": 1, "json": {"call": 2, "status": 0}},
            {"x": 1, "end": "client close"},
        ],
    ),
    "upload": (
        [
            Request(1, 0.0, "PUT", "/x", complete=False),
            Data(1, 0.0, "client", Elided(7, "ab")),
            End(1, 0.0, "client", "complete"),
        ],
        [
            {"x": 1, "ask": "PUT /x", "open": True},
            {"x": 1, "sent": {"elided": 7, "sha256": "ab"}},
            {"x": 1, "end": "client complete"},
        ],
    ),
    "whole answer": (
        [response("length"), daemon(b'{"Id":"a"}\n'), DONE],
        [{"x": 1, "answer": 200, "headers": HEADERS, "json": {"Id": "a"}}],
    ),
    "chunked answer": (
        [response("chunked"), daemon(b"[1]\n"), DONE],
        [{"x": 1, "answer": 200, "headers": HEADERS, "framing": "chunked", "json": [1]}],
    ),
    "no content": ([response("none", (), 204), DONE], [{"x": 1, "answer": 204}]),
    "progress": (
        [response("chunked"), daemon(b'{"a":1}\r\n'), daemon(b'{"a":2}\r\n{"a":3}\r\n'), DONE],
        [
            {"x": 1, "answer": 200, "headers": HEADERS, "stream": "chunked"},
            {"x": 1, "records": [{"a": 1}]},
            {"x": 1, "records": [{"a": 2}, {"a": 3}]},
            {"x": 1, "end": "daemon complete"},
        ],
    ),
    "frames": (
        [response("chunked", MULTIPLEXED), daemon(OUT), daemon(OUT), daemon(ERR), DONE],
        [
            {"x": 1, "answer": 200, "headers": dict(MULTIPLEXED), "stream": "chunked"},
            {"x": 1, "stdout": "out\n"},
            {"x": 1, "stdout": "out\n"},
            {"x": 1, "stderr": {"base64": "/w=="}},
            {"x": 1, "end": "daemon complete"},
        ],
    ),
    "a terminal": (
        [response("hijack", ()), daemon(b"$ "), Data(1, 0.0, "client", b"ls\r"), daemon(b"ls\r\n")],
        [
            {"x": 1, "answer": 200, "stream": "hijack"},
            {"x": 1, "text": "$ "},
            {"x": 1, "sent": "ls\r"},
            {"x": 1, "text": "ls\r\n"},
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_lines(name: str) -> None:
    events, lines = CASES[name]
    assert [line for line, _ in to_lines(events)] == lines


@pytest.mark.parametrize("name", CASES)
def test_events(name: str) -> None:
    events, lines = CASES[name]
    again = [event for line in lines for event in events_of(line)]
    body = b'{"b":1}\n'
    assert again == [
        Request(1, 0.0, "POST", "/x", "1.41", (("a", "1"), ("a", "2")), JSON, body)
        if name == "request"
        else event
        for event in events
    ]


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        # Where a hijack was cut is chance
        (
            [OUT[:3] + OUT[3:] + OUT[:9], OUT[9:]],
            [{"stdout": "out\nout\n"}],
        ),
        ([OUT + ERR, OUT], [{"stdout": "out\n"}, {"stderr": {"base64": "/w=="}}, {"stdout": "out\n"}]),
        ([OUT, OUT[:10]], [{"stdout": "out\n"}, {"text": "\x01\0\0\0\0\0\0\x04ou"}]),
        ([OUT, b"\x03\0\0\0\0\0\0\x01!"], [{"stdout": "out\n"}, {"text": "\x03\0\0\0\0\0\0\x01!"}]),
    ],
)
def test_hijacked_frames(pieces: list[bytes], lines: list[dict[str, Any]]) -> None:
    told = list(
        to_lines([response("hijack", MULTIPLEXED), *map(daemon, pieces), End(1, 0.0, "daemon", "close")])
    )
    assert [line for line, _ in told[1:-1]] == [{"x": 1} | line for line in lines]


def test_an_old_engine_does_not_say_that_it_multiplexes() -> None:
    raw = (("content-type", "application/vnd.docker.raw-stream"),)
    assert [line for line, _ in to_lines([response("hijack", raw), daemon(OUT)])][1] == {
        "x": 1,
        "stdout": "out\n",
    }


def test_the_stat_of_a_path_is_readable() -> None:
    headers = (("x-docker-container-path-stat", "eyJuYW1lIjoiYSJ9"),)
    events: list[Event] = [response("none", headers), DONE]
    line, _ = next(iter(to_lines(events)))
    assert line["headers"] == {"x-docker-container-path-stat": {"name": "a"}}
    assert events_of(line) == events
