"""A build asked of BuildKit itself, over real sockets: an engine that answers the calls of `POST /grpc`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from engineclient import AsyncEngine, Engine
from engineclient.archive.context import ContextError
from engineclient.build.session import Session
from engineclient.build.solve import (
    BUILD_ID,
    FRONTEND_RETURN,
    FRONTEND_SOLVE,
    LIST_WORKERS,
    SOLVE,
    STATUS,
    Exporter,
    SolveRequest,
)
from engineclient.build.trace import Status
from engineclient.errors import NotFound, StreamTruncated
from engineclient.procedures.solve import find_worker, solve
from engineclient.wire.grpc import Code, Metadata, Method, Methods, Refusal, Server, unary
from engineclient.wire.protobuf import Message, field, message
from tests.support import answer, scripted

UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
REPORT = message(1, field(1, "sha256:v") + field(3, "[1/1] FROM x"))
SOLVED = message(1, field(1, "containerimage.config.digest") + field(2, "sha256:1"))
REQUEST = SolveRequest("ref", "session", {"target": "web"}, exporters=[Exporter("moby", {"name": "x"})])


class BuildKit:
    """Answers calls with this project's own server; `asked` are the calls with their messages and build ids."""

    def __init__(
        self, solved: bytes | Refusal = SOLVED, *, reports: int = 2, result: bytes | Refusal = b""
    ) -> None:
        self.asked: list[tuple[str, bytes, str]] = []
        self.hangs_up = False
        self._reports = reports
        self._methods: Methods = {
            SOLVE: self._one(SOLVE, solved),
            STATUS: self._status,
            FRONTEND_SOLVE: self._one(FRONTEND_SOLVE, result),
            FRONTEND_RETURN: self._one(FRONTEND_RETURN, b""),
            LIST_WORKERS: self._one(LIST_WORKERS, result),
        }

    def _one(self, path: str, reply: bytes | Refusal):  # type: ignore[no-untyped-def]
        def make(metadata: Metadata) -> Method:
            def answered(data: bytes) -> bytes:
                self.asked.append((path, data, metadata.get(BUILD_ID, [""])[0]))
                if isinstance(reply, Refusal):
                    raise reply
                return reply

            return unary(answered)(metadata)

        return make

    def _status(self, metadata: Metadata) -> Method:
        outer = self

        class Reports(Method):
            def receive(self, message: bytes) -> Iterator[bytes]:
                for _ in range(outer._reports):
                    yield REPORT

        return Reports(metadata)

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        path = head.split()[1]
        if b"/_ping" in path:
            connection.sendall(answer(b"OK"))
            return
        connection.sendall(UPGRADED)
        if path.endswith(b"/session"):
            connection.recv(1)
            return
        server = Server(self._methods)
        while data := connection.recv(65536):
            if self.hangs_up:
                connection.shutdown(socket.SHUT_RDWR)
                return
            for piece in server.feed(data):
                connection.sendall(piece)


def perform(tmp_path: Path, buildkit: BuildKit, call: str = ""):  # type: ignore[no-untyped-def]
    reports: list[Status] = []
    with scripted(tmp_path / "socket", buildkit) as scripted_engine, Engine(scripted_engine.host) as engine:
        solved = engine.perform(solve(Session({}), REQUEST, call=call, report=reports.append))
    return solved, reports


def test_a_build(tmp_path: Path) -> None:
    buildkit = BuildKit()
    solved, reports = perform(tmp_path, buildkit)
    assert (solved.response, solved.failure) == ({"containerimage.config.digest": "sha256:1"}, None)
    assert [vertex.name for report in reports for vertex in report.vertexes] == ["[1/1] FROM x"] * 2
    assert [(path, data) for path, data, _ in buildkit.asked] == [(SOLVE, REQUEST.encode())]


async def test_the_same_with_asyncio(tmp_path: Path) -> None:
    with scripted(tmp_path / "socket", BuildKit()) as scripted_engine:
        async with AsyncEngine(scripted_engine.host) as engine:
            solved = await engine.perform(solve(Session({}), REQUEST))
    assert solved.response == {"containerimage.config.digest": "sha256:1"}


def test_a_build_that_fails_after_its_reports(tmp_path: Path) -> None:
    solved, reports = perform(tmp_path, BuildKit(Refusal(Code.UNKNOWN, "exit code: 7")))
    assert (solved.response, str(solved.failure), len(reports)) == ({}, "exit code: 7", 2)


def test_a_build_that_never_began_has_no_reports_to_wait_for(tmp_path: Path) -> None:
    class Silent(BuildKit):
        def _status(self, metadata: Metadata) -> Method:
            class Never(Method):
                def end(self) -> Iterator[bytes]:
                    return iter(())  # the call goes on

            return Never(metadata)

    solved, _ = perform(tmp_path, Silent(Refusal(Code.UNKNOWN, 'exporter "x" could not be found')))
    assert str(solved.failure) == 'exporter "x" could not be found'


class Waiting(BuildKit):
    """Ends a build that has nothing built when the client has returned a result."""

    def _one(self, path: str, reply: bytes | Refusal):  # type: ignore[no-untyped-def]
        if path != SOLVE:
            return super()._one(path, reply)
        outer = self

        class Solving(Method):
            def end(self) -> Iterator[bytes]:
                return iter(())

            @property
            def is_over(self) -> bool:
                return any(path == FRONTEND_RETURN for path, _, _ in outer.asked)

            @is_over.setter
            def is_over(self, value: bool) -> None:
                pass

        return Solving


def test_a_function_of_the_frontend(tmp_path: Path) -> None:
    buildkit = Waiting(b"", result=message(3, message(10, field(1, "result.txt") + field(2, "text"))))
    solved, _ = perform(tmp_path, buildkit, "lint")
    assert solved.response == {"result.txt": "text"}
    assert {path for path, _, _ in buildkit.asked} == {FRONTEND_SOLVE, FRONTEND_RETURN}
    assert {build for _, _, build in buildkit.asked} == {"ref"}
    asked = Message(next(data for path, data, _ in buildkit.asked if path == FRONTEND_SOLVE)).pairs(3)
    assert asked[b"requestid"] == b"frontend.lint"


def test_a_function_that_there_is_not(tmp_path: Path) -> None:
    solved, _ = perform(
        tmp_path, BuildKit(b"", result=Refusal(Code.UNIMPLEMENTED, "unsupported request")), "x"
    )
    assert str(solved.failure) == "unsupported request"


def test_an_engine_that_hangs_up(tmp_path: Path) -> None:
    buildkit = BuildKit()
    buildkit.hangs_up = True
    with pytest.raises(StreamTruncated):
        perform(tmp_path, buildkit)


def test_an_engine_without_buildkit(tmp_path: Path) -> None:
    def refuse(connection: socket.socket, head: bytes) -> None:
        found = b"/_ping" in head
        connection.sendall(answer(b"OK" if found else b"{}", "200 OK" if found else "404 Not Found"))

    with scripted(tmp_path / "socket", refuse) as scripted_engine, Engine(scripted_engine.host) as engine:
        with pytest.raises(NotFound):
            engine.perform(solve(Session({}), REQUEST))


def test_an_error_of_the_session_is_that_of_the_build(tmp_path: Path) -> None:
    class Failing(Session):
        @property
        def failure(self) -> Exception:
            return ContextError("Dockerfile vanished")

    with scripted(tmp_path / "socket", BuildKit(Refusal(Code.UNKNOWN, "x"))) as scripted_engine:
        with Engine(scripted_engine.host) as engine, pytest.raises(ContextError, match="vanished"):
            engine.perform(solve(Failing({}), REQUEST))


def test_the_address_of_the_host(tmp_path: Path) -> None:
    label = field(1, "org.mobyproject.buildkit.worker.moby.host-gateway-ip") + field(2, "10.0.0.1")
    buildkit = BuildKit(result=message(1, message(2, label)))
    with scripted(tmp_path / "socket", buildkit) as scripted_engine, Engine(scripted_engine.host) as engine:
        assert engine.perform(find_worker()).host_gateway == "10.0.0.1"
