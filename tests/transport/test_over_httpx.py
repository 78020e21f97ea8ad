"""The unix-socket transport, sync and async, against an engine that says exactly what it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from engineclient import EngineTransport
from tests.support import UPGRADED, Script, answer, chunked, scripted


class SyncClient:
    """The transport's sync side behind the async one's shape, so that each test is written once."""

    def __init__(self, path: str) -> None:
        self.transport = EngineTransport(f"unix://{path}")

    async def send(self, request: httpx.Request) -> httpx.Response:
        return await asyncio.to_thread(self.transport.handle_request, request)

    async def read(self, response: httpx.Response) -> bytes:
        return await asyncio.to_thread(lambda: b"".join(response.stream))  # type: ignore[arg-type]

    async def close_response(self, response: httpx.Response) -> None:
        response.close()

    async def call(self, stream: Any, name: str, *args: Any) -> Any:
        return await asyncio.to_thread(getattr(stream, name.replace("aclose", "close")), *args)

    async def close(self) -> None:
        self.transport.close()


class AsyncClient:
    def __init__(self, path: str) -> None:
        self.transport = EngineTransport(f"unix://{path}")

    async def send(self, request: httpx.Request) -> httpx.Response:
        return await self.transport.handle_async_request(request)

    async def read(self, response: httpx.Response) -> bytes:
        return b"".join([part async for part in response.stream])  # type: ignore[union-attr]

    async def close_response(self, response: httpx.Response) -> None:
        await response.aclose()

    async def call(self, stream: Any, name: str, *args: Any) -> Any:
        result = getattr(stream, name)(*args)
        return await result if isinstance(result, Awaitable) else result

    async def close(self) -> None:
        await self.transport.aclose()


Client = SyncClient | AsyncClient


async def fetch(client: Client, request: httpx.Request) -> bytes:
    response = await client.send(request)
    try:
        return await client.read(response)
    finally:
        await client.close_response(response)


@pytest.fixture(params=[SyncClient, AsyncClient], ids=["sync", "async"])
def connect(request: pytest.FixtureRequest) -> Callable[[str], Client]:
    kind: Callable[[str], Client] = request.param
    return kind


def get(path: str = "/x", **timeouts: float | None) -> httpx.Request:
    everything = {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0, **timeouts}
    return httpx.Request("GET", f"http://engine{path}", extensions={"timeout": everything})


def upgrade() -> httpx.Request:
    headers = {"Connection": "Upgrade", "Upgrade": "tcp"}
    return httpx.Request("POST", "http://engine/attach", headers=headers)


def always(data: bytes) -> Script:
    return lambda connection, _: connection.sendall(data)


@pytest.mark.parametrize(
    "data",
    [answer(b"hello"), chunked(b"he", b"llo"), answer(b"hello", "404 Not Found")],
    ids=["sized", "chunked", "404"],
)
async def test_a_connection_is_used_again(
    tmp_path: Path, connect: Callable[[str], Client], data: bytes
) -> None:
    with scripted(tmp_path / "s", always(data)) as engine:
        client = connect(engine.path)
        for _ in range(3):
            assert await fetch(client, get()) == b"hello"
        await client.close()
    assert (len(engine.heads), engine.connections) == (3, 1)


async def test_the_request_is_what_httpx_says(tmp_path: Path, connect: Callable[[str], Client]) -> None:
    with scripted(tmp_path / "s", always(answer(b""))) as engine:
        client = connect(engine.path)
        await fetch(client, get("/a%2Fb?c=d%20e"))
        await client.close()
    line, *headers = engine.heads[0].split(b"\r\n")
    assert line == b"GET /a%2Fb?c=d%20e HTTP/1.1"
    assert headers == [b"Host: engine"]


async def test_an_answer_left_early_ends_its_connection(
    tmp_path: Path, connect: Callable[[str], Client]
) -> None:
    with scripted(tmp_path / "s", always(chunked(b"x", end=False))) as engine:
        client = connect(engine.path)
        for _ in range(2):
            response = await client.send(get())
            await client.close_response(response)
        await client.close()
    assert engine.connections == 2


async def test_a_connection_that_the_engine_closed_is_not_used(
    tmp_path: Path, connect: Callable[[str], Client]
) -> None:
    closed = threading.Event()

    def once(connection: socket.socket, head: bytes) -> None:
        connection.sendall(answer(b"hello"))
        connection.shutdown(socket.SHUT_RDWR)
        closed.set()

    with scripted(tmp_path / "s", once) as engine:
        client = connect(engine.path)
        for _ in range(2):
            assert await fetch(client, get()) == b"hello"
            assert await asyncio.to_thread(closed.wait, 5)
            closed.clear()
        await client.close()
    assert engine.connections == 2


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Le", httpx.RemoteProtocolError),
        (answer(b"hello")[:-1], httpx.RemoteProtocolError),
        (chunked(b"hello", end=False), httpx.RemoteProtocolError),
        (b"garbage\r\n\r\n", httpx.RemoteProtocolError),
    ],
    ids=["nothing", "half a head", "half a body", "no last chunk", "no HTTP"],
)
async def test_a_broken_answer(
    tmp_path: Path, connect: Callable[[str], Client], data: bytes, error: type[Exception]
) -> None:
    def cut(connection: socket.socket, head: bytes) -> None:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_RDWR)

    with scripted(tmp_path / "s", cut) as engine:
        client = connect(engine.path)
        with pytest.raises(error):
            response = await client.send(get())
            try:
                await client.read(response)
            finally:
                await client.close_response(response)
        await client.close()


async def test_a_silent_engine_times_out(tmp_path: Path, connect: Callable[[str], Client]) -> None:
    with scripted(tmp_path / "s", lambda connection, head: None) as engine:
        client = connect(engine.path)
        with pytest.raises(httpx.ReadTimeout):
            await client.send(get(read=0.05))
        await client.close()


async def test_nobody_listens(tmp_path: Path, connect: Callable[[str], Client]) -> None:
    client = connect(str(tmp_path / "nothing"))
    with pytest.raises(httpx.ConnectError) as caught:
        await client.send(get())
    assert isinstance(caught.value.__cause__, FileNotFoundError)


async def test_upgrade_keeps_what_came_with_the_head(
    tmp_path: Path, connect: Callable[[str], Client]
) -> None:
    """Output of a short process arrives in the same packet as the 101: other clients lose it."""

    def echo(connection: socket.socket, head: bytes) -> None:
        connection.sendall(UPGRADED + b"first ")
        heard = b""
        while data := connection.recv(65536):  # until the client's half-close
            heard += data
        connection.sendall(b"heard " + heard)
        connection.shutdown(socket.SHUT_RDWR)

    with scripted(tmp_path / "s", echo) as engine:
        client = connect(engine.path)
        response = await client.send(upgrade())
        assert response.status_code == 101
        stream = response.extensions["network_stream"]
        await client.call(stream, "write", b"words")
        await client.call(stream, "close_write")
        heard = b""
        while data := await client.call(stream, "read"):
            heard += data
        assert heard == b"first heard words"
        await client.call(stream, "aclose")
        await client.close_response(response)
        await client.close()


async def test_a_refused_upgrade_has_a_body(tmp_path: Path, connect: Callable[[str], Client]) -> None:
    with scripted(tmp_path / "s", always(answer(b"no such container", "404 Not Found"))) as engine:
        client = connect(engine.path)
        response = await client.send(upgrade())
        assert "network_stream" not in response.extensions
        assert (response.status_code, await client.read(response)) == (404, b"no such container")
        await client.close_response(response)
        await client.close()


@pytest.mark.parametrize("length", [None, 300_000], ids=["chunked", "sized"])
async def test_a_body_is_streamed(
    tmp_path: Path, connect: Callable[[str], Client], length: int | None
) -> None:
    parts = [b"a" * 100_000, b"", b"b" * 200_000]
    whole = b"".join(parts)
    wire = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts if part) + b"0\r\n\r\n"
        if length is None
        else whole
    )
    got = bytearray()

    def read_all(connection: socket.socket, head: bytes) -> None:
        while len(got) < len(wire):
            got.extend(connection.recv(65536))
        connection.sendall(answer(b"done"))

    async def asynchronous() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    def synchronous() -> Iterator[bytes]:
        yield from parts

    headers = {} if length is None else {"Content-Length": str(length)}
    with scripted(tmp_path / "s", read_all) as engine:
        client = connect(engine.path)
        content = synchronous() if isinstance(client, SyncClient) else asynchronous()
        request = httpx.Request("PUT", "http://engine/x", content=content, headers=headers)
        assert await fetch(client, request) == b"done"
        await client.close()
    assert bytes(got) == wire


async def test_a_slow_source_of_a_body_is_no_timeout(
    tmp_path: Path, connect: Callable[[str], Client]
) -> None:
    async def asynchronous() -> AsyncIterator[bytes]:
        for _ in range(3):
            await asyncio.sleep(0.03)
            yield b"x"

    def synchronous() -> Iterator[bytes]:
        for _ in range(3):
            time.sleep(0.03)
            yield b"x"

    def read_all(connection: socket.socket, head: bytes) -> None:
        got = b""
        while not got.endswith(b"0\r\n\r\n"):
            got += connection.recv(65536)
        connection.sendall(answer(b"done"))

    with scripted(tmp_path / "s", read_all) as engine:
        client = connect(engine.path)
        content = synchronous() if isinstance(client, SyncClient) else asynchronous()
        extensions = {"timeout": {"write": 0.02}}  # for each silence of the engine, not for all of the body
        request = httpx.Request("PUT", "http://engine/x", content=content, extensions=extensions)
        assert await fetch(client, request) == b"done"
        await client.close()


async def test_an_engine_that_refuses_a_body_before_it_has_read_it(
    tmp_path: Path, connect: Callable[[str], Client]
) -> None:
    def refuse(connection: socket.socket, head: bytes) -> None:
        connection.sendall(answer(b"too large", "400 Bad Request"))
        connection.shutdown(socket.SHUT_RD)

    with scripted(tmp_path / "s", refuse) as engine:
        client = connect(engine.path)
        request = httpx.Request("PUT", "http://engine/x", content=b"x" * 10_000_000)
        response = await client.send(request)
        assert (response.status_code, await client.read(response)) == (400, b"too large")
        await client.close_response(response)
        await client.close()


async def test_many_at_once(tmp_path: Path, connect: Callable[[str], Client]) -> None:
    with scripted(tmp_path / "s", lambda connection, head: connection.sendall(answer(head[4:8]))) as engine:
        client = connect(engine.path)

        bodies = await asyncio.gather(*(fetch(client, get(f"/{number:03}")) for number in range(40)))
        await client.close()
    assert bodies == [f"/{number:03}".encode() for number in range(40)]


def test_closing_from_another_thread_ends_a_blocked_read(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", always(chunked(b"x", end=False))) as engine:
        transport = EngineTransport(f"unix://{engine.path}")
        response = transport.handle_request(httpx.Request("GET", "http://engine/x"))
        parts = iter(response.stream)  # type: ignore[arg-type]
        assert next(parts) == b"x"
        threading.Timer(0.05, response.close).start()
        with pytest.raises(httpx.TransportError):
            next(parts)
        transport.close()


async def test_closing_from_another_task_ends_a_blocked_read(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", always(chunked(b"x", end=False))) as engine:
        transport = EngineTransport(f"unix://{engine.path}")
        response = await transport.handle_async_request(httpx.Request("GET", "http://engine/x"))
        parts = aiter(response.stream)  # type: ignore[arg-type]
        assert await anext(parts) == b"x"
        blocked = asyncio.ensure_future(anext(parts))
        await asyncio.sleep(0.01)
        await response.aclose()
        with pytest.raises(httpx.TransportError):
            await asyncio.wait_for(blocked, 5)
        await transport.aclose()


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # Python 3.12, of any fork here
def test_a_fork_does_not_use_its_parents_connections(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", always(answer(b"hello"))) as engine:
        transport = EngineTransport(f"unix://{engine.path}")
        response = transport.handle_request(get())
        b"".join(response.stream)  # type: ignore[arg-type]
        response.close()
        child = os.fork()
        if child == 0:
            transport.handle_request(get())
            os._exit(0)
        os.waitpid(child, 0)
        transport.close()
    assert engine.connections == 2


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # Python 3.12, of any fork here
def test_a_fork_does_not_end_its_parents_streams(tmp_path: Path) -> None:
    goes_on = threading.Event()

    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(chunked(b"first", end=False))
        goes_on.wait()
        connection.sendall(b"4\r\nrest\r\n0\r\n\r\n")

    with scripted(tmp_path / "s", script) as engine:
        transport = EngineTransport(f"unix://{engine.path}")
        response = transport.handle_request(get())
        parts: Iterator[bytes] = iter(response.stream)  # type: ignore[arg-type]
        assert next(parts) == b"first"
        child = os.fork()
        if child == 0:
            response.close()
            os._exit(0)
        os.waitpid(child, 0)
        goes_on.set()
        assert list(parts) == [b"rest"]
        response.close()
        transport.close()


def test_idle_connections_are_not_hoarded(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", always(answer(b"hello"))) as engine:
        transport = EngineTransport(f"unix://{engine.path}")
        responses = [transport.handle_request(get()) for _ in range(30)]
        for response in responses:
            assert b"".join(response.stream) == b"hello"  # type: ignore[arg-type]
            response.close()
        with contextlib.ExitStack() as closing:
            for _ in range(30):
                closing.callback(transport.handle_request(get()).close)
        assert engine.connections == 30 + 10  # 20 of the first 30 were kept
        transport.close()
