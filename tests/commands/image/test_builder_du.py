"""builder du and builder history, on an engine that answers on the connection that it is asked on."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engineclient.build.control import DISK_USAGE, CacheRecord, disk_usage
from engineclient.build.history import LISTEN_BUILD_HISTORY, build_record
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.wire.grpc import Methods, unary
from engineclient.wire.protobuf import field, message
from tests.commands.buildkit_engine import buildkit_engine
from tests.support import answer, scripted

NOW = int(time.time())
Ended = tuple[int, str, str]


def stamp(seconds: int, nanoseconds: int = 0) -> bytes:
    return field(1, seconds) + field(2, nanoseconds)


MOUNT = (
    field(1, "bbb") + field(2, 1) + field(4, 1_500_000) + message(6, stamp(1_000_000_000, 120)) + field(8, 2)
    + message(7, stamp(NOW - 4200)) + field(9, "local source for context") + field(10, "source.local")
)  # fmt: skip
LAYER = field(1, "aaa") + field(3, 1) + field(4, 7) + field(11, 1) + field(12, "bbb")
USAGE = message(1, MOUNT) + message(1, LAYER)
BUILD = message(
    2,
    field(1, "ref1") + message(3, field(1, "target") + field(2, "web")) + message(6, stamp(NOW - 4200))
    + message(7, stamp(NOW - 4198, 500_000_000)) + field(15, 3) + field(16, 4) + field(17, 4),
)  # fmt: skip
FAILED = message(
    2, field(1, "ref2") + message(5, field(2, "bad")) + message(6, stamp(NOW)) + message(7, stamp(NOW))
)


@pytest.fixture
def minidocker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ended]]:
    methods: Methods = {DISK_USAGE: unary(lambda _: USAGE), LISTEN_BUILD_HISTORY: unary(lambda _: BUILD)}

    with buildkit_engine(tmp_path, methods) as host:

        def call(*args: str, without: str = "") -> Ended:
            if without:
                del methods[without]
            code = run(["-H", host, *args], App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
            out, err = capsys.readouterr()
            return code, out, err

        yield call


DU = """\
ID        RECLAIMABLE   SIZE      LAST ACCESSED
aaa       false         7B*       {none}
bbb*      true          1.5MB     About an hour ago
Shared:\t\t7B
Private:\t1.5MB
Reclaimable:\t1.5MB
Total:\t\t1.5MB
""".format(none="")
VERBOSE = """\
ID:           aaa
Parents:
 - bbb
Created at:   1970-01-01 00:00:00 +0000 UTC
Mutable:      false
Reclaimable:  false
Shared:       true
Size:         7B
Usage count:  0

ID:           bbb
Created at:   2001-09-09 01:46:40.00000012 +0000 UTC
Mutable:      true
Reclaimable:  true
Shared:       false
Size:         1.5MB
Description:  local source for context
Usage count:  2
Last used:    About an hour ago
Type:         source.local

"""


@pytest.mark.parametrize("command", [("builder", "du"), ("buildx", "du")])
def test_what_the_cache_takes(minidocker: Callable[..., Ended], command: tuple[str, str]) -> None:
    assert minidocker(*command) == (0, DU, "")


def test_all_that_is_known(minidocker: Callable[..., Ended]) -> None:
    code, out, _ = minidocker("builder", "du", "--verbose")
    assert (code, out.rpartition("Shared:\t")[0]) == (0, VERBOSE)


def test_past_builds(minidocker: Callable[..., Ended]) -> None:
    code, out, err = minidocker("builder", "history")
    assert (code, err) == (0, "")
    assert [line.split("   ") for line in out.splitlines()[1:]] == [
        ["ref1       ", "web       ", "Completed", "3/4            ", "About an hour ago", "2.5s"]
    ] or out.splitlines()[1].split() == [
        "ref1",
        "web",
        "Completed",
        "3/4",
        "About",
        "an",
        "hour",
        "ago",
        "2.5s",
    ]


def test_an_old_engine(minidocker: Callable[..., Ended]) -> None:
    ended = minidocker("builder", "history", without=LISTEN_BUILD_HISTORY)
    assert ended == (1, "", f"rpc error: code = Unimplemented desc = unknown method {LISTEN_BUILD_HISTORY}\n")


def test_an_engine_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def script(connection: socket.socket, head: bytes) -> None:
        body, status = (
            (b"OK", "200 OK") if b"/_ping" in head else (b'{"message":"page not found"}', "404 Not Found")
        )
        connection.sendall(answer(body, status, "Api-Version: 1.41"))

    with scripted(tmp_path / "socket", script) as engine:
        assert run(["-H", engine.host, "builder", "du"], App(), Root(TABLE, NOUNS, COMMON, FLAGGED)) == 1
    assert capsys.readouterr().err == "ERROR: this engine has no BuildKit\n"


def test_records() -> None:
    layer = disk_usage(USAGE)[1]
    assert layer == CacheRecord("aaa", False, True, 7, None, None, 0, "", "", True, ("bbb",))
    assert disk_usage(message(1, field(1, "x") + field(5, "old")))[0].parents == ("old",)
    failed = build_record(FAILED)
    assert failed is not None
    assert failed.error == (0, "bad")


@pytest.mark.engine
def test_on_an_engine(engine_host: str, engine_images: object, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["-H", engine_host, "builder", "du"], App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
    out, err = capsys.readouterr()
    assert (code, "Total:" in out) == (0, True) or (code, err) == (
        1,
        "this engine has no BuildKit\n",
    )
