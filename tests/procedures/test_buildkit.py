"""A build with a session, over real sockets: an engine that asks for the Dockerfile before it answers."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, StreamEnded

from engineclient import AsyncEngine, Engine
from engineclient.archive.context import ContextError
from engineclient.archive.tree import Tree
from engineclient.build.filesync import DIFF_COPY, file_sync
from engineclient.build.session import Session
from engineclient.build.trace import Status
from engineclient.errors import StreamError
from engineclient.procedures.buildkit import build_with as build
from engineclient.wire.fsutil import Packet, PacketType
from tests.support import ScriptedEngine, answer, chunked, scripted

TRACE = b'{"id":"moby.buildkit.trace","aux":"CgkKAWQaBG5hbWU="}\n'
IMAGE = b'{"id":"moby.image.id","aux":{"ID":"sha256:1"}}\n'
UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"


class BuildKit:
    """Asks for the second file of the context, then ends the build with `records`."""

    def __init__(self, *records: bytes) -> None:
        self.received = b""
        self.asked = threading.Event()
        self._records = records

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        path = head.split()[1]
        if b"/_ping" in path:
            connection.sendall(answer(b"OK"))
        elif path.endswith(b"/session"):
            connection.sendall(UPGRADED)
            self._ask(connection)
        else:
            assert self.asked.wait(10)
            connection.sendall(chunked(*self._records))

    def _ask(self, connection: socket.socket) -> None:
        h2 = H2Connection(H2Configuration(client_side=True))
        h2.initiate_connection()
        headers = {":method": "POST", ":scheme": "http", ":path": DIFF_COPY, ":authority": "x"}
        h2.send_headers(1, [*headers.items(), ("dir-name", "context")])
        connection.sendall(h2.data_to_send())
        message = Packet(PacketType.REQ, number=0).encode()
        while data := connection.recv(65536):
            for event in h2.receive_data(data):
                if isinstance(event, DataReceived):
                    if not self.received:  # the list of files
                        h2.send_data(1, b"\0" + len(message).to_bytes(4, "big") + message)
                    self.received += event.data or b""
                if isinstance(event, StreamEnded) or b"FROM" in self.received:
                    self.asked.set()
            connection.sendall(h2.data_to_send())


@pytest.fixture
def context(tmp_path: Path) -> Tree:
    (tmp_path / "context").mkdir()
    (tmp_path / "context" / "Dockerfile").write_text("FROM scratch")
    return Tree(str(tmp_path / "context"))


def head_of(engine: ScriptedEngine, route: bytes) -> bytes:
    return next(head for head in engine.heads if route in head.split()[1])


def test_a_build(tmp_path: Path, context: Tree) -> None:
    buildkit = BuildKit(TRACE, IMAGE)
    reports: list[Status] = []
    session = Session(file_sync({"context": context, "dockerfile": context}), shared_key="k")
    with scripted(tmp_path / "socket", buildkit) as scripted_engine, Engine(scripted_engine.host) as engine:
        assert engine.perform(build(session, report=reports.append, tags=["x"])) == "sha256:1"
        asked = head_of(scripted_engine, b"/session")
        query = head_of(scripted_engine, b"/build").split()[1]
    assert b"FROM scratch" in buildkit.received
    assert [vertex.name for report in reports for vertex in report.vertexes] == ["name"]
    assert b"Upgrade: h2c" in asked
    assert f"X-Docker-Expose-Session-Grpc-Method: {DIFF_COPY}".encode() in asked
    for parameter in (
        "version=2",
        f"session={session.id}",
        f"buildid={session.id}",
        "remote=client-session",
        "t=x",
    ):
        assert parameter.encode() in query


async def test_the_same_with_asyncio(tmp_path: Path, context: Tree) -> None:
    session = Session(file_sync({"context": context, "dockerfile": context}))
    with scripted(tmp_path / "socket", BuildKit(TRACE, IMAGE)) as scripted_engine:
        async with AsyncEngine(scripted_engine.host) as engine:
            assert await engine.perform(build(session)) == "sha256:1"


FAILED = json.dumps({"errorDetail": {"message": "exit code: 7"}, "error": "exit code: 7"}).encode() + b"\n"


def test_a_build_that_fails(tmp_path: Path, context: Tree) -> None:
    session = Session(file_sync({"context": context}))
    with (
        scripted(tmp_path / "socket", BuildKit(FAILED)) as scripted_engine,
        Engine(scripted_engine.host) as engine,
    ):
        with pytest.raises(StreamError, match="exit code: 7"):
            engine.perform(build(session))


class Vanishing(Tree):
    def content(self, path: str):  # type: ignore[no-untyped-def]
        raise ContextError("Dockerfile vanished")


def test_an_error_of_the_session_is_that_of_the_build(tmp_path: Path, context: Tree) -> None:
    session = Session(file_sync({"context": Vanishing(context.root)}))
    with (
        scripted(tmp_path / "socket", BuildKit(FAILED)) as scripted_engine,
        Engine(scripted_engine.host) as engine,
    ):
        with pytest.raises(ContextError, match="Dockerfile vanished"):
            engine.perform(build(session))


def test_nothing_of_a_session_is_in_a_trace(tmp_path: Path, context: Tree) -> None:
    events: list[object] = []
    session = Session(file_sync({"context": context}))
    with scripted(tmp_path / "socket", BuildKit(IMAGE)) as scripted_engine:
        with Engine(scripted_engine.host, on_event=events.append) as engine:
            engine.perform(build(session))
    assert events
    assert "FROM scratch" not in repr(events)
    assert "PRI * HTTP/2" not in repr(events)
