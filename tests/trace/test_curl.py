"""Lines of curl: what they say, that a shell reads them as they were meant, and that a real engine answers them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engineclient import Engine
from engineclient.events import Data, Event, Request, Response
from engineclient.trace.curl import CurlLines, curl
from tests.trace.conftest import HOSTILE

SOCKET = "/run/docker.sock"
JSON = (("content-type", "application/json"),)
TAR = (("content-type", "application/x-tar"),)
UPGRADE = (("content-type", "text/plain"), ("upgrade", "tcp"))
CURL = "curl --unix-socket /run/docker.sock"


def request(method: str, path: str, body: bytes = b"", **more: Any) -> Request:
    return Request(1, 0.0, method, path, "1.51", body=body, **more)


@pytest.mark.parametrize(
    ("engine", "lines"),
    [
        ("tcp://h:1/base", ["curl http://h:1/base/v1.51/info"]),
        (
            "https://h:1",
            [
                (
                    'curl --cacert "${DOCKER_CERT_PATH:-$HOME/.docker}/ca.pem" '
                    '--cert "${DOCKER_CERT_PATH:-$HOME/.docker}/cert.pem" '
                    '--key "${DOCKER_CERT_PATH:-$HOME/.docker}/key.pem" https://h:1/v1.51/info'
                )
            ],
        ),
        (
            "ssh://me@h:22/x",
            [
                "# first: ssh -N -L /tmp/docker.sock:/var/run/docker.sock ssh://me@h:22",
                "curl --unix-socket /tmp/docker.sock http://localhost/v1.51/info",
            ],
        ),
    ],
)
def test_an_engine_without_a_socket(engine: str, lines: list[str]) -> None:
    assert curl(request("GET", "/info"), engine) == lines


LINES: list[tuple[Request, list[str]]] = [
    (request("GET", "/containers/json"), [f"{CURL} http://localhost/v1.51/containers/json"]),
    (Request(1, 0.0, "HEAD", "/_ping"), [f"{CURL} --head http://localhost/_ping"]),
    (
        request("GET", "/containers/json", query=(("all", "1"), ("filters", '{"name":["a b"]}'))),
        [f"{CURL} 'http://localhost/v1.51/containers/json?all=1&filters=%7B%22name%22%3A%5B%22a%20b%22%5D%7D'"],
    ),
    (
        request("POST", "/containers/create", b'{"Cmd":["echo","it\'s"]}', headers=JSON),
        [
            (f"{CURL} -X POST -H 'Content-Type: application/json' -d '{{\"Cmd\":[\"echo\",\"it'\"'\"'s\"]}}' "
            "http://localhost/v1.51/containers/create")
        ],
    ),
    (
        request("POST", "/containers/create", b'{"Env":["TOKEN=hunter2"]}', headers=JSON),
        [
            "# *** stands for what is secret",
            (f"{CURL} -X POST -H 'Content-Type: application/json' -d '{{\"Env\":[\"TOKEN=***\"]}}' "
            "http://localhost/v1.51/containers/create"),
        ],
    ),
    (
        request("POST", "/images/create", query=(("fromImage", "busybox"),), headers=(("x-registry-auth", "***"),)),
        [
            (f'{CURL} -X POST -H "X-Registry-Auth: ${{REGISTRY_AUTH:-e30=}}" '
            "'http://localhost/v1.51/images/create?fromImage=busybox'")
        ],
    ),
    (
        request("PUT", "/containers/web/archive", query=(("path", "/"),), headers=TAR, complete=False),
        [
            "# archive.tar has to be provided: its content was not recorded",
            (f"{CURL} -X PUT -H 'Content-Type: application/x-tar' --data-binary @archive.tar "
            "'http://localhost/v1.51/containers/web/archive?path=%2F'"),
        ],
    ),
    (
        request("GET", "/containers/web/export"),
        [f"{CURL} --output archive.tar http://localhost/v1.51/containers/web/export"],
    ),
    (
        request("POST", "/containers/web/attach", query=(("stdin", "1"),), headers=UPGRADE),
        [
            "# curl prints the output with the headers of its frames, and cannot send input",
            (f"{CURL} -X POST --no-buffer --output - -H 'Connection: Upgrade' -H 'Upgrade: tcp' "
            "'http://localhost/v1.51/containers/web/attach?stdin=1'"),
        ],
    ),
    (
        request("POST", "/containers/web/wait"),
        [f"{CURL} -X POST --no-buffer http://localhost/v1.51/containers/web/wait"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "lines"), LINES, ids=lambda value: getattr(value, "path", ""))
def test_lines(asked: Request, lines: list[str]) -> None:
    assert curl(asked, SOCKET) == lines


def test_a_secret_of_the_query_is_said_to_be_one() -> None:
    asked = request("POST", "/build", query=(("buildargs", '{"TOKEN": "***"}'),), headers=TAR, complete=False)
    assert "# *** stands for what is secret" in curl(asked, SOCKET)


def test_the_socket_and_hostile_words_are_quoted() -> None:
    body = json.dumps({"Cmd": [HOSTILE, "$(id)", "`id`", "\\"]}).encode()
    line = curl(request("POST", "/containers/create", body, headers=JSON), "/tmp/my $HOME/docker.sock")[-1]
    words = shlex.split(line)
    assert words[2] == "/tmp/my $HOME/docker.sock"
    assert words[words.index("-d") + 1].encode() == body


def test_events_that_are_no_request_say_nothing() -> None:
    lines: list[str] = []
    events: list[Event] = [
        Request(1, 0.0, "", "", complete=False),
        request("GET", "/info"),
        Response(1, 0.0, 200),
        Data(1, 0.0, "daemon", b"{}"),
    ]
    for event in events:
        CurlLines(lines.append, SOCKET).event(event)
    assert lines == [f"{CURL} http://localhost/v1.51/info"]


class Pasted:
    """Calls on an engine, and what a shell gets for pasting the lines of curl that they are."""

    def __init__(self, host: str, folder: Path) -> None:
        self.folder = folder
        self._lines: list[str] = []
        self._curl = CurlLines(self._lines.append, host.removeprefix("unix://"))
        self.engine = Engine(host, on_event=self._curl.event)

    def line(self, about: str) -> list[str]:
        """The last line that is about something, as a command for a shell."""
        return ["bash", "-c", next(line for line in reversed(self._lines) if about in line)]

    def paste(self, about: str) -> bytes:
        """What that line prints."""
        ended = subprocess.run(
            self.line(about), cwd=self.folder, capture_output=True, check=False, timeout=60
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def begins(self, about: str, size: int) -> bytes:
        """The beginning of what that line prints, which goes on."""
        running = subprocess.Popen(self.line(about), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert running.stdout is not None
        try:
            return running.stdout.read(size)
        finally:
            running.kill()
            running.communicate()


@pytest.fixture
def pasted(engine_host: str, engine_images: object, tmp_path: Path) -> Iterator[Pasted]:
    if shutil.which("curl") is None:
        pytest.skip("no curl is on this machine")
    pasted = Pasted(engine_host, tmp_path)
    with pasted.engine:
        yield pasted


@pytest.fixture
def container(pasted: Pasted) -> Iterator[str]:
    """A container that says `ready`, and then what it is told."""
    script = ["sh", "-c", "echo ready; sleep 600"]
    made = pasted.engine.run("busybox", script, detach=True, config={"OpenStdin": True})
    try:
        yield made.id
    finally:
        pasted.engine.containers.remove(made.id, force=True)


READY = b"\x01\x00\x00\x00\x00\x00\x00\x06ready\n"


@pytest.mark.engine
def test_pasted_questions(pasted: Pasted) -> None:
    version = pasted.engine.version()
    pasted.engine.containers.list(all=True, filters={"name": "no such/name [*]"})
    pasted.engine.ping()
    assert json.loads(pasted.paste("/version"))["Version"] == version.version
    assert json.loads(pasted.paste("/containers/json")) == []
    assert pasted.paste("http://localhost/_ping") == b"OK"


@pytest.mark.engine
def test_a_pasted_body(pasted: Pasted) -> None:
    made = pasted.engine.containers.create("busybox", ["echo", "it's $HOME"])
    again = json.loads(pasted.paste("/containers/create"))["Id"]
    try:
        assert pasted.engine.containers.inspect(again).config.cmd == ["echo", "it's $HOME"]
    finally:
        for id in (made.id, again):
            pasted.engine.containers.remove(id)


@pytest.mark.engine
def test_a_pasted_pull(pasted: Pasted) -> None:
    pasted.engine.pull("busybox")
    assert b"Status: " in pasted.paste("/images/create")


@pytest.mark.engine
def test_pasted_archives(pasted: Pasted, container: str) -> None:
    copied = b"".join(pasted.engine.containers.get_archive(container, "/etc/passwd"))
    pasted.paste("--output archive.tar")
    assert (pasted.folder / "archive.tar").read_bytes() == copied
    pasted.engine.containers.put_archive(container, "/tmp", iter([copied]))
    pasted.engine.exec.run(container, ["rm", "/tmp/passwd"])
    pasted.paste("--data-binary @archive.tar")
    assert pasted.engine.exec.run(container, ["cat", "/tmp/passwd"]).stdout.startswith(b"root:")


@pytest.mark.engine
def test_pasted_logs(pasted: Pasted, container: str) -> None:
    with pasted.engine.containers.logs(container, follow=True) as logs:
        assert next(logs).data == b"ready\n"
    assert pasted.begins("/logs?", len(READY)) == READY


@pytest.mark.engine
def test_a_pasted_attach(pasted: Pasted, container: str) -> None:
    with pasted.engine.containers.attach(container, logs=True):
        pass
    assert pasted.begins("/attach?", len(READY)) == READY


@pytest.mark.engine
def test_a_pasted_exec(pasted: Pasted, container: str) -> None:
    pasted.engine.exec.run(container, ["echo", "from exec"])
    made = json.loads(pasted.paste(f"/containers/{container}/exec"))["Id"]
    with pasted.engine.exec.start(made) as duplex:
        assert [frame.data for frame in duplex] == [b"from exec\n"]
    made = json.loads(pasted.paste(f"/containers/{container}/exec"))["Id"]
    command, option, line = pasted.line("/start")
    line = re.sub(r"/exec/\w+/start", f"/exec/{made}/start", line)
    ended = subprocess.run([command, option, line], capture_output=True, check=True, timeout=60)
    assert ended.stdout == b"\x01\x00\x00\x00\x00\x00\x00\x0afrom exec\n"
