"""TLS over any connection, sync and async: against a TLS server on loopback with a CA of the test's own."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import trustme

from engineclient import AsyncEngine, ConnectionFailed, Engine, EngineTimeout, Frame
from engineclient.backend import Backend, finish
from engineclient.connect.hosts import Endpoint
from engineclient.transport.http1 import Http1
from engineclient.transport.tasks import Tasks
from engineclient.transport.threads import Threads
from engineclient.transport.tls import TLSLine, secured
from engineclient.wire.frames import encode
from tests.support import UPGRADED, answer, chunked, dripping

Script = Callable[[ssl.SSLSocket, bytes], None]


class TLSServer:
    """Calls `script(connection, head)` for every request; wants a client's certificate."""

    def __init__(self, context: ssl.SSLContext, script: Script) -> None:
        self.connections = 0
        self.failures: list[Exception] = []
        self._context = context
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self._open: list[socket.socket] = []

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            connection = self._context.wrap_socket(plain, server_side=True)
        except OSError as error:
            self.failures.append(error)
            plain.close()
            return
        with connection:
            try:
                while head := self._head(connection):
                    self._script(connection, head)
            except OSError as error:
                self.failures.append(error)

    @staticmethod
    def _head(connection: ssl.SSLSocket) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = connection.recv(1)
            if not byte:
                return b""
            head += byte
        return head

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()


CA = trustme.CA()


def server_context(name: str = "localhost", ca: trustme.CA = CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    CA.configure_trust(context)
    ca.issue_cert(name, "127.0.0.1" if name == "localhost" else name).configure_cert(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def client_context(*, certificate: bool = True, trusts: trustme.CA = CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusts.configure_trust(context)
    if certificate:
        CA.issue_cert("client@example.org").configure_cert(context)
    return context


@pytest.fixture
def serving() -> Iterator[Callable[..., TLSServer]]:
    servers: list[TLSServer] = []

    def start(script: Script, context: ssl.SSLContext | None = None) -> TLSServer:
        servers.append(TLSServer(context or server_context(), script))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def transport(backend: Backend, port: int, context: ssl.SSLContext, name: str = "localhost") -> Http1:
    connect = partial(backend.connect_tcp, "127.0.0.1", port)
    return Http1(secured(connect, context, name), Endpoint("tcp", f"127.0.0.1:{port}"))


async def sync_act(port: int, context: ssl.SSLContext, act: Callable[[Any], Any], **options: Any) -> Any:
    def inside() -> Any:
        with Engine(transport=transport(Threads(), port, context), api_version="1.51", **options) as engine:
            return act(engine)

    return await asyncio.to_thread(inside)


async def async_act(port: int, context: ssl.SSLContext, act: Callable[[Any], Any], **options: Any) -> Any:
    async with AsyncEngine(
        transport=transport(Tasks(), port, context), api_version="1.51", **options
    ) as engine:
        result = act(engine)
        return await result if inspect.isawaitable(result) else result


@pytest.fixture(params=[sync_act, async_act], ids=["sync", "async"])
def perform(request: pytest.FixtureRequest) -> Any:
    return request.param


def says(data: bytes) -> Script:
    return lambda connection, _: connection.sendall(data)


async def test_a_connection_is_used_again(perform: Any, serving: Any) -> None:
    server = serving(says(answer(b'{"ID":"x"}')))

    def act(engine: Any) -> Any:
        if isinstance(engine, Engine):
            return [engine.info().id for _ in range(3)]

        async def several() -> list[str]:
            return [(await engine.info()).id for _ in range(3)]

        return several()

    assert await perform(server.port, client_context(), act) == ["x", "x", "x"]
    assert (server.connections, server.failures) == (1, [])


async def test_a_megabyte_each_way(perform: Any, serving: Any) -> None:
    sent = bytes(range(256)) * 4_000
    got = bytearray()

    def script(connection: ssl.SSLSocket, head: bytes) -> None:
        if b"PUT" in head:
            while len(got) < len(sent):
                got.extend(connection.recv(65536))
            connection.sendall(answer(b""))
        else:
            connection.sendall(
                chunked(*[sent[start : start + 50_000] for start in range(0, len(sent), 50_000)])
            )

    server = serving(script)
    await perform(server.port, client_context(), lambda engine: engine.containers.put_archive("x", "/", sent))
    assert bytes(got) == sent

    def read(engine: Any) -> Any:
        if isinstance(engine, Engine):
            return b"".join(engine.containers.export("x"))

        async def joined() -> bytes:
            return b"".join([part async for part in engine.containers.export("x")])

        return joined()

    assert await perform(server.port, client_context(), read) == sent


def talking(words: Callable[[bytes], bytes]) -> Script:
    """An engine that reads stdin to its end, which only a half-close is, and then answers."""

    def script(connection: ssl.SSLSocket, head: bytes) -> None:
        if b"/attach" in head or (b"/exec/" in head and b"/start" in head):
            heard = b""
            connection.sendall(UPGRADED)
            while data := connection.recv(65536):
                heard += data
            for _ in range(3):
                connection.sendall(encode(Frame("stdout", words(heard))))
            connection.unwrap()
        elif b"/wait" in head or b"/exec/" in head:
            connection.sendall(answer(b'{"StatusCode":3,"ExitCode":3}'))
        else:
            connection.sendall(answer(b'{"Id":"abc"}', "201 Created"))

    return script


STDIN = b"from stdin " * 20_000


async def test_run_reads_what_comes_after_its_half_close(perform: Any, serving: Any) -> None:
    server = serving(talking(lambda heard: heard))
    result = await perform(
        server.port, client_context(), lambda engine: engine.run("busybox", ["cat"], stdin=STDIN)
    )
    assert (result.exit_code, result.stdout) == (3, STDIN * 3)
    assert server.failures == []


async def test_exec_reads_what_comes_after_its_half_close(perform: Any, serving: Any) -> None:
    server = serving(talking(lambda heard: heard[-5:]))
    result = await perform(
        server.port, client_context(), lambda engine: engine.exec.run("web", ["cat"], stdin=STDIN)
    )
    assert (result.exit_code, result.stdout) == (3, STDIN[-5:] * 3)


async def test_attach_is_written_to_half_closed_and_read(perform: Any, serving: Any) -> None:
    server = serving(talking(lambda heard: heard))

    def act(engine: Any) -> Any:
        if isinstance(engine, Engine):
            with engine.containers.attach("x", stdin=True) as duplex:
                duplex.write(b"words")
                duplex.close_stdin()
                return [frame.data for frame in duplex]

        async def several() -> list[bytes]:
            async with engine.containers.attach("x", stdin=True) as duplex:
                await duplex.write(b"words")
                await duplex.close_stdin()
                return [frame.data async for frame in duplex]

        return several()

    assert await perform(server.port, client_context(), act) == [b"words"] * 3


REFUSED: dict[str, tuple[ssl.SSLContext, ssl.SSLContext, str]] = {
    "another CA": (server_context(), client_context(trusts=trustme.CA()), "unable to get local issuer"),
    "another name": (server_context("other.example"), client_context(), "Hostname mismatch|doesn't match"),
}


@pytest.mark.parametrize(("ours", "theirs", "why"), REFUSED.values(), ids=REFUSED)
async def test_a_server_that_is_not_trusted(
    perform: Any, serving: Any, ours: ssl.SSLContext, theirs: ssl.SSLContext, why: str
) -> None:
    server = serving(says(answer(b"{}")), ours)
    with pytest.raises(ConnectionFailed) as caught:
        await perform(server.port, theirs, lambda engine: engine.info())
    assert isinstance(caught.value.__cause__, ssl.SSLCertVerificationError)
    assert not caught.value.reached


async def test_a_client_without_a_certificate_is_refused(perform: Any, serving: Any) -> None:
    server = serving(says(answer(b"{}")))
    with pytest.raises(ConnectionFailed):
        await perform(server.port, client_context(certificate=False), lambda engine: engine.info())


async def test_a_silent_server_is_a_timeout(perform: Any, serving: Any) -> None:
    server = serving(lambda connection, head: None)
    with pytest.raises(EngineTimeout):
        await perform(server.port, client_context(), lambda engine: engine.info(), timeout=0.5)


async def test_closing_ends_a_blocked_read(perform: Any, serving: Any) -> None:
    server = serving(says(chunked(b"x", end=False)))

    def act(engine: Any) -> Any:
        if isinstance(engine, Engine):
            stream = engine.containers.export("x")
            assert next(stream) == b"x"
            threading.Timer(0.1, stream.close).start()
            return list(stream)

        async def several() -> list[bytes]:
            stream = await engine.containers.export("x")
            assert await anext(stream) == b"x"
            asyncio.get_running_loop().call_later(0.1, lambda: asyncio.ensure_future(stream.aclose()))
            return [part async for part in stream]

        return several()

    assert await asyncio.wait_for(perform(server.port, client_context(), act), 20) == []


def test_reader_and_writer_may_be_two_threads(serving: Any) -> None:
    data = bytes(range(256)) * 8_000

    def echo(connection: ssl.SSLSocket, head: bytes) -> None:
        connection.sendall(UPGRADED)
        while heard := connection.recv(65536):
            connection.sendall(encode(Frame("stdout", heard)))
        connection.unwrap()

    server = serving(echo)
    pieces: list[bytes] = []
    with Engine(transport=transport(Threads(), server.port, client_context()), api_version="1.51") as engine:
        engine.containers.attach("x", stdin=True).communicate(data, lambda frame: pieces.append(frame.data))
    assert b"".join(pieces) == data


def test_what_arrives_during_the_half_close_is_kept(serving: Any) -> None:
    server = serving(lambda connection, head: connection.sendall(head))
    line = finish(Threads().connect_tcp("127.0.0.1", server.port, 5))
    tls = TLSLine(line, client_context(), "localhost")
    finish(tls.handshake(5))
    finish(tls.send(b"early\r\n\r\n", 5))
    assert finish(tls.receive(100, 5)) == b"early\r\n\r\n"
    finish(tls.send(b"late\r\n\r\n", 5))

    class Reader:
        """A lock whose first release lets a reader in, who receives what the server has sent."""

        def __init__(self) -> None:
            self.entered = 0

        def __enter__(self) -> None:
            self.entered += 1

        def __exit__(self, *error: object) -> None:
            if self.entered == 1:
                finish(tls._fill(5))

    tls._lock = Reader()  # type: ignore[assignment]
    finish(tls.shut())
    assert finish(tls.receive(100, 5)) == b"late\r\n\r\n"
    tls.abort()


def test_a_handshake_that_drips_is_given_up() -> None:
    """Each wait for a byte is short; all of them together are limited, too."""
    head = b"\x16\x03\x03\x40\x00"  # of a record of 16 KiB
    with dripping(head) as near:

        async def connect(timeout: float | None) -> Any:
            return Threads().line(near)

        async def through() -> None:
            await secured(connect, client_context(), "localhost")(0.3)

        with pytest.raises(TimeoutError):
            finish(through())


class Interrupted:
    """A connection that calls `meanwhile` before its first bytes are sent; the rest it passes on."""

    def __init__(self, line: Any) -> None:
        self.meanwhile: Callable[[], object] | None = None
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    async def send(self, data: bytes, timeout: float | None) -> None:
        self._interrupt()
        await self._line.send(data, timeout)

    def offer(self, data: bytes) -> int:
        self._interrupt()
        sent: int = self._line.offer(data)
        return sent

    def _interrupt(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()


def test_records_of_two_writers_do_not_overtake_each_other(serving: Any) -> None:
    server = serving(lambda connection, head: connection.sendall(head))
    line: Any = Interrupted(finish(Threads().connect_tcp("127.0.0.1", server.port, 5)))
    tls = TLSLine(line, client_context(), "localhost")
    finish(tls.handshake(5))
    other = threading.Thread(target=lambda: finish(tls.send(b"two\r\n\r\n", 5)))

    def meanwhile() -> None:
        other.start()
        other.join(0.2)  # time enough to send, were it possible

    line.meanwhile = meanwhile
    finish(tls.send(b"one\r\n\r\n", 5))
    other.join()
    received = b""
    while len(received) < 14 and (data := finish(tls.receive(100, 5))):
        received += data
    assert received == b"one\r\n\r\ntwo\r\n\r\n"
    tls.abort()


async def test_a_write_that_is_cancelled_leaves_no_part_of_a_record(serving: Any) -> None:
    read_on = threading.Event()
    received: list[bytes] = []

    def read_late(connection: ssl.SSLSocket, head: bytes) -> None:
        read_on.wait(20)
        while data := connection.recv(1 << 20):
            received.append(data)

    server = serving(read_late)
    tls = TLSLine(await Tasks().connect_tcp("127.0.0.1", server.port, 5), client_context(), "localhost")
    await tls.handshake(5)
    await tls.send(b"\r\n\r\n", 5)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(tls.send(b"x" * 30_000_000, None), 0.2)
    read_on.set()
    await tls.send(b"end", 20)
    await tls.shut()
    assert await tls.receive(1, 20) == b""
    tls.abort()
    assert not server.failures
    assert b"".join(received).strip(b"x") == b"end"


def test_what_is_kept_is_readable_only_when_something_came(serving: Any) -> None:
    """New session tickets are nothing to read: a connection that has only these is still good."""
    server = serving(lambda connection, head: connection.sendall(b"words"))
    backend = Threads()
    line = finish(backend.connect_tcp("127.0.0.1", server.port, 5))
    tls = TLSLine(line, client_context(), "localhost")
    finish(tls.handshake(5))
    finish(tls.send(b"x\r\n\r\n", 5))
    assert finish(tls.receive(5, 5)) == b"words"
    assert not tls.readable()
    assert tls.socket() is None
    tls.abort()
