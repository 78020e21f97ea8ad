"""What the shell is offered: names the engine knows, within its patience, or nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from engineclient.cli import completion
from engineclient.cli.app import App
from engineclient.cli.completion import (
    container_names,
    image_names,
    in_turn,
    network_names,
    recording_names,
    together,
    volume_names,
)
from tests.support import ScriptedEngine

ANSWERS: dict[bytes, Any] = {
    b"/containers/json?all=1": [
        {"Names": ["/web", "/db/alias"], "State": "running"},
        {"Names": ["/old"], "State": "exited"},
    ],
    b"/images/json": [{"RepoTags": ["a:1", "<none>:<none>"]}, {"RepoTags": None}],
    b"/networks": [{"Name": "bridge"}],
    b"/volumes": {"Volumes": [{"Name": "data"}]},
}


def answer(connection: socket.socket, head: bytes) -> None:
    body = json.dumps(ANSWERS[head.split()[1]]).encode()
    connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + body)
    connection.shutdown(socket.SHUT_WR)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ScriptedEngine]:
    engine = ScriptedEngine(tmp_path / "docker.sock", answer)
    yield engine
    engine.close()


def propose(completer: Any, host: str, incomplete: str = "", *given: str) -> list[str]:
    app = App()
    app.options = app.options.replace(hosts=(host,))
    ctx = click.Context(click.Command("x"), obj=app)
    ctx.args = [*given]
    proposed: list[str] = completer(ctx, click.Argument(["args"]), incomplete)
    return proposed


@pytest.mark.parametrize(
    ("completer", "names"),
    [
        (container_names(), ["web", "old"]),
        (container_names("running"), ["web"]),
        (container_names("created", "paused"), []),
        (image_names, ["a:1"]),
        (network_names, ["bridge"]),
        (volume_names, ["data"]),
        (together(network_names, volume_names), ["bridge", "data"]),
        (in_turn(network_names, volume_names), ["bridge"]),
    ],
)
def test_names(engine: ScriptedEngine, completer: Any, names: list[str]) -> None:
    assert propose(completer, engine.host) == names


@pytest.mark.parametrize(
    ("incomplete", "given", "names"),
    [("w", (), ["web"]), ("x", (), []), ("", ("web",), ["old"]), ("", ("web", "old"), [])],
)
def test_only_what_fits(
    engine: ScriptedEngine, incomplete: str, given: tuple[str, ...], names: list[str]
) -> None:
    assert propose(container_names(), engine.host, incomplete, *given) == names


def test_recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("docker-28.5/ps", "docker-28.5/run", "podman-5.4/ps"):
        path = tmp_path / "recordings" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    monkeypatch.chdir(tmp_path)
    assert propose(recording_names, "", "p") == ["podman-5.4/ps", "ps", "podman-5.4"]
    assert propose(recording_names, "", "docker-28.5/r") == ["docker-28.5/run"]


def test_each_place_has_its_own(engine: ScriptedEngine) -> None:
    completer = in_turn(network_names, volume_names)
    assert propose(completer, engine.host, "", "bridge") == ["data"]
    assert propose(completer, engine.host, "", "bridge", "data") == []


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"HTTP/1.0 200 OK\r\n\r\n{}", b"HTTP/1.0 500 No\r\n\r\n[1]"]
)
def test_an_answer_of_no_use_is_nothing(tmp_path: Path, body: bytes) -> None:
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(body)
        connection.shutdown(socket.SHUT_WR)

    engine = ScriptedEngine(tmp_path / "docker.sock", answer)
    assert propose(container_names(), engine.host) == []
    engine.close()


@pytest.mark.parametrize("host", ["unix:///no/such/socket", "tcp://127.0.0.1:1", "recording:", "nonsense"])
def test_without_an_engine_there_is_nothing(host: str) -> None:
    assert propose(container_names(), host) == []


def test_a_slow_engine_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion, "PATIENCE", 0.01)
    engine = ScriptedEngine(tmp_path / "docker.sock", lambda *_: None)
    assert propose(container_names(), engine.host) == []
    engine.close()
