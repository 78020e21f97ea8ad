"""The duplex streams of attach and exec, sync and async, on a scripted engine and on a real one."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from engineclient import (
    APIError,
    AsyncEngine,
    ConnectionFailed,
    Engine,
    EngineError,
    Frame,
    NotFound,
    ServerError,
    StreamError,
    StreamTruncated,
    UpgradeRefused,
)
from engineclient.wire.frames import encode
from tests.support import UPGRADED, ScriptedEngine, answer, chunked, scripted

HELLO = [Frame("stdout", b"out\n"), Frame("stderr", b"err\n")]
WIRE = b"".join(map(encode, HELLO))


class SyncSide:
    """A sync engine and its duplex, with the methods of the async ones, so that each test is written once."""

    def __init__(self, engine: Engine, ask: Callable[[Any], Any]) -> None:
        self.engine = engine
        self.duplex: Any = ask(engine)

    async def next(self) -> Frame:
        frame: Frame = await asyncio.to_thread(next, self.duplex)
        return frame

    async def rest(self) -> list[Frame]:
        return await asyncio.to_thread(list, self.duplex)

    async def call(self, name: str, *args: Any) -> Any:
        return await asyncio.to_thread(getattr(self.duplex, name), *args)

    async def close(self) -> None:
        await self.call("close")

    async def fail_inside(self, error: Exception) -> None:
        with self.duplex:
            raise error


class AsyncSide:
    def __init__(self, engine: AsyncEngine, duplex: Any) -> None:
        self.engine = engine
        self.duplex = duplex

    async def next(self) -> Frame:
        frame: Frame = await anext(self.duplex)
        return frame

    async def rest(self) -> list[Frame]:
        return [frame async for frame in self.duplex]

    async def call(self, name: str, *args: Any) -> Any:
        return await getattr(self.duplex, name)(*args)

    async def close(self) -> None:
        await self.call("aclose")

    async def fail_inside(self, error: Exception) -> None:
        async with self.duplex:
            raise error


Side = SyncSide | AsyncSide


@pytest.fixture(params=["sync", "async"])
def opened(request: pytest.FixtureRequest) -> Any:
    """Open the stream of `ask(engine)` on the engine at a host, and close it at the end."""

    @asynccontextmanager
    async def opening(
        host: str, ask: Callable[[Any], Any], api_version: str | None = None
    ) -> AsyncIterator[Side]:
        if request.param == "sync":
            with Engine(host, api_version=api_version) as engine:
                sync = await asyncio.to_thread(SyncSide, engine, ask)
                try:
                    yield sync
                finally:
                    await sync.close()
            return
        async with AsyncEngine(host, api_version=api_version) as other:
            side = AsyncSide(other, await ask(other))
            try:
                yield side
            finally:
                await side.close()

    return opening


# A scripted engine


def attached(engine: Any) -> Any:
    return engine.containers.attach("x", stdin=True)


@pytest.fixture
def talking(tmp_path: Path, opened: Any) -> Any:
    """Open an attach whose other end is `script(connection)`, after the answer 101."""

    @asynccontextmanager
    async def talk(script: Callable[[socket.socket], None]) -> AsyncIterator[tuple[Side, ScriptedEngine]]:
        def answered(connection: socket.socket, head: bytes) -> None:
            if b"/resize" in head:
                gone = b'{"message":"process not found"}'
                connection.sendall(answer(gone, "404 Not Found") if b"h=13" in head else answer(b""))
                return
            connection.sendall(UPGRADED)
            script(connection)

        with scripted(tmp_path / "s", answered) as server:
            async with opened(server.host, attached, "1.51") as side:
                yield side, server

    return talk


def received(connection: socket.socket) -> bytes:
    """All items until the end."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def says(data: bytes) -> Callable[[socket.socket], None]:
    def script(connection: socket.socket) -> None:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        received(connection)

    return script


def silent(connection: socket.socket) -> None:
    received(connection)


async def test_frames_come_in_order(talking: Any) -> None:
    async with talking(says(WIRE)) as (side, _):
        assert await side.rest() == HELLO


@pytest.mark.parametrize("size", [1, 7, 9])
async def test_frames_cut_anywhere_are_whole(talking: Any, size: int) -> None:
    def script(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        for start in range(0, len(WIRE), size):
            connection.sendall(WIRE[start : start + size])
        connection.shutdown(socket.SHUT_WR)
        received(connection)

    async with talking(script) as (side, _):
        assert await side.rest() == HELLO


async def test_frames_that_came_with_the_head_are_not_lost(tmp_path: Path, opened: Any) -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(UPGRADED + WIRE)
        connection.shutdown(socket.SHUT_WR)
        received(connection)

    with scripted(tmp_path / "s", script) as server:
        async with opened(server.host, attached, "1.51") as side:
            assert await side.rest() == HELLO


async def test_output_arrives_after_stdin_was_closed(talking: Any) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(encode(Frame("stdout", received(connection))))
        connection.shutdown(socket.SHUT_WR)

    async with talking(script) as (side, _):
        await side.call("write", b"\xff words ")
        await side.call("write", b"\x00\n")
        await side.call("close_stdin")
        assert await side.rest() == [Frame("stdout", b"\xff words \x00\n")]


async def test_resize_asks_beside_the_stream(talking: Any) -> None:
    async with talking(silent) as (side, server):
        await side.call("resize", 24, 80)
        assert server.heads[-1].startswith(b"POST /v1.51/containers/x/resize?h=24&w=80 ")


async def test_a_refused_resize_is_an_error_of_its_own(talking: Any) -> None:
    async with talking(says(WIRE)) as (side, _):
        with pytest.raises(NotFound, match="process not found"):
            await side.call("resize", 13, 80)
        assert await side.rest() == HELLO


async def test_closing_ends_a_blocked_read(talking: Any) -> None:
    asked = asyncio.Event()

    def script(connection: socket.socket) -> None:
        connection.sendall(WIRE)
        received(connection)

    async with talking(script) as (side, _):

        async def read() -> list[Frame]:
            first = [await side.next(), await side.next()]
            asked.set()
            rest: list[Frame] = await side.rest()
            return first + rest

        reading = asyncio.create_task(read())
        await asked.wait()
        await side.close()
        assert await asyncio.wait_for(reading, 10) == HELLO


async def test_the_engine_sees_the_end_when_the_block_is_left_by_an_error(talking: Any) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def script(connection: socket.socket) -> None:
        received(connection)
        loop.call_soon_threadsafe(ended.set)

    async with talking(script) as (side, _):
        with pytest.raises(KeyError):
            await side.fail_inside(KeyError("of the user's own"))
        await asyncio.wait_for(ended.wait(), 10)


async def test_closed_twice_is_closed(talking: Any) -> None:
    async with talking(silent) as (side, _):
        await side.close()
        await side.close()
        assert await side.rest() == []


async def test_writing_to_a_closed_connection_says_so(talking: Any) -> None:
    async with talking(lambda connection: connection.shutdown(socket.SHUT_RDWR)) as (side, _):
        with pytest.raises(ConnectionFailed):
            await side.call("write", b"x" * 10_000_000)


async def test_writing_to_a_duplex_that_was_closed_here_is_no_failure_of_the_engine(talking: Any) -> None:
    async with talking(silent) as (side, _):
        await side.close()
        with pytest.raises(ConnectionFailed, match="this stream is closed"):
            await side.call("write", b"x")


@pytest.mark.parametrize("size", [3, 8, len(WIRE) - 1])
async def test_a_cut_frame_is_no_clean_end(talking: Any, size: int) -> None:
    async with talking(says(WIRE[:size])) as (side, _):
        with pytest.raises(StreamTruncated):
            await side.rest()


async def test_an_error_of_the_daemon_amid_the_stream(talking: Any) -> None:
    wire = WIRE + b"\x03\0\0\0\0\0\0\x05alas!"
    async with talking(says(wire)) as (side, _):
        assert [await side.next(), await side.next()] == HELLO
        with pytest.raises(StreamError, match="alas!"):
            await side.next()


def echo(connection: socket.socket) -> None:
    while data := connection.recv(65536):
        connection.sendall(encode(Frame("stdout", data)))
    connection.shutdown(socket.SHUT_WR)


async def test_megabytes_both_ways_without_a_deadlock(talking: Any) -> None:
    data = bytes(range(256)) * 32_000
    pieces = list[bytes]()
    async with talking(echo) as (side, _):
        await asyncio.wait_for(side.call("communicate", data, lambda frame: pieces.append(frame.data)), 60)
    assert b"".join(pieces) == data


async def test_input_that_nobody_reads_does_not_keep_communicate(talking: Any) -> None:
    frames = list[Frame]()

    def script(connection: socket.socket) -> None:
        connection.sendall(WIRE)
        connection.shutdown(socket.SHUT_WR)  # and it reads nothing
        done.wait()

    done = threading.Event()
    async with talking(script) as (side, _):
        try:
            await asyncio.wait_for(side.call("communicate", b"x" * 10_000_000, frames.append), 60)
        finally:
            done.set()
    assert frames == HELLO


async def test_cancelling_a_read_closes_the_connection(tmp_path: Path) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(UPGRADED + WIRE)
        received(connection)
        loop.call_soon_threadsafe(ended.set)

    frames = list[Frame]()
    both = asyncio.Event()
    with scripted(tmp_path / "s", script) as server:
        async with AsyncEngine(server.host, api_version="1.51") as engine:

            async def read() -> None:
                async for frame in engine.containers.attach("x"):
                    frames.append(frame)
                    if frames == HELLO:
                        both.set()

            reading = asyncio.create_task(read())
            await asyncio.wait_for(both.wait(), 10)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            await asyncio.wait_for(ended.wait(), 10)


async def test_an_async_duplex_must_be_opened_to_be_written_to() -> None:
    async with AsyncEngine("unix:///nowhere", api_version="1.51") as engine:
        with pytest.raises(EngineError, match="this stream is not open yet"):
            await engine.containers.attach("x").write(b"words")


def test_a_duplex_that_nobody_holds_is_closed(tmp_path: Path) -> None:
    ended = threading.Event()

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(UPGRADED)
        received(connection)
        ended.set()

    with scripted(tmp_path / "s", script) as server, Engine(server.host, api_version="1.51") as engine:
        engine.containers.attach("x")
        gc.collect()
        assert ended.wait(10)


# A real engine


@pytest.fixture
def engine(engine_host: str, engine_images: object) -> Iterator[Engine]:
    with Engine(engine_host) as engine:
        yield engine


@pytest.fixture
def name(engine: Engine) -> Iterator[str]:
    """The name of a container, which is removed afterwards."""
    name = f"duplex-{uuid.uuid4().hex[:12]}"
    yield name
    try:
        engine.containers.kill(name)  # Podman would wait for its end
    except APIError:
        pass  # it has ended
    engine.containers.remove(name, force=True)


CAT = {"OpenStdin": True, "AttachStdin": True, "StdinOnce": True}


def text(frames: list[Frame]) -> dict[str, bytes]:
    """The output by stream, joined, as frames may be cut anywhere."""
    streams = {frame.stream for frame in frames}
    return {name: b"".join(frame.data for frame in frames if frame.stream == name) for name in streams}


@pytest.mark.engine
@pytest.mark.not_on(
    "Podman 4", "frames the logs of an attach wrongly: each frame is a byte longer than it says"
)
async def test_attach_to_what_has_ended_shows_its_logs(opened: Any, engine: Engine, name: str) -> None:
    engine.run("busybox", ["sh", "-c", "echo out; echo err >&2"], name=name)
    ask = lambda engine: engine.containers.attach(name, logs=True, stream=False)  # noqa: E731
    async with opened(engine.host, ask) as side:
        assert text(await side.rest()) == {"stdout": b"out\n", "stderr": b"err\n"}


@pytest.mark.engine
async def test_two_readers_of_one_container(opened: Any, engine: Engine, name: str) -> None:
    engine.run("busybox", ["cat"], name=name, detach=True, config={"OpenStdin": True})
    writer = lambda engine: engine.containers.attach(name, stdin=True)  # noqa: E731
    reader = lambda engine: engine.containers.attach(name)  # noqa: E731
    async with opened(engine.host, writer) as one, opened(engine.host, reader) as other:
        await one.call("write", b"words\n")
        assert [await one.next(), await other.next()] == [Frame("stdout", b"words\n")] * 2


@pytest.mark.engine
async def test_megabytes_through_a_container(opened: Any, engine: Engine, name: str) -> None:
    data, pieces = bytes(range(256)) * 16_000, list[bytes]()
    engine.containers.create("busybox", ["cat"], name=name, config=CAT)
    async with opened(engine.host, lambda engine: engine.containers.attach(name, stdin=True)) as side:
        engine.containers.start(name)
        await asyncio.wait_for(side.call("communicate", data, lambda frame: pieces.append(frame.data)), 60)
    assert b"".join(pieces) == data


@pytest.mark.engine
async def test_an_exec_is_written_to_half_closed_and_read(opened: Any, engine: Engine, name: str) -> None:
    engine.run("busybox", ["sleep", "600"], name=name, detach=True)
    config = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True}
    id = engine.exec.create(name, ["sh", "-c", "cat; echo err >&2; exit 6"], config=config).id
    async with opened(engine.host, lambda engine: engine.exec.start(id)) as side:
        await side.call("write", b"\xff\x00 words")
        await side.call("close_stdin")
        assert text(await side.rest()) == {"stdout": b"\xff\x00 words", "stderr": b"err\n"}
    assert engine.exec.inspect(id).exit_code == 6


@pytest.mark.engine
async def test_a_terminal_is_resized_and_all_is_stdout(opened: Any, engine: Engine, name: str) -> None:
    engine.run("busybox", ["sleep", "600"], name=name, detach=True)
    wait = 'echo go; until [ "$(stty size)" = "33 99" ]; do sleep 0.05; done 2>/dev/null; echo sized >&2'
    config = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True, "Tty": True}
    id = engine.exec.create(name, ["sh", "-c", wait], config=config).id
    async with opened(engine.host, lambda engine: engine.exec.start(id, tty=True)) as side:
        assert await side.next() == Frame("stdout", b"go\r\n")
        await side.call("resize", 33, 99)
        assert text(await side.rest()) == {"stdout": b"sized\r\n"}


@pytest.mark.engine
async def test_closing_ends_a_read_of_a_silent_container(opened: Any, engine: Engine, name: str) -> None:
    engine.run(
        "busybox",
        ["sh", "-c", "read line; echo $line; sleep 600"],
        name=name,
        detach=True,
        config={"OpenStdin": True},
    )
    async with opened(engine.host, lambda engine: engine.containers.attach(name, stdin=True)) as side:
        await side.call("write", b"words\n")
        assert await side.next() == Frame("stdout", b"words\n")
        reading = asyncio.create_task(side.rest())
        await side.close()
        assert await asyncio.wait_for(reading, 10) == []
    assert engine.containers.inspect(name).state.running


@pytest.mark.engine
async def test_a_cancelled_exec_leaves_the_engine_usable(engine: Engine, name: str) -> None:
    engine.run("busybox", ["sleep", "600"], name=name, detach=True)
    async with AsyncEngine(engine.host) as other:
        first = asyncio.Event()
        running = asyncio.ensure_future(
            other.exec.run(name, ["sh", "-c", "echo go; sleep 600"], output=lambda _: first.set())
        )
        await asyncio.wait_for(first.wait(), 30)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        result = await other.exec.run(name, ["sh", "-c", "cat; echo err >&2; exit 3"], stdin=b"words")
    assert (result.exit_code, result.stdout, result.stderr) == (3, b"words", b"err\n")


@pytest.mark.engine
@pytest.mark.not_on(
    "Podman 4", "frames the logs of an attach wrongly: each frame is a byte longer than it says"
)
def test_a_loop_ends_when_another_client_kills_the_container(engine: Engine, name: str) -> None:
    engine.run("busybox", ["sh", "-c", "echo go; sleep 600"], name=name, detach=True)
    frames = list[Frame]()
    with engine.containers.attach(name, logs=True) as duplex:
        for frame in duplex:
            frames.append(frame)
            engine.containers.kill(name)
    assert text(frames) == {"stdout": b"go\n"}


@pytest.mark.parametrize(
    "refusal",
    [
        answer(b""),
        chunked(end=False),
        b"HTTP/1.1 204 No Content\r\n\r\n",
        answer(b"", "301 Moved Permanently"),
    ],
    ids=["200", "200 without an end", "204", "301"],
)
async def test_a_connection_that_is_not_given(tmp_path: Path, opened: Any, refusal: bytes) -> None:
    with scripted(tmp_path / "s", lambda connection, _: connection.sendall(refusal)) as server:
        with pytest.raises(UpgradeRefused, match="unable to upgrade to tcp, received"):
            async with opened(server.host, attached, "1.51"):
                pass


async def test_a_connection_whose_framing_cannot_be_found_out_is_closed(tmp_path: Path, opened: Any) -> None:
    ended = threading.Event()

    def script(connection: socket.socket, head: bytes) -> None:
        if b"/attach" not in head:
            connection.sendall(answer(b"", "500 Internal Server Error"))
            return
        connection.sendall(UPGRADED.replace(b"multiplexed", b"raw"))
        received(connection)
        ended.set()

    with scripted(tmp_path / "s", script) as server:
        with pytest.raises(ServerError):
            async with opened(server.host, attached, "1.41"):
                pass
        gc.collect()  # what is left to the collector is a ResourceWarning, and so an error
        assert await asyncio.to_thread(ended.wait, 5)
