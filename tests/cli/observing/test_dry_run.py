"""`minidocker --dry-run` and `--read-only`: what they show, what they refuse, and what the engine hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engineclient.cli.app import App
from engineclient.cli.observing.dry_run import described
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.transport.dry_run import Unsent
from tests.support import ScriptedEngine, answer, scripted

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.samples import Ended

END = "minidocker: dry run: nothing that could change the engine was sent\n"


def engine_with_busybox(connection: socket.socket, head: bytes) -> None:
    target = head.split(b" ")[1]
    if target.endswith(b"/images/nginx/json"):
        connection.sendall(answer(b'{"message":"no such image"}', "404 Not Found"))
    else:
        is_list = target.partition(b"?")[0].endswith(b"/containers/json") or b"/json?" in target
        connection.sendall(answer(b"[]" if is_list else b"{}", "200 OK"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ScriptedEngine]:
    with scripted(tmp_path / "docker.sock", engine_with_busybox) as engine:
        yield engine


@pytest.fixture
def minidocker(engine: ScriptedEngine, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    from tests.cli.samples import Ended

    def call(*args: str) -> Ended:
        code = run(["-H", engine.host, *args], App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
        return Ended(code, *capsys.readouterr())

    return call


def heard(engine: ScriptedEngine) -> list[str]:
    lines = (head.split(b"\r\n")[0].decode().removesuffix(" HTTP/1.1") for head in engine.heads)
    return [line.replace("/v1.51", "") for line in lines if "/_ping" not in line]


def test_a_run_is_shown_in_the_order_of_a_real_one(
    engine: ScriptedEngine, minidocker: Callable[..., Ended]
) -> None:
    ended = minidocker("--dry-run", "run", "-d", "--name", "web", "nginx")
    assert (ended.code, ended.out) == (0, "")  # an id that nothing has would lead a script astray
    id = ended.err.splitlines()[3].split("/")[2]
    assert ended.err.splitlines(keepends=True) == [
        "Unable to find image 'nginx:latest' locally\n",
        "minidocker: dry run: POST /images/create?fromImage=docker.io/library/nginx&tag=latest\n",
        "minidocker: dry run: POST /containers/create?name=web  AttachStdout=false  AttachStderr=false  Image=nginx\n",
        f"minidocker: dry run: POST /containers/{id}/start\n",
        END,
    ]
    assert heard(engine) == ["GET /images/nginx/json"]


def test_an_image_that_is_there_is_not_pulled(
    engine: ScriptedEngine, minidocker: Callable[..., Ended]
) -> None:
    ended = minidocker("--dry-run", "run", "--rm", "busybox", "true")
    assert (ended.code, ended.out) == (0, "")
    assert [line.split()[3:5] for line in ended.err.splitlines()[:-1]] == [
        ["POST", "/containers/create"],
        ["POST", ended.err.splitlines()[1].split()[4]],
    ]
    assert heard(engine) == ["GET /images/busybox/json"]


def test_a_wait_for_nothing_is_an_error(engine: ScriptedEngine, minidocker: Callable[..., Ended]) -> None:
    assert minidocker("--dry-run", "wait", "nosuch").out == ""
    assert heard(engine) == ["POST /containers/nosuch/wait"]


def test_a_read_is_a_read(engine: ScriptedEngine, minidocker: Callable[..., Ended]) -> None:
    ended = minidocker("--dry-run", "ps", "-a", "-q")
    assert (ended.code, ended.out, ended.err) == (0, "", END)
    assert heard(engine) == ["GET /containers/json?all=1"]


@pytest.mark.parametrize(
    ("args", "code", "request_"),
    [
        (["rm", "web"], 1, "DELETE /containers/web"),
        (["kill", "web"], 1, "POST /containers/web/kill"),
        (["run", "busybox"], 125, "POST /containers/create"),
        (["volume", "prune", "-f"], 1, "POST /volumes/prune"),
    ],
)
def test_read_only_refuses(
    engine: ScriptedEngine, minidocker: Callable[..., Ended], args: list[str], code: int, request_: str
) -> None:
    ended = minidocker("--read-only", *args)
    assert (ended.code, ended.out) == (code, "")
    assert f"{request_} may change something, and this client is read-only: nothing was sent" in ended.err
    assert heard(engine) == []


def test_read_only_reads(engine: ScriptedEngine, minidocker: Callable[..., Ended]) -> None:
    assert minidocker("--read-only", "ps", "-q") == (0, "", "")
    assert heard(engine) == ["GET /containers/json"]


@pytest.mark.parametrize(
    ("unsent", "line"),
    [
        (Unsent("DELETE", "/v1.51/containers/web?force=1"), "DELETE /containers/web?force=1"),
        (Unsent("POST", "/containers/create", {"Image": "a", "Tty": False, "Env": ["KEY=value"]}),
         'POST /containers/create  Image=a  Env=["KEY=***"]'),
        (Unsent("POST", "/build?t=a&buildargs=%7B%22TOKEN%22%3A%22hunter2%22%7D", None, "application/x-tar"),
         r'POST /build?t=a&buildargs="{\"TOKEN\": \"***\"}"  (application/x-tar)'),
        (Unsent("PUT", "/v1.51/containers/c/archive?path=%2Ftmp", None, "application/x-tar"),
         "PUT /containers/c/archive?path=/tmp  (application/x-tar)"),
        (Unsent("POST", f"/v1.51/containers/{'ab' * 32}/start", None, "text/plain"),
         "POST /containers/abababababab/start"),
    ],
)  # fmt: skip
def test_described(unsent: Unsent, line: str) -> None:
    assert described(unsent) == line
