"""Commands that are run against a recorder, and against a recording: any program that asks $DOCKER_HOST."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from engineclient.proxy.guard import judge
from engineclient.recording.child_process import record, replay
from engineclient.recording.recording import EngineInfo
from engineclient.recording.replay.server import ReplayServer
from tests.support import answer, scripted

if TYPE_CHECKING:
    import socket
    from pathlib import Path

ENGINE = EngineInfo("Docker", "28.5.2", "1.51")
CLIENT = """
import http.client, os, socket, sys
client = http.client.HTTPConnection("docker")
client.sock = socket.socket(socket.AF_UNIX)
client.sock.connect(os.environ["DOCKER_HOST"].removeprefix("unix://"))
for path in sys.argv[2:]:
    client.request("GET", path)
    response = client.getresponse()
    print(response.status, response.read().decode(), flush=True)
print(sys.stdin.read(), end="")
sys.exit(int(sys.argv[1]))
"""


def client(code: int, *paths: str) -> list[str]:
    return [sys.executable, "-c", CLIENT, str(code), *paths]


def answers(connection: socket.socket, head: bytes) -> None:
    connection.sendall(answer(head.split(b" ")[1], "200 OK", "Content-Type: text/plain"))


def test_recorded_and_replayed_with_the_client_s_own_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    command = client(3, "/v1.51/info", "/v1.51/images/json")
    with scripted(tmp_path / "docker.sock", answers) as engine:
        recording, code = record(command, socket=engine.path, engine=ENGINE, scenario="s", stdin=b"in")
    printed = capfd.readouterr().out
    assert (code, printed) == (3, "200 /v1.51/info\n200 /v1.51/images/json\nin")
    assert [line["ask"] for line in recording.lines if "ask" in line] == ["GET /info", "GET /images/json"]
    report, code = replay([*command[:3], "0", *command[4:]], ReplayServer(recording))
    assert (code, report.good, capfd.readouterr().out) == (0, True, printed.removesuffix("in"))


def test_recorded_twice_it_is_the_same(tmp_path: Path) -> None:
    with scripted(tmp_path / "docker.sock", answers) as engine:
        first, second = (
            record(client(0, "/info"), socket=engine.path, engine=ENGINE, scenario="s", stdin=b"")[0].dumps()
            for _ in range(2)
        )
    assert first == second


def test_a_judge_stands_before_the_engine(tmp_path: Path) -> None:
    create = ["GET", "/containers/x/attach/ws"]
    with scripted(tmp_path / "docker.sock", answers) as engine:
        recording, _ = record(
            client(0, "/info", create[1]),
            socket=engine.path, engine=ENGINE, scenario="s", judge=judge(read_only=True), stdin=b"",
        )  # fmt: skip
        assert [head.split(b" ")[1] for head in engine.heads] == [b"/info"]
    assert [line["answer"] for line in recording.lines if "answer" in line] == [200, 403]


def test_a_command_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        record([str(tmp_path / "nothing")], socket="/nowhere", engine=ENGINE, scenario="s")


def test_a_signal_ends_the_child_alone(tmp_path: Path) -> None:
    """SIGTERM is passed on; what was said until then is kept, and the code says which signal it was."""
    heard = threading.Event()
    before = signal.getsignal(signal.SIGTERM)

    def engine_then_signal(connection: socket.socket, head: bytes) -> None:
        answers(connection, head)
        heard.set()

    def send() -> None:
        heard.wait(10)
        os.kill(os.getpid(), signal.SIGTERM)

    sender = threading.Thread(target=send)
    sender.start()
    command = [
        sys.executable,
        "-c",
        f"{CLIENT.replace('print(sys.stdin', 'signal.pause(); print(sys.stdin')}",
    ]
    command[2] = "import signal\n" + command[2]
    with scripted(tmp_path / "docker.sock", engine_then_signal) as engine:
        recording, code = record([*command, "0", "/info"], socket=engine.path, engine=ENGINE, scenario="s")
    sender.join()
    assert (code, len(recording.lines) >= 1) == (128 + signal.SIGTERM, True)
    assert signal.getsignal(signal.SIGTERM) is before
