"""A real engine behind a proxy: clients cannot tell, and a restricted one cannot change anything."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from engineclient import Engine
from engineclient.events import Data, Elided
from engineclient.proxy.guard import judge
from engineclient.proxy.proxy import Proxy, connector
from tests.support import docker_client

if TYPE_CHECKING:
    from pathlib import Path

    from engineclient.events import Event

pytestmark = pytest.mark.engine

MINIDOCKER = (sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())")
CLIENTS = {"minidocker": MINIDOCKER} | ({"docker": (docker,)} if (docker := docker_client()) else {})
BIG = os.urandom(1 << 16) * 128


def run(client: str, host: str, *args: str, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    environ = os.environ | {"DOCKER_HOST": host}
    ended = subprocess.run(
        [*CLIENTS[client], *args], input=stdin, env=environ, capture_output=True, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


COMMANDS: dict[str, tuple[tuple[str, ...], bytes]] = {
    "both streams and a code": (
        ("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2; exit 7"),
        b"",
    ),
    "input and its end": (("run", "--rm", "-i", "busybox", "md5sum"), BIG),
    "an error": (("inspect", "nothing-like-it"), b""),
    "a template": (("version", "--format", "{{.Server.APIVersion}}"), b""),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_client_cannot_tell(
    name: str, client: str, engine_host: str, engine_images: object, tmp_path: Path
) -> None:
    args, stdin = COMMANDS[name]
    direct = run(client, engine_host, *args, stdin=stdin)
    socket = engine_host.removeprefix("unix://")
    with Proxy(tmp_path / "proxy.sock", connector(socket), lambda event: None) as proxy:
        assert run(client, f"unix://{proxy.path}", *args, stdin=stdin) == direct


@pytest.mark.parametrize("client", CLIENTS)
def test_a_large_archive_passes_both_ways_and_is_not_kept(
    client: str, engine_host: str, engine_images: object, tmp_path: Path
) -> None:
    (tmp_path / "big").write_bytes(BIG)
    events: list[Event] = []
    socket = engine_host.removeprefix("unix://")
    with Engine(engine_host) as engine:
        made = engine.containers.create("busybox")
        try:
            with Proxy(tmp_path / "proxy.sock", connector(socket), events.append) as proxy:
                host = f"unix://{proxy.path}"
                there = run(client, host, "cp", str(tmp_path / "big"), f"{made.id}:/big")
                back = run(client, host, "cp", f"{made.id}:/big", str(tmp_path / "back"))
        finally:
            engine.containers.remove(made.id, force=True)
    assert (there[0], back[0]) == (0, 0), (there, back)
    assert (tmp_path / "back").read_bytes() == BIG
    large = [event.data for event in events if isinstance(event, Data) and isinstance(event.data, Elided)]
    assert [piece.size > len(BIG) for piece in large] == [True, True]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_restricted_client_changes_nothing(
    client: str, engine_host: str, engine_images: object, tmp_path: Path
) -> None:
    socket = engine_host.removeprefix("unix://")
    judging = judge(read_only=True)
    with Engine(engine_host) as engine:
        made = engine.containers.create("busybox")
        try:
            with Proxy(tmp_path / "p.sock", connector(socket), lambda event: None, judge=judging) as proxy:
                host = f"unix://{proxy.path}"
                assert run(client, host, "inspect", made.id)[0] == 0
                for args in (
                    ["rm", made.id],
                    ["start", made.id],
                    ["run", "busybox"],
                    ["exec", made.id, "true"],
                ):
                    code, _, err = run(client, host, *args)
                    assert (code != 0, b"this proxy is read-only" in err) == (True, True), (args, err)
            assert engine.containers.inspect(made.id).state.status == "created"
        finally:
            engine.containers.remove(made.id, force=True)
