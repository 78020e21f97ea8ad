"""`minidocker proxy` and `replay --listen` as services: started, used, and ended by a signal."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.commands import main
from engineclient.recording.recording import EngineInfo, Recording
from engineclient.trace.jsonl import loads
from tests.support import ScriptedEngine, answer, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = "from engineclient.commands import main; raise SystemExit(main())"
VERSION = b'{"Version":"28.5.2","ApiVersion":"1.51"}'


def engine_of_versions(connection: socket.socket, head: bytes) -> None:
    connection.sendall(answer(VERSION, "200 OK", "Content-Type: application/json"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ScriptedEngine]:
    with scripted(tmp_path / "docker.sock", engine_of_versions) as engine:
        yield engine


@contextmanager
def service(*args: str) -> Iterator[subprocess.Popen[str]]:
    """minidocker, once it has said that it listens."""
    argv = [sys.executable, "-c", PROGRAM, *args]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if "export DOCKER_HOST=unix://" in line:
                    break
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def ask(path: Path, method: str, target: str) -> tuple[int, Any]:
    client = http.client.HTTPConnection("docker")
    client.sock = socket.socket(socket.AF_UNIX)
    client.sock.connect(str(path))
    client.request(method, target)
    response = client.getresponse()
    data = response.read()
    client.close()
    return response.status, json.loads(data) if data else None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal(engine: ScriptedEngine, tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "proxy.sock"
    with service("-H", engine.host, "proxy", "--listen", str(path)) as process:
        assert ask(path, "GET", "/info") == (200, json.loads(VERSION))
        with socket.socket(socket.AF_UNIX) as kept:
            kept.connect(str(path))
            kept.sendall(b"GET /info HTTP/1.1\r\nHost: d\r\n\r\n")
            kept.recv(65536)
            process.send_signal(number)
            assert process.wait(10) == 0
            assert kept.recv(1) == b""
    assert not path.exists()


def test_restricted(engine: ScriptedEngine, tmp_path: Path) -> None:
    path = tmp_path / "proxy.sock"
    rules = ("--allow", "GET /containers/**", "--allow", "POST /containers/*/wait")
    with service("-H", engine.host, "proxy", "--read-only", "--listen", str(path), *rules):
        engine.heads.clear()
        statuses = [
            ask(path, method, target)[0]
            for method, target in (
                ("GET", "/v1.51/containers/json"),
                ("POST", "/containers/web/wait"),
                ("GET", "/_ping"),
                ("GET", "/info"),
                ("POST", "/containers/create"),
                ("GET", "/containers/../info"),
                ("GET", "/containers/web/attach/ws"),
            )
        ]
        heard = [head.split(b" ")[1] for head in engine.heads]
    assert statuses == [200, 200, 200, 403, 403, 403, 403]
    assert heard == [b"/v1.51/containers/json", b"/containers/web/wait", b"/_ping"]


def test_the_global_flag_restricts_it_too(engine: ScriptedEngine, tmp_path: Path) -> None:
    path = tmp_path / "proxy.sock"
    with service("-H", engine.host, "--read-only", "proxy", "--listen", str(path)):
        assert ask(path, "DELETE", "/containers/web")[0] == 403


def test_it_explains(engine: ScriptedEngine, tmp_path: Path) -> None:
    path = tmp_path / "proxy.sock"
    with service("-H", engine.host, "proxy", "--explain", "--listen", str(path)) as process:
        ask(path, "GET", "/v1.51/info")
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=10)
    assert "GET /info" in told
    assert "200 OK" in told


@pytest.mark.parametrize("requests", [0, 3])
def test_it_goes_on_when_nobody_reads_what_it_explains(
    engine: ScriptedEngine, tmp_path: Path, requests: int
) -> None:
    path = tmp_path / "proxy.sock"
    with service("-H", engine.host, "proxy", "--explain", "--listen", str(path)) as process:
        assert process.stderr is not None
        process.stderr.close()
        assert [ask(path, "GET", "/v1.51/info")[0] for _ in range(requests)] == [200] * requests
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "--listen with the path"),
        (["--listen", "docker.sock"], "another server listens there already"),
        (["--listen", "file"], "exists and is not a socket"),
        (["--listen", "no/such/s.sock"], "no such file or directory"),
        (["--listen", "p.sock", "--allow", "everything"], 'invalid rule "everything"'),
    ],
)
def test_it_does_not_start(engine: ScriptedEngine, tmp_path: Path, args: list[str], message: str) -> None:
    (tmp_path / "file").write_text("")
    argv = [sys.executable, "-c", PROGRAM, "-H", engine.host, "proxy", *args]
    ended = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, message in ended.stderr) == (1, True), ended.stderr


def run(engine: ScriptedEngine, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-c", PROGRAM, "-H", engine.host, *args]
    return subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)


def test_it_serves_for_a_command_and_keeps_what_passed(engine: ScriptedEngine, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CLIENT]
    ended = run(engine, tmp_path, "proxy", "--trace", "p.jsonl", "--", *command)
    assert ended.returncode == 2, ended.stderr
    kept = loads((tmp_path / "p.jsonl").read_text())
    assert [event.path for event in kept.events if hasattr(event, "path")] == ["/info"]
    assert (kept.exit_code, next(iter(kept.command))) == (2, sys.executable)


def test_a_session_leaves_a_page_and_a_recording(engine: ScriptedEngine, tmp_path: Path) -> None:
    ended = run(engine, tmp_path, "session", "-o", "mine", "--", sys.executable, "-c", CLIENT)
    assert ended.returncode == 2, ended.stderr
    assert "GET" in (tmp_path / "mine.html").read_text()
    assert [line["ask"] for line in Recording.load(tmp_path / "mine.json").lines if "ask" in line] == [
        "GET /info"
    ]


def test_the_page_is_served_beside_it(engine: ScriptedEngine, tmp_path: Path) -> None:
    argv = [sys.executable, "-c", PROGRAM, "-H", engine.host, "proxy", "--web"]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            address = process.stderr.readline().split()[-1]
            socket_line = process.stderr.readline()
            ask(Path(socket_line.split("unix://")[-1].strip()), "GET", "/info")
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(address + "events", timeout=10) as stream:
                assert b'"GET /info"' in stream.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        finally:
            process.kill()


def test_a_port_that_is_taken_is_an_error(engine: ScriptedEngine, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run(engine, tmp_path, "proxy", "--explain", "--web", port)
    assert (ended.returncode, f"cannot listen at 127.0.0.1:{port}" in ended.stderr) == (1, True), ended.stderr


LINES: list[dict[str, Any]] = [
    {"x": 1, "ask": "GET /info"},
    {"x": 1, "answer": 200, "headers": {"content-type": "application/json"}, "json": {"ID": "x"}},
]


@pytest.fixture
def recording(tmp_path: Path) -> str:
    path = tmp_path / "s.json"
    Recording("s", EngineInfo("Docker", "28.5.2", "1.51"), LINES).save(path)
    return str(path)


def test_a_recording_is_served_until_it_is_used_up(recording: str, tmp_path: Path) -> None:
    path = tmp_path / "replay.sock"
    with service("replay", recording, "--listen", str(path)) as process:
        assert ask(path, "GET", "/v1.51/info") == (200, {"ID": "x"})
        assert process.wait(10) == 0
    assert not path.exists()


def test_a_recording_that_is_not_used_up_is_a_failure(recording: str, tmp_path: Path) -> None:
    path = tmp_path / "replay.sock"
    with service("replay", recording, "--listen", str(path)) as process:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=10)
    assert (process.returncode, "not requested: GET /info" in told) == (1, True)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "a command to run is required after --"),
        (["--listen", "s.sock", "--", "true"], "a command to run is required after --"),
        (["--speed", "1", "--", "true"], 'recording "s" has no times, which a pace needs'),
        (["--status", "500@7", "--", "true"], "there is no request 7"),
        (["--cut-after", "1", "--", "true"], "the recording has 0"),
        (["--status", "soon", "--", "true"], "such as 500@3"),
        (["--", os.devnull], f"{os.devnull}: permission denied"),
    ],
)
def test_what_cannot_be_replayed(recording: str, args: list[str], message: str) -> None:
    argv = [sys.executable, "-c", PROGRAM, "replay", recording, *args]
    ended = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (ended.returncode != 0, message in ended.stderr) == (True, True), ended.stderr


CLIENT = """
import http.client, os, socket, sys
client = http.client.HTTPConnection("docker")
client.sock = socket.socket(socket.AF_UNIX)
client.sock.connect(os.environ["DOCKER_HOST"].removeprefix("unix://"))
client.request("GET", "/info")
sys.exit(client.getresponse().status // 100)
"""


@pytest.mark.parametrize(
    ("args", "code"), [([], 2), (["--status", "503@1"], 5), (["--slow=1ms"], 2), (["--slow"], 2)]
)
def test_a_command_meets_the_faults(recording: str, args: list[str], code: int) -> None:
    argv = [sys.executable, "-c", PROGRAM, "replay", *args, recording, "--", sys.executable, "-c", CLIENT]
    assert subprocess.run(argv, check=False).returncode == code


@pytest.mark.parametrize("command", ["proxy", "session"])
def test_without_a_port_for_the_page_help_shows_none(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "default" in line] == []
