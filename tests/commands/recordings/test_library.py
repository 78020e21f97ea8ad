"""`minidocker recordings`: a listing of each kind of line, and the ends of check and diff."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.recordings.library import listing
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.recording.recording import EngineInfo, Recording, Times
from tests.cli.samples import Ended
from tests.support import answer, scripted

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

OLD, NEW = EngineInfo("Docker", "20.10.24", "1.41"), EngineInfo("Docker", "28.5.2", "1.51")
JSON = {"content-type": "application/json"}
ASK = """
import http.client, os, socket, sys
client = http.client.HTTPConnection("docker")
client.sock = socket.socket(socket.AF_UNIX)
client.sock.connect(os.environ["DOCKER_HOST"].removeprefix("unix://"))
client.request("GET", "/info")
print(client.getresponse().read().decode())
"""
COMMAND = (sys.executable, "-c", ASK)


def info(body: Any, engine: EngineInfo = OLD, command: tuple[str, ...] = COMMAND, **more: Any) -> Recording:
    lines = [{"x": 1, "ask": "GET /info"}, {"x": 1, "answer": 200, "headers": JSON, "json": body}]
    return Recording("info", engine, lines, command, **more)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    info({"A": 1}, times=Times(0.0, [0, 0], {})).save(tmp_path / "recordings/docker-20.10/info.json")
    info({"A": "1", "B": 1}, NEW).save(tmp_path / "recordings/docker-28.5/info.json")
    info({"A": 1}, NEW).save(tmp_path / "recordings/docker-28.5/other.json")
    return tmp_path


@pytest.fixture
def minidocker(folder: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    def call(*args: str) -> Ended:
        code = run(args, App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
        return Ended(code, *capfd.readouterr())

    return call


def test_ls(minidocker: Callable[..., Ended]) -> None:
    lines = [line.split()[:7] for line in minidocker("recordings", "ls").out.splitlines()]
    assert lines == [
        ["NAME", "ENGINE", "API", "REQUESTS", "FRAMES", "TIMES", "COMMAND"],
        ["docker-20.10/info", "Docker", "20.10.24", "1.41", "1", "0", "kept"],
        ["docker-28.5/info", "Docker", "28.5.2", "1.51", "1", "0", "-"],
        ["docker-28.5/other", "Docker", "28.5.2", "1.51", "1", "0", "-"],
    ]


def test_ls_quiet(minidocker: Callable[..., Ended]) -> None:
    assert (
        minidocker("recordings", "list", "-q").out
        == "docker-20.10/info\ndocker-28.5/info\ndocker-28.5/other\n"
    )


def test_show(minidocker: Callable[..., Ended]) -> None:
    lines = minidocker("recordings", "show", "docker-20.10/info").out.splitlines()
    assert lines[0] == "info: Docker 20.10.24 (API 1.41)"
    assert lines[-2:] == ["1 -> GET /info", "1 <- 200  A=1"]


LINES: list[tuple[dict[str, Any], str]] = [
    ({"x": 1, "ask": "POST /a", "query": {"b": "1"}, "json": {"C": "d"}}, " 1 -> POST /a?b=1  C=d"),
    ({"x": 1, "answer": 204}, " 1 <- 204"),
    ({"x": 1, "answer": 101, "stream": "hijack"}, " 1 <- 101  (hijack)"),
    ({"x": 1, "stdout": "out\n"}, r' 1 <- frame 1  stdout  "out\n"'),
    ({"x": 1, "stderr": {"base64": "AAE="}}, " 1 <- frame 2  stderr  2 bytes"),
    ({"x": 1, "records": [{"status": "Waiting"}]}, " 1 <- frame 3  status=Waiting"),
    ({"x": 1, "base64": "AAE="}, " 1 <- frame 4  2 bytes"),
    ({"x": 1, "text": "plain"}, ' 1 <- frame 5  "plain"'),
    ({"x": 1, "elided": 70000, "sha256": "00"}, " 1 <- frame 6  70000 bytes, not kept"),
    ({"x": 1, "sent": "in"}, ' 1 -> "in"'),
    ({"x": 1, "sent": {"elided": 9, "sha256": "00"}}, " 1 -> 9 bytes, not kept"),
    ({"x": 1, "end": "client half-close"}, " 1 -> half-close"),
    ({"x": 10, "end": "daemon close"}, "10 <- close"),
    (
        {"x": 2, "answer": 200, "tar": [{"name": "etc/hosts"}]},
        " 2 <- 200  a tar archive, 1 members: etc/hosts",
    ),
]


def test_listing() -> None:
    assert list(listing([line for line, _ in LINES])) == [text for _, text in LINES]


def test_diff_of_two_recordings(minidocker: Callable[..., Ended]) -> None:
    ended = minidocker("recordings", "diff", "docker-20.10/info", "docker-28.5/info")
    assert (ended.code, ended.out.splitlines()) == (
        2,
        [
            "info: Docker 20.10.24 (API 1.41) -> Docker 28.5.2 (API 1.51): error",
            "  error   GET /info   A: was number, is string",
            "  info    GET /info   B: added (number)",
        ],
    )


def test_diff_of_two_engines_takes_what_both_have(minidocker: Callable[..., Ended]) -> None:
    ended = minidocker("recordings", "diff", "docker-20.10", "docker-28.5")
    assert (ended.code, [line.partition(":")[0] for line in ended.out.splitlines() if line[0] != " "]) == (
        2,
        ["info"],
    )


def test_diff_without_a_change(minidocker: Callable[..., Ended]) -> None:
    ended = minidocker("recordings", "diff", "docker-20.10/info", "docker-20.10/info")
    assert (ended.code, ended.out) == (
        0,
        "info: Docker 20.10.24 (API 1.41) -> Docker 20.10.24 (API 1.41): no change\n",
    )


@pytest.mark.parametrize(
    ("body", "code", "last"),
    [
        ({"A": 7}, 0, "no change"),
        ({"A": 7, "B": 1}, 0, "  info    GET /info   B: added (number)"),
        ({}, 1, "  warning   GET /info   A: removed (was number)"),
        ({"A": "7"}, 2, "  error   GET /info   A: was number, is string"),
    ],
)
def test_check(
    minidocker: Callable[..., Ended], folder: Path, body: dict[str, Any], code: int, last: str
) -> None:
    about = {"Version": "28.5.2", "ApiVersion": "1.51", "MinAPIVersion": "1.24"}

    def engine(connection: socket.socket, head: bytes) -> None:
        value = about if b"/version" in head.split(b" ")[1] else body
        connection.sendall(answer(json.dumps(value).encode(), "200 OK", "Content-Type: application/json"))

    with scripted(folder / "docker.sock", engine) as live:
        ended = minidocker("-H", live.host, "recordings", "check", "docker-20.10/info")
    assert (ended.code, ended.out.rstrip().endswith(last)) == (code, True), ended
    assert ended.out.startswith("info: Docker 20.10.24 (API 1.41) -> Docker 28.5.2 (API 1.51): ")
    assert json.dumps(body) in ended.err  # what the command printed


@pytest.mark.parametrize(
    ("recording", "message"),
    [
        (info({}, command=()), "does not name its command"),
        (info({}, command=("login", "-p", "{secret1}")), "its command contains a secret, which was not recorded"),
        (Recording("info", OLD, [{"x": 1, "ask": "POST /create", "json": {"Tty": True, "AttachStdin": True}}],
                   ("run", "-it")), "its command needs a terminal"),
        (Recording("info", OLD, [
            {"x": 1, "ask": "POST /attach"}, {"x": 1, "answer": 101, "stream": "hijack"},
            {"x": 1, "sent": {"elided": 9, "sha256": ""}}], ("cat",)), "its input was too long to be recorded"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_again(
    minidocker: Callable[..., Ended], folder: Path, recording: Recording, message: str
) -> None:
    recording.save(folder / "odd.json")

    def engine(connection: socket.socket, head: bytes) -> None:
        connection.sendall(answer(b'{"ApiVersion":"1.51"}', "200 OK"))

    with scripted(folder / "docker.sock", engine) as live:
        ended = minidocker("-H", live.host, "recordings", "check", "odd.json")
    assert (ended.code, message in ended.err) == (125, True), ended


@pytest.mark.parametrize(
    "args", [["record", "x", "--", "true"], ["proxy", "--listen", "s"], ["recordings", "check", "x"]]
)
def test_what_another_program_asks_cannot_be_a_dry_run(
    minidocker: Callable[..., Ended], args: list[str]
) -> None:
    ended = minidocker("--dry-run", *args)
    assert (ended.code, "cannot be made a dry run" in ended.err) == (1, True)
