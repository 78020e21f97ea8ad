"""Faults that a replay injects, as a client meets them."""

from __future__ import annotations

import http.client
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.errors import ReplayMismatch
from engineclient.recording.faults import Faults, frames, parse_status
from engineclient.recording.recording import EngineInfo, Recording
from engineclient.recording.replay.server import ReplayServer

if TYPE_CHECKING:
    from pathlib import Path

ENGINE = EngineInfo("Docker", "20.10.24", "1.41")
JSON = {"content-type": "application/json"}
LINES: list[dict[str, Any]] = [
    {"x": 1, "ask": "GET /info"},
    {"x": 1, "answer": 200, "headers": JSON, "json": {"ID": "x"}},
    {"x": 2, "ask": "GET /logs"},
    {"x": 2, "answer": 200, "stream": "chunked"},
    {"x": 2, "text": "one\n"},
    {"x": 2, "text": "two\n"},
    {"x": 2, "end": "daemon complete"},
]


def ask(server: ReplayServer, *paths: str) -> list[tuple[int, bytes]]:
    """Status and body of each answer over one connection; a body that was cut as far as it came."""
    client = http.client.HTTPConnection("docker")
    client.sock = server.connect(timeout=10)
    answers: list[tuple[int, bytes]] = []
    for path in paths:
        client.request("GET", path)
        response = client.getresponse()
        try:
            body = response.read()
        except http.client.IncompleteRead as cut:
            body = cut.partial
        answers.append((response.status, body))
    client.close()
    return answers


@pytest.mark.parametrize(
    ("faults", "answers"),
    [
        (Faults(), [(200, b'{"ID":"x"}\n'), (200, b"one\ntwo\n")]),
        (Faults(cut_after=1), [(200, b'{"ID":"x"}\n'), (200, b"one\n")]),
        (Faults(cut_after=2), [(200, b'{"ID":"x"}\n'), (200, b"one\ntwo\n")]),
        (Faults(status=((2, 503),)),
         [(200, b'{"ID":"x"}\n'), (503, b'{"message":"this replay was started with status 503 for this request"}\n')]),
        (Faults(status=((1, 404), (2, 500))),
         [(404, b'{"message":"this replay was started with status 404 for this request"}\n'),
          (500, b'{"message":"this replay was started with status 500 for this request"}\n')]),
    ],
)  # fmt: skip
def test_what_the_client_gets(faults: Faults, answers: list[tuple[int, bytes]]) -> None:
    with ReplayServer(Recording("s", ENGINE, LINES), faults=faults) as server:
        assert ask(server, "/info", "/logs") == answers
        server.check()


def test_slow_is_silent_before_everything() -> None:
    with ReplayServer(Recording("s", ENGINE, LINES), faults=Faults(slow=60)) as server:
        sock = server.connect(timeout=10)
        sock.sendall(b"GET /info HTTP/1.1\r\n\r\n")
        sock.setblocking(False)
        with pytest.raises(BlockingIOError):
            sock.recv(1)
        sock.close()


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        (Faults(cut_after=3), "no frame 3 to cut after: the recording has 2"),
        (Faults(status=((9, 500),)), "no request 9"),
    ],
)
def test_a_fault_that_cannot_happen(faults: Faults, message: str) -> None:
    with pytest.raises(ReplayMismatch, match=message):
        ReplayServer(Recording("s", ENGINE, LINES), faults=faults)


def test_frames() -> None:
    assert frames(LINES) == [4, 5]


@pytest.mark.parametrize(("text", "parsed"), [("500@3", (3, 500)), ("404@12", (12, 404))])
def test_status(text: str, parsed: tuple[int, int]) -> None:
    assert parse_status(text) == parsed


@pytest.mark.parametrize("text", ["500", "@3", "200@3", "500@0", "500@-1", "5000@3", "500@3@4", ""])
def test_not_a_status(text: str) -> None:
    with pytest.raises(ValueError, match="500@3"):
        parse_status(text)


def test_a_server_waits_until_all_is_played(tmp_path: Path) -> None:
    with ReplayServer(Recording("s", ENGINE, [{"x": 9, "ask": "HEAD /_ping"}, *LINES])) as server:
        server.listen(tmp_path / "s.sock")
        ended = threading.Thread(target=server.wait)
        ended.start()
        ask(server, "/info")
        ended.join(0)
        assert ended.is_alive()
        ask(server, "/logs")
        ended.join(10)
        assert not ended.is_alive()


def test_what_a_dead_server_left_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "s.sock"))
    with ReplayServer(Recording("s", ENGINE, LINES)) as server:
        server.listen(tmp_path / "s.sock")
    assert not (tmp_path / "s.sock").exists()
