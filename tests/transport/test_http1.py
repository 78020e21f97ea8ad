"""The exchange, sync and async, with engines that are slow, endless, broken, or gone: every end is an error of its kind."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import io
import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engineclient import (
    APIError,
    AsyncEngine,
    ConnectionFailed,
    DecodeError,
    Engine,
    EngineTimeout,
    Frame,
    StreamTruncated,
    Timeout,
)
from engineclient.wire.frames import encode
from tests.support import UPGRADED, Script, ScriptedEngine, answer, chunked, scripted


async def sync_act(host: str, act: Callable[[Any], Any], **options: Any) -> Any:
    def inside() -> Any:
        with Engine(host, api_version="1.51", **options) as engine:
            return act(engine)

    async with asyncio.timeout(30):
        return await asyncio.to_thread(inside)


async def async_act(host: str, act: Callable[[Any], Any], **options: Any) -> Any:
    async def inside() -> Any:
        async with AsyncEngine(host, api_version="1.51", **options) as engine:
            result = act(engine)
            return await result if inspect.isawaitable(result) else result

    async with asyncio.timeout(30):
        return await inside()


@pytest.fixture(params=[sync_act, async_act], ids=["sync", "async"])
def perform(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Callable[[Script], ScriptedEngine]]:
    with contextlib.ExitStack() as closing:
        yield lambda script: closing.enter_context(scripted(tmp_path / "s", script))


def dripping(whole: bytes, pause: float = 0.05) -> Script:
    def script(connection: socket.socket, head: bytes) -> None:
        for byte in whole:
            connection.sendall(bytes((byte,)))
            time.sleep(pause)

    return script


def endless(first: bytes, again: bytes) -> Script:
    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(again * 1000)

    return script


def everything(stream: Any) -> Any:
    """All items of a stream of either kind."""
    if hasattr(stream, "__next__"):
        return list(stream)

    async def items() -> list[Any]:
        return [item async for item in stream]

    return items()


# Timeouts

SLOW: dict[str, bytes] = {"head": answer(b"{}"), "body": answer(b" " * 1000)}


@pytest.mark.parametrize("whole", SLOW.values(), ids=SLOW)
async def test_a_total_timeout_ends_what_drips(perform: Any, engine: Any, whole: bytes) -> None:
    server = engine(dripping(whole))
    with pytest.raises(EngineTimeout):
        await perform(server.host, lambda engine: engine.info(), timeout=Timeout(silence=1, total=0.3))


async def test_a_silence_is_not_the_whole_call(perform: Any, engine: Any) -> None:
    server = engine(dripping(answer(b"{}"), 0.005))
    assert (await perform(server.host, lambda engine: engine.info(), timeout=0.3)).raw == {}


async def test_a_stream_must_begin_within_the_total(perform: Any, engine: Any) -> None:
    server = engine(dripping(chunked(b"x")))
    with pytest.raises(EngineTimeout):
        await perform(
            server.host, lambda engine: everything(engine.containers.export("x")), timeout=Timeout(total=0.3)
        )


async def test_a_stream_goes_on_beyond_the_total(perform: Any, engine: Any) -> None:
    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(chunked(b"a", end=False))
        time.sleep(0.4)
        connection.sendall(b"1\r\nb\r\n0\r\n\r\n")

    server = engine(script)
    parts = await perform(
        server.host, lambda engine: everything(engine.containers.export("x")), timeout=Timeout(total=0.2)
    )
    assert b"".join(parts) == b"ab"


@pytest.mark.parametrize("head", [UPGRADED, chunked(end=False)], ids=["hijack", "chunks"])
async def test_the_silence_of_a_stream_may_be_limited(perform: Any, engine: Any, head: bytes) -> None:
    server = engine(lambda connection, _: connection.sendall(head))
    ask = "attach" if head is UPGRADED else "export"
    with pytest.raises(EngineTimeout):
        await perform(
            server.host,
            lambda engine: everything(getattr(engine.containers, ask)("x")),
            timeout=Timeout(stream=0.2),
        )


async def test_an_engine_that_does_not_read_is_a_timeout(perform: Any, engine: Any) -> None:
    left = threading.Event()
    server = engine(lambda connection, _: left.wait(20))
    try:
        with pytest.raises(EngineTimeout, match="does not read"):
            await perform(
                server.host,
                lambda engine: engine.containers.put_archive("x", "/", b"x" * 10_000_000),
                timeout=0.2,
            )
    finally:
        left.set()


def test_a_plain_number_is_a_silence() -> None:
    assert Engine("unix:///s", timeout=7).timeout == Timeout(silence=7)
    assert Engine("unix:///s", timeout=None).timeout == Timeout(silence=None)
    assert Engine("unix:///s").timeout == Timeout(silence=60)


@pytest.mark.parametrize(
    "act",
    [
        lambda engine: engine.containers.create("busybox"),
        lambda engine: engine.containers.start("x"),
        lambda engine: engine.containers.stop("x"),
        lambda engine: engine.containers.wait("x"),
        lambda engine: engine.containers.remove("x"),
        lambda engine: engine.images.remove("x"),
    ],
    ids=["create", "start", "stop", "wait", "rm", "rmi"],
)
async def test_an_engine_may_be_silent_over_what_takes_its_time(perform: Any, engine: Any, act: Any) -> None:
    def script(connection: socket.socket, head: bytes) -> None:
        time.sleep(0.2)
        connection.sendall(answer(b"[]" if b"/images" in head else b'{"Id":"x","StatusCode":0}'))

    await perform(engine(script).host, act, timeout=0.1)


# Bounds

ENDLESS: dict[str, tuple[bytes, bytes]] = {
    "header": (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: x\r\n"),
    "status line": (b"HTTP/1.1 200 ", b"O"),
    "informational answers": (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "chunk extension": (chunked(end=False) + b"1;", b"x"),
    "trailers": (chunked(b"{}", end=False) + b"0\r\n", b"X: x\r\n"),
    "chunks": (chunked(end=False), b"4\r\n    \r\n"),
    "body": (b"HTTP/1.1 200 OK\r\n\r\n", b" " * 100),
    "body of an error": (b"HTTP/1.1 500 No\r\n\r\n", b" " * 100),
}


@pytest.mark.parametrize(("first", "again"), ENDLESS.values(), ids=ENDLESS)
async def test_what_has_no_end_is_refused(perform: Any, engine: Any, first: bytes, again: bytes) -> None:
    server = engine(endless(first, again))
    with pytest.raises(DecodeError):
        await perform(server.host, lambda engine: engine.info(), body_limit=2_000_000)


async def test_the_limit_of_bodies_is_the_users(perform: Any, engine: Any) -> None:
    server = engine(lambda connection, _: connection.sendall(answer(b'{"ID":"' + b"x" * 5000 + b'"}')))
    with pytest.raises(DecodeError, match="longer than 5000 bytes; see Engine\\(body_limit=\\)"):
        await perform(server.host, lambda engine: engine.info(), body_limit=5000)
    assert len((await perform(server.host, lambda engine: engine.info(), body_limit=6000)).id) == 5000


# Sources of uploads that fail


def failing(error: BaseException) -> Iterator[bytes]:
    yield b"x" * 100_000
    raise error


async def afailing(error: BaseException) -> AsyncIterator[bytes]:
    for piece in failing(error):
        yield piece


def swallow(connection: socket.socket, head: bytes) -> None:
    with contextlib.suppress(OSError):
        while connection.recv(65536):
            pass


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), TimeoutError("mine"), LookupError("x")])
async def test_what_a_source_raises_comes_out(perform: Any, engine: Any, error: Exception) -> None:
    server = engine(swallow)
    with pytest.raises(type(error)) as caught:
        await perform(server.host, lambda engine: engine.containers.put_archive("x", "/", failing(error)))
    # asyncio copies a TimeoutError
    assert (type(caught.value), caught.value.args) == (
        type(error),
        error.args,
    )


async def test_what_an_async_source_raises_comes_out(engine: Any) -> None:
    server, error = engine(swallow), OSError(5, "Input/output error")
    with pytest.raises(OSError, match="Input/output") as caught:
        await async_act(server.host, lambda engine: engine.containers.put_archive("x", "/", afailing(error)))
    assert caught.value is error


async def test_an_async_source_needs_an_async_engine(engine: Any) -> None:
    with pytest.raises(TypeError, match="AsyncEngine"):
        await sync_act(
            engine(swallow).host,
            lambda engine: engine.containers.put_archive("x", "/", afailing(OSError())),
        )


async def test_a_source_that_does_not_block_is_waited_for(perform: Any, engine: Any) -> None:
    got = bytearray()

    def script(connection: socket.socket, head: bytes) -> None:
        while not got.endswith(b"0\r\n\r\n"):
            got.extend(connection.recv(65536))
        connection.sendall(answer(b""))

    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    os.write(theirs, b"first")

    def finish() -> None:
        os.write(theirs, b"second")
        os.close(theirs)

    threading.Timer(0.1, finish).start()
    with io.FileIO(ours) as raw:
        await perform(engine(script).host, lambda engine: engine.containers.put_archive("x", "/", raw))
    assert bytes(got) == b"5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n"


# Answers at odd moments


async def test_an_answer_that_comes_early_is_read(perform: Any, engine: Any) -> None:
    """The engine refuses, reads no more, and does not close: without looking, the upload would wait for ever."""
    left = threading.Event()

    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(answer(b'{"message":"no such container"}', "404 Not Found"))
        left.wait(20)

    def pieces() -> Iterator[bytes]:
        yield b"x" * 1000
        time.sleep(0.2)
        for _ in range(1000):
            yield b"x" * 100_000

    server = engine(script)
    try:
        with pytest.raises(APIError, match="no such container"):
            await perform(
                server.host, lambda engine: engine.containers.put_archive("x", "/", pieces()), timeout=10
            )
    finally:
        left.set()


async def test_progress_during_an_upload_is_not_the_end_of_it(perform: Any, engine: Any) -> None:
    got = bytearray()

    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(chunked(b'{"stream":"begun"}\n', end=False))
        while not got.endswith(b"0\r\n\r\n"):
            got.extend(connection.recv(65536))
        connection.sendall(b'13\r\n{"stream":"ended"}\n\r\n0\r\n\r\n')

    def pieces() -> Iterator[bytes]:
        for _ in range(5):
            time.sleep(0.05)
            yield b"abc"

    records = await perform(engine(script).host, lambda engine: everything(engine.images.load(pieces())))
    assert [record.stream for record in records] == ["begun", "ended"]
    assert bytes(got) == b"3\r\nabc\r\n" * 5 + b"0\r\n\r\n"


@pytest.mark.parametrize("unread", [False, True], ids=["all read", "some unread"])
async def test_an_engine_that_goes_during_an_upload_is_a_broken_pipe(
    perform: Any, engine: Any, unread: bool
) -> None:
    """Whichever of reading and writing meets it first, docker tells the error of writing."""
    gone = threading.Event()

    def script(connection: socket.socket, head: bytes) -> None:
        while not unread and not head.endswith(b"first\r\n"):
            head += connection.recv(65536)
        connection.close()
        gone.set()

    def pieces() -> Iterator[bytes]:
        yield b"first"
        gone.wait(20)
        yield b"second"

    with pytest.raises(ConnectionFailed, match="write: broken pipe"):
        await perform(engine(script).host, lambda engine: engine.containers.put_archive("x", "/", pieces()))


def closes_kept_connections() -> Script:
    """An engine that answers the first request of a connection, and closes as the second arrives."""
    seen: dict[int, int] = {}

    def script(connection: socket.socket, head: bytes) -> None:
        number = connection.fileno()
        seen[number] = seen.get(number, 0) + 1
        if seen[number] == 2:
            seen.pop(number)
            connection.shutdown(socket.SHUT_RDWR)
            return
        connection.sendall(answer(b'{"ID":"x"}'))

    return script


async def test_a_read_on_a_connection_that_closes_is_sent_again(perform: Any, engine: Any) -> None:
    server = engine(closes_kept_connections())

    def several(engine: Any) -> Any:
        if isinstance(engine, Engine):
            return [engine.info().id for _ in range(4)]

        async def items() -> list[str]:
            return [(await engine.info()).id for _ in range(4)]

        return items()

    assert await perform(server.host, several) == ["x"] * 4


async def test_a_change_is_never_sent_twice(perform: Any, engine: Any) -> None:
    server = engine(closes_kept_connections())

    def act(engine: Any) -> Any:
        if isinstance(engine, Engine):
            engine.info()
            return engine.containers.kill("x")

        async def items() -> None:
            await engine.info()
            await engine.containers.kill("x")

        return items()

    with pytest.raises(ConnectionFailed):
        await perform(server.host, act)
    assert len([head for head in server.heads if head.startswith(b"POST")]) == 1


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "303 See Other", "307 X", "308 X"])
@pytest.mark.parametrize("verb", ["start", "stop", "kill", "restart", "pause", "unpause", "remove"])
async def test_a_redirect_is_no_success(perform: Any, engine: Any, status: str, verb: str) -> None:
    server = engine(lambda connection, _: connection.sendall(answer(b"", status, "Location: /elsewhere")))
    with pytest.raises(APIError, match="unexpected redirect in response"):
        await perform(server.host, lambda engine: getattr(engine.containers, verb)("x"))


@pytest.mark.parametrize(
    ("verb", "allowed"), [("start", True), ("stop", True), ("kill", False), ("remove", False)]
)
async def test_304_is_an_answer_where_the_api_says_so(
    perform: Any, engine: Any, verb: str, allowed: bool
) -> None:
    server = engine(lambda connection, _: connection.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n"))
    act = lambda engine: getattr(engine.containers, verb)("x")  # noqa: E731
    if allowed:
        assert await perform(server.host, act) is False
    else:
        with pytest.raises(APIError):
            await perform(server.host, act)


async def test_a_read_that_timed_out_goes_on(engine: Any) -> None:
    frame = encode(Frame("stdout", b"late"))
    goes_on = threading.Event()

    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(
            chunked(headers=("Content-Type: application/vnd.docker.multiplexed-stream",), end=False)
        )
        goes_on.wait(20)
        connection.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(frame), frame))

    async with AsyncEngine(engine(script).host, api_version="1.51") as client:
        async with client.containers.logs("x", follow=True) as stream:
            for _ in range(3):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(anext(stream), 0.05)
            goes_on.set()
            assert (await asyncio.wait_for(anext(stream), 10)).data == b"late"
            assert [frame async for frame in stream] == []


@pytest.mark.parametrize("opened", ["logs", "attach"])
async def test_a_stream_s_own_timeout_is_no_end_of_it(perform: Any, engine: Any, opened: str) -> None:
    """As a read that was cancelled: the next one waits again, and a clean end is told by nothing else."""
    frame = encode(Frame("stdout", b"late"))
    goes_on = threading.Event()

    def script(connection: socket.socket, head: bytes) -> None:
        if opened == "attach":
            connection.sendall(UPGRADED)
            goes_on.wait(20)
            connection.sendall(frame)
            raise OSError("hang up")
        connection.sendall(
            chunked(headers=("Content-Type: application/vnd.docker.multiplexed-stream",), end=False)
        )
        goes_on.wait(20)
        connection.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(frame), frame))

    def act(engine: Any) -> Any:
        stream = getattr(engine.containers, opened)("x")

        def items() -> list[bytes]:
            for _ in range(3):
                with pytest.raises(EngineTimeout):
                    next(stream)
            goes_on.set()
            return [frame.data for frame in stream]

        async def async_items() -> list[bytes]:
            for _ in range(3):
                with pytest.raises(EngineTimeout):
                    await anext(stream)
            goes_on.set()
            return [frame.data async for frame in stream]

        return async_items() if hasattr(stream, "__anext__") else items()

    assert await perform(engine(script).host, act, timeout=Timeout(stream=0.2)) == [b"late"]


# Connecting


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """A socket whose queue is full, and its listener, which may begin to accept."""
    listener = socket.socket(socket.AF_UNIX)
    path = str(tmp_path / "full")
    listener.bind(path)
    listener.listen(0)
    waiting: list[socket.socket] = []
    while True:
        client = socket.socket(socket.AF_UNIX)
        client.setblocking(False)
        waiting.append(client)
        try:
            client.connect(path)
        except BlockingIOError:
            break
    yield path, listener
    for client in waiting:
        client.close()
    listener.close()


async def test_a_full_queue_is_waited_for(perform: Any, full: Any) -> None:
    path, listener = full

    def serve() -> None:
        time.sleep(0.2)
        listener.settimeout(5)
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    connection.settimeout(1)
                    with contextlib.suppress(OSError):
                        if connection.recv(65536):
                            connection.sendall(answer(b'{"ID":"x"}'))
                            return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        assert (await perform(f"unix://{path}", lambda engine: engine.info(), timeout=5)).id == "x"
    finally:
        thread.join()


async def test_a_queue_that_stays_full_is_an_error(perform: Any, full: Any) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        await perform(f"unix://{full[0]}", lambda engine: engine.info(), timeout=0.2)
    assert not caught.value.reached


async def test_connecting_does_not_stop_the_loop(full: Any) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    async with AsyncEngine(f"unix://{full[0]}", api_version="1.51", timeout=None) as client:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.info(), 0.3)
    ticking.cancel()
    assert ticks > 5


@pytest.mark.parametrize(
    ("script", "error", "reached"),
    [
        (b"", ConnectionFailed, True),
        (b"HTTP/1.1 200 OK\r\nConte", ConnectionFailed, True),
        (answer(b"{}")[:-1], StreamTruncated, None),
        (chunked(b"{}", end=False), StreamTruncated, None),
        (b"nonsense\r\n\r\n", ConnectionFailed, True),
    ],
    ids=["nothing", "half a head", "half a body", "no last chunk", "no HTTP"],
)
async def test_each_break_is_an_error_of_its_kind(
    perform: Any, engine: Any, script: bytes, error: type[Exception], reached: bool | None
) -> None:
    def cut(connection: socket.socket, head: bytes) -> None:
        connection.sendall(script)
        connection.shutdown(socket.SHUT_RDWR)

    with pytest.raises(error) as caught:
        await perform(engine(cut).host, lambda engine: engine.info())
    assert getattr(caught.value, "reached", None) == reached
