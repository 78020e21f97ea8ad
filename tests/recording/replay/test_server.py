"""The engine's part, played to a client that is nothing but a socket."""

from __future__ import annotations

import errno
import http.client
import json
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.errors import ReplayMismatch
from engineclient.recording.recording import EngineInfo, Recording, Times
from engineclient.recording.replay.server import ReplayServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENGINE = EngineInfo("Docker", "20.10.24", "1.41", headers={"server": "Docker/20.10.24"})
JSON = {"content-type": "application/json"}
RUN: list[dict[str, Any]] = [
    {"x": 1, "ask": "POST /containers/create", "json": {"Image": "busybox"}},
    {"x": 1, "answer": 201, "headers": JSON, "json": {"Id": "{c1}"}},
    {"x": 2, "ask": "POST /containers/{c1}/attach", "query": {"stream": "1"}},
    {"x": 2, "answer": 101, "stream": "hijack"},
    {"x": 3, "ask": "POST /containers/{c1}/start"},
    {"x": 3, "answer": 204},
    {"x": 2, "sent": "in"},
    {"x": 2, "end": "client half-close"},
    {"x": 2, "stdout": "out\n"},
    {"x": 2, "end": "daemon close"},
    {"x": 4, "ask": "GET /containers/{c1}/json"},
    {"x": 4, "answer": 200, "headers": JSON, "framing": "chunked", "json": {"Id": "{c1}"}},
]


@contextmanager
def serving(lines: list[dict[str, Any]], **options: Any) -> Iterator[ReplayServer]:
    with ReplayServer(Recording("s", ENGINE, lines), **options) as server:
        yield server


@contextmanager
def connection(server: ReplayServer) -> Iterator[http.client.HTTPConnection]:
    client = http.client.HTTPConnection("docker")
    client.sock = server.connect(timeout=10)
    try:
        yield client
    finally:
        client.close()


def ask(client: http.client.HTTPConnection, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    client.request(method, path, json.dumps(body) if body is not None else None, JSON)
    response = client.getresponse()
    data = response.read()
    return response.status, json.loads(data) if data else None


def receive(sock: socket.socket, until: bytes = b"") -> bytes:
    data = b""
    while not (until and data.endswith(until)) and (piece := sock.recv(65536)):
        data += piece
    return data


def test_a_whole_conversation() -> None:
    with serving(RUN) as server:
        with connection(server) as client:
            status, created = ask(
                client, "POST", "/v1.41/containers/create", {"Image": "busybox", "Tty": False}
            )
            assert (status, len(created["Id"])) == (201, 64)
            attached = server.connect(timeout=10)
            attached.sendall(f"POST /containers/{created['Id']}/attach?stream=1 HTTP/1.1\r\n\r\n".encode())
            assert receive(attached, b"\r\n\r\n").startswith(b"HTTP/1.1 101 ")
            assert ask(client, "POST", f"/containers/{created['Id']}/start") == (204, None)
            attached.sendall(b"in")
            attached.shutdown(socket.SHUT_WR)
            assert receive(attached) == b"\x01\0\0\0\0\0\0\x04out\n"
            attached.close()
            assert ask(client, "GET", f"/containers/{created['Id']}/json") == (200, created)
        server.check()


def test_an_answer_is_held_until_the_client_did_what_it_did_before() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "POST /wait"},
        {"x": 2, "ask": "POST /start"},
        {"x": 2, "answer": 204},
        {"x": 1, "answer": 200, "text": "0"},
    ]
    with serving(lines) as server, connection(server) as waiting, connection(server) as starting:
        waiting.request("POST", "/wait")
        assert waiting.sock is not None
        waiting.sock.setblocking(False)
        with pytest.raises(BlockingIOError):
            waiting.sock.recv(1)
        waiting.sock.settimeout(10)
        assert ask(starting, "POST", "/start") == (204, None)
        assert waiting.getresponse().read() == b"0"
        server.check()


def test_held_in_vain() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "POST /wait"},
        {"x": 2, "ask": "POST /start"},
        {"x": 1, "answer": 204},
    ]
    with serving(lines, patience=0) as server:
        with connection(server) as client, pytest.raises(http.client.RemoteDisconnected):
            ask(client, "POST", "/wait")
        stalled = server.report().stalled
    assert stalled == ['{"x": 1, "answer": 204} waits for {"x": 2, "ask": "POST /start"}']


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        (
            "POST",
            "/containers/create",
            {"Image": "alpine"},
            'body.Image: recorded "busybox", requested "alpine"',
        ),
        ("PUT", "/containers/create", {"Image": "busybox"}, 'method: recorded "POST", requested "PUT"'),
        (
            "POST",
            "/containers/create?name=x",
            {"Image": "busybox"},
            'query.name: recorded nothing, requested ["x"]',
        ),
    ],
)
def test_the_unexpected(method: str, path: str, body: Any, message: str) -> None:
    with serving(RUN) as server, connection(server) as client:
        status, answer = ask(client, method, path, body)
        assert status == 500
        assert message in answer["message"]
        assert message in server.report().unexpected[0]
        with pytest.raises(ReplayMismatch, match="unexpected"):
            server.check()


def test_the_unused() -> None:
    with serving([{"x": 1, "ask": "HEAD /_ping"}, {"x": 2, "ask": "GET /info"}]) as server:
        assert server.report().unused == ["GET /info"]


READ: list[dict[str, Any]] = [
    {"x": 1, "ask": "GET /info", "query": {"a": "1"}},
    {"x": 1, "answer": 200, "json": {}},
]


def test_strictly_once() -> None:
    with serving(READ) as server, connection(server) as client:
        assert [ask(client, "GET", "/info?a=1")[0] for _ in range(2)] == [200, 500]
        assert "played already" in server.report().unexpected[0]


def test_leniently_by_method_and_path_as_often_as_asked() -> None:
    with serving(READ, lenient=True) as server, connection(server) as client:
        assert [ask(client, "GET", "/info?b=2")[0] for _ in range(3)] == [200, 200, 200]
        server.check()


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/_ping"), ("HEAD", "/_ping"), ("GET", "/v1.41/version")]
)
def test_always_answered(method: str, path: str) -> None:
    with serving([]) as server, connection(server) as client:
        client.request(method, path)
        response = client.getresponse()
        response.read()
        assert (response.status, response.getheader("api-version")) == (200, "1.41")
        server.check()


def test_what_the_client_puts_in_the_place_of_a_secret_comes_back() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "POST /create", "json": {"Env": ["K={secret1}"]}},
        {"x": 1, "answer": 200, "json": {"out": "{secret1}"}},
    ]
    with serving(lines) as server, connection(server) as client:
        assert ask(client, "POST", "/create", {"Env": ["K=mine"]}) == (200, {"out": "mine"})


def test_other_input_is_reported() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "POST /attach"},
        {"x": 1, "answer": 101, "stream": "hijack"},
        {"x": 1, "sent": "in"},
        {"x": 1, "end": "client half-close"},
        {"x": 1, "end": "daemon close"},
    ]
    with serving(lines) as server:
        sock = server.connect(timeout=10)
        sock.sendall(b"POST /attach HTTP/1.1\r\n\r\nother")
        sock.shutdown(socket.SHUT_WR)
        receive(sock)
        sock.close()
    assert "5 bytes of input" in server.report().unexpected[0]


def test_what_was_not_kept_is_zeros_and_said() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "GET /save"},
        {"x": 1, "answer": 200, "elided": 70000, "sha256": "00"},
    ]
    with serving(lines) as server, connection(server) as client:
        client.request("GET", "/save")
        assert client.getresponse().read() == bytes(70000)
        assert server.report().elided == ["70000 bytes of the answer to GET /save"]


def test_a_stream_that_the_client_left() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "GET /logs"},
        {"x": 1, "answer": 200, "stream": "chunked"},
        {"x": 1, "text": "line\n"},
        {"x": 1, "end": "client close"},
        {"x": 2, "ask": "GET /info"},
        {"x": 2, "answer": 200, "json": {}},
    ]
    with serving(lines) as server, connection(server) as other:
        with connection(server) as client:
            client.request("GET", "/logs")
            assert client.getresponse().read(5) == b"line\n"
        assert ask(other, "GET", "/info") == (200, {})
        server.check()


def test_a_body_that_waits_for_permission() -> None:
    lines: list[dict[str, Any]] = [{"x": 1, "ask": "POST /load"}, {"x": 1, "answer": 204}]
    with serving(lines) as server:
        with server.connect(timeout=10) as sock:
            sock.sendall(b"POST /load HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
            assert receive(sock, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            sock.sendall(b"x")
            assert receive(sock, b"\r\n\r\n").startswith(b"HTTP/1.1 204 ")


def test_listen(tmp_path: Path) -> None:
    path = tmp_path / "docker.sock"
    with serving(READ) as server:
        server.listen(path)
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(str(path))
            sock.sendall(b"GET /info?a=1 HTTP/1.1\r\n\r\n")
            assert receive(sock, b"{}\n").startswith(b"HTTP/1.1 200 OK\r\n")
    assert not path.exists()


def test_speed_needs_times() -> None:
    with pytest.raises(ReplayMismatch):
        ReplayServer(Recording("s", ENGINE, READ), speed=1)
    with ReplayServer(Recording("s", ENGINE, READ, times=Times(0.0, [0.0, 0.0], {})), speed=1) as server:
        with connection(server) as client:
            assert ask(client, "GET", "/info?a=1") == (200, {})


def test_a_client_that_speaks_no_http_is_reported() -> None:
    with serving([]) as server:
        with server.connect(timeout=10) as client:
            client.sendall(b"\x16\x03\x01 this is TLS, say\r\n\r\n")
            assert receive(client) == b""
        assert "does not speak HTTP" in server.report().unexpected[0]


def test_a_client_that_breaks_off_inside_a_request_is_reported() -> None:
    with serving([]) as server:
        with server.connect(timeout=10) as client:
            client.sendall(b"POST /containers/create HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}")
            client.shutdown(socket.SHUT_WR)
            assert receive(client) == b""
        assert "ended inside a request" in server.report().unexpected[0]


def test_an_exchange_whose_end_was_not_recorded_ends() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "POST /containers/c/wait"},
        {"x": 1, "answer": 200, "stream": "chunked"},
    ]
    with serving(lines) as server:
        with server.connect(timeout=10) as client:
            client.sendall(b"POST /containers/c/wait HTTP/1.1\r\nHost: d\r\n\r\n")
            assert receive(client).startswith(b"HTTP/1.1 200")
        assert server.report().stalled == [
            "the recording ends before the answer to POST /containers/c/wait does"
        ]


def test_running_out_of_descriptors_is_survived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving([]) as server:
        path = tmp_path / "s"
        server.listen(path)
        real, failures = socket.socket.accept, [errno.EMFILE, errno.ECONNABORTED]

        def accept(self: socket.socket) -> Any:
            if failures:
                raise OSError(failures.pop(), "accept failed")
            return real(self)

        monkeypatch.setattr(socket.socket, "accept", accept)
        for _ in range(2):  # the first one wakes the accept that began before
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(10)
                client.connect(str(path))
                client.sendall(b"HEAD /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")
                assert client.recv(100).startswith(b"HTTP/1.1 200")
        assert not failures
