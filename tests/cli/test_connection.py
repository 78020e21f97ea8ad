"""The engine that a command line connects to."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from engineclient.cli.connection import connect, resolve
from engineclient.cli.failures import Failure
from engineclient.cli.global_options import GlobalOptions
from tests.support import answer, scripted


@pytest.mark.parametrize(
    ("variable", "header"),
    [("", b"X-Meta-Token: configured"), ("x-a=1", b"X-A: 1")],
    ids=["config", "variable"],
)
def test_headers_of_the_user_go_with_every_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, header: bytes
) -> None:
    monkeypatch.setenv("DOCKER_CUSTOM_HEADERS", variable)
    (tmp_path / "config.json").write_text('{"HttpHeaders": {"X-Meta-Token": "configured"}}')

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(answer(b"{}"))

    with (
        scripted(tmp_path / "s", script) as server,
        connect(GlobalOptions(config=str(tmp_path), hosts=(server.host,))) as engine,
    ):
        engine.volumes.list()
    assert [header in head for head in server.heads] == [True, True]


def test_a_header_that_cannot_be_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CUSTOM_HEADERS", "x")
    options = GlobalOptions(config=str(tmp_path), hosts=("unix:///nowhere",))
    with pytest.raises(
        Failure, match="^Failed to initialize: failed to set custom headers from DOCKER_CUSTOM_HEADERS"
    ):
        connect(options)


@pytest.mark.parametrize(
    ("hosts", "address"), [((), "/named"), (("",), "/var/run/docker.sock"), (("unix:///x",), "/x")]
)
def test_an_empty_host_is_dockers_own_socket_also_where_the_environment_names_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hosts: tuple[str, ...], address: str
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///named")
    assert resolve(GlobalOptions(config=str(tmp_path), hosts=hosts)).address == address
