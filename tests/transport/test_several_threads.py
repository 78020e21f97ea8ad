"""One connection used by a reader, a writer and a closer at once. Each test makes the unlucky order of events happen."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engineclient import AsyncEngine, ConnectionFailed, Engine, Frame
from engineclient.backend import finish
from engineclient.connect.hosts import Endpoint
from engineclient.connect.ssh import NO_SUCH_COMMAND, SshEnded
from engineclient.events import Data, End, Event
from engineclient.transport.exchange import Outgoing, Timeouts
from engineclient.transport.failures import At
from engineclient.transport.http1 import Http1, HttpAnswer
from engineclient.transport.idle_lines import IdleLines
from engineclient.transport.observed import Emitter
from engineclient.transport.sockets import Connection
from engineclient.transport.ssh import SshLine
from engineclient.transport.threads import BlockingLine, Threads
from engineclient.wire.http import Answer
from engineclient.wire.websocket import ACCEPT, closing, encode, pong
from tests.support import UPGRADED, Script, ScriptedEngine, answer, scripted

ENDPOINT = Endpoint("unix", "/engine")
HI, PING, CLOSE = b"\x82\x02hi", b"\x89\x01p", b"\x88\x02\x03\xe8"
LARGE = bytes(range(256)) * 16_000  # more than any socket holds
PATIENCE = 20


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Callable[[Script], ScriptedEngine]]:
    with contextlib.ExitStack() as closing:
        yield lambda script: closing.enter_context(scripted(tmp_path / "s", script))


# A WebSocket whose other side pings


class Pinging:
    """Pings while the client is inside a frame, and reads on only when the client has read what came after the ping."""

    def __init__(self) -> None:
        self.read_on = threading.Event()
        self.received = b""

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        upgraded = "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        connection.sendall(f"{upgraded}Sec-WebSocket-Accept: {ACCEPT}\r\n\r\n".encode())
        connection.recv(1, socket.MSG_PEEK)
        connection.sendall(PING + HI)
        self.read_on.wait(PATIENCE)
        while not self.received.endswith(closing()) and (data := connection.recv(1 << 20)):
            self.received += data
        connection.sendall(CLOSE)
        while connection.recv(1000):
            pass


def test_a_ping_is_not_answered_inside_a_frame(engine: Any) -> None:
    pinging = Pinging()
    with Engine(engine(pinging).host, api_version="1.51") as client:
        with client.containers.attach_websocket("web", stdin=True) as attached:

            def write() -> None:
                attached.write(LARGE)
                attached.close_stdin()

            writer = threading.Thread(target=write)
            writer.start()
            assert next(attached) == Frame("stdout", b"hi")
            pinging.read_on.set()
            writer.join()
            assert list(attached) == []
    assert pinging.received == encode(LARGE) + pong(b"p") + closing()


async def test_a_ping_is_not_answered_inside_a_frame_of_another_task(engine: Any) -> None:
    pinging = Pinging()
    async with AsyncEngine(engine(pinging).host, api_version="1.51") as client:
        async with client.containers.attach_websocket("web", stdin=True) as attached:

            async def write() -> None:
                await attached.write(LARGE)
                await attached.close_stdin()

            writer = asyncio.create_task(write())
            assert await anext(attached) == Frame("stdout", b"hi")
            pinging.read_on.set()
            await writer
            assert [frame async for frame in attached] == []
    assert pinging.received == encode(LARGE) + pong(b"p") + closing()


async def test_nothing_follows_a_frame_that_was_cut(engine: Any) -> None:
    pinging = Pinging()
    async with AsyncEngine(engine(pinging).host, api_version="1.51") as client:
        async with client.containers.attach_websocket("web", stdin=True) as attached:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(attached.write(LARGE), 0.1)
            with pytest.raises(ConnectionFailed, match="interrupted inside a WebSocket frame"):
                await attached.write(b"more")
            assert await anext(attached) == Frame("stdout", b"hi")
            pinging.read_on.set()
    assert encode(LARGE).startswith(pinging.received)


# Closing


def test_the_descriptor_of_a_reader_is_not_given_to_another_connection() -> None:
    ours, theirs = socket.socketpair()
    descriptors: list[bool] = []

    class Reading(Connection):
        """Another thread closes the connection just before the kernel is called."""

        def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
            descriptor = self.fileno()
            line.abort()
            descriptors.append(os.fstat(descriptor).st_ino == inode)
            return super().recv(bufsize, flags)

    connection = Reading(fileno=ours.detach())
    inode, number = os.fstat(connection.fileno()).st_ino, connection.fileno()
    line = BlockingLine(connection)
    del connection
    assert finish(line.receive(10, 1)) == b""
    assert descriptors == [True]
    assert theirs.recv(10) == b""
    theirs.close()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(number)


def test_an_answer_that_two_threads_close_is_kept_once() -> None:
    ours, theirs = socket.socketpair()
    idle = IdleLines()

    class Parser(Answer):
        """Another thread closes the answer just as this one has found that its connection can be kept."""

        closes = True

        def __getattribute__(self, name: str) -> Any:
            found = super().__getattribute__(name)
            if name == "reusable" and Parser.closes:
                Parser.closes = False
                finish(kept.close())
            return found

    parser = Parser(method="GET")
    line = BlockingLine(ours)
    kept = HttpAnswer(line, parser, idle, At(ENDPOINT), Timeouts())
    theirs.sendall(answer(b"{}"))
    finish(kept.receive_head())
    assert parser.complete
    finish(kept.close())
    assert [idle.take(), idle.take()] == [line, None]
    line.abort()
    theirs.close()


def test_a_connection_in_use_ends_with_its_answer_after_the_engine_was_closed(engine: Any) -> None:
    ended = threading.Event()

    def one_answer(connection: socket.socket, head: bytes) -> None:
        connection.sendall(answer(b"part"))
        if not connection.recv(1):
            ended.set()

    client = Engine(engine(one_answer).host, api_version="1.51")
    stream = client.containers.export("web")
    client.close()
    assert list(stream) == [b"part"]
    assert ended.wait(PATIENCE)


class Process:
    """An ssh that found no docker."""

    def __init__(self) -> None:
        self.has_ended = threading.Event()

    def ended(self) -> SshEnded:
        return SshEnded(["ssh"], NO_SUCH_COMMAND, "no docker")

    def end(self) -> None:
        self.has_ended.set()


def test_an_ssh_that_is_started_while_another_thread_closes_is_ended() -> None:
    pairs = [socket.socketpair() for _ in range(2)]
    processes = [Process() for _ in pairs]

    class Connector:
        backend = Threads()
        program = "docker"

        async def start(self, program: str) -> Any:
            line.abort()
            return processes[1], BlockingLine(pairs[1][0])

    line = SshLine(Connector(), processes[0], BlockingLine(pairs[0][0]))  # type: ignore[arg-type]
    pairs[0][1].close()
    assert finish(line.receive(10, 1)) == b""
    assert processes[1].has_ended.wait(PATIENCE)
    assert pairs[1][1].recv(10) == b""
    pairs[1][1].close()


# A kept connection that the engine closes at just that moment


class Closing(BlockingLine):
    """The engine closes the connection just after it was seen to be open."""

    closes = False

    def readable(self) -> bool:
        open_until_now = super().readable()
        if self.closes:
            self._socket.shutdown(socket.SHUT_RDWR)
        return open_until_now


@pytest.mark.parametrize("body", [None, b"{}", "upload"])
def test_a_change_of_which_nothing_was_sent_is_sent_on_a_new_connection(engine: Any, body: Any) -> None:
    server = engine(lambda connection, _: connection.sendall(answer(b"{}")))
    lines: list[Closing] = []

    async def connect(timeout: float | None) -> Closing:
        line = Closing((await Threads().connect_unix(server.path, timeout))._socket)
        lines.append(line)
        return line

    transport = Http1(connect, ENDPOINT)

    def post() -> int:
        content = Threads().upload([b"{}"]) if body == "upload" else body
        incoming = finish(transport.exchange(Outgoing("POST", "/x", body=content)))
        while finish(incoming.read()):
            pass
        finish(incoming.close())
        return incoming.status

    assert post() == 200
    lines[0].closes = True
    assert post() == 200
    finish(transport.close())
    assert len([head for head in server.heads if b"POST /x" in head]) == 2
    assert len(lines) == 2


# Events


def test_no_event_follows_the_end_of_an_exchange_that_another_thread_closed() -> None:
    events: list[Event] = []
    emitter = Emitter(events.append)
    exchange = emitter.exchange(Outgoing("POST", "/x", upgrade=True))

    class Closer:
        """A lock that another thread had just before: it has closed the exchange."""

        entered = 0

        def __enter__(self) -> None:
            self.entered += 1
            if self.entered == 1:
                exchange.end("client", "close")

        def __exit__(self, *error: object) -> None:
            pass

    emitter.lock = Closer()
    exchange.passes("client", b"late")
    assert [type(event) for event in events] == [End]


@pytest.mark.parametrize("stdin", [b"in", b"x" * 1_000_000])
def test_what_a_listener_raises_in_the_writer_ends_communicate(engine: Any, stdin: bytes) -> None:
    def silent(connection: socket.socket, head: bytes) -> None:
        connection.sendall(UPGRADED)
        while connection.recv(1000):
            pass

    def complain(event: Event) -> None:
        if isinstance(event, Data) and event.side == "client":
            raise LookupError("enough")

    with Engine(engine(silent).host, api_version="1.51", on_event=complain) as client:
        with pytest.raises(LookupError, match="enough"):
            client.containers.attach("web", stdin=True).communicate(stdin, lambda _: None)
