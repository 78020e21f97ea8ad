"""Concurrent calls, sync and async: `All`, `Merge`, `Join` and `Serve` over a scripted engine."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engineclient import AsyncEngine, Engine, EngineError, Frame, NotFound
from engineclient.api.containers import containers
from engineclient.api.system import system
from engineclient.calls import Steps
from engineclient.steps import All, Begin, Ended, Join, Merge, MergeEnds, Next, Serve, Sleep, Undo, attempt
from engineclient.wire.frames import encode
from tests.support import UPGRADED, ScriptedEngine, answer, chunked, scripted

MUX = ("Content-Type: application/vnd.docker.multiplexed-stream",)


class Engines:
    """A scripted engine that counts the concurrent requests, and both kinds of client for it."""

    def __init__(self, path: Path) -> None:
        self.lock = threading.Lock()
        self.now = self.most = 0
        self.gone = threading.Semaphore(0)  # a client has left a stream that would go on
        self.path = path

    def script(self, connection: socket.socket, head: bytes) -> None:
        path = head.split(b" ")[1].decode()
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self.answer(connection, path)
        finally:
            with self.lock:
                self.now -= 1

    def answer(self, connection: socket.socket, path: str) -> None:
        name = path.split("/")[3] if path.count("/") > 3 else ""
        if name == "none":
            connection.sendall(answer(b'{"message":"no such container: none"}', "404 Not Found"))
        elif "/logs" in path:
            frames = [encode(Frame("stdout", f"{name}{number}\n".encode())) for number in range(3)]
            connection.sendall(chunked(*frames, headers=MUX, end="for-ever" not in name))
            if "for-ever" in name:
                connection.recv(1)
                self.gone.release()
        elif "/wait" in path:
            connection.recv(1)  # never answered: until the client leaves
            self.gone.release()
        else:
            time.sleep(0.02)
            connection.sendall(answer(b'{"Id":"%s"}' % name.encode()))


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[tuple[Engines, ScriptedEngine]]:
    engines = Engines(tmp_path)
    with scripted(tmp_path / "s", engines.script) as server:
        yield engines, server


async def sync_perform(host: str, steps: Callable[[], Steps[Any]]) -> Any:
    def perform() -> Any:
        with Engine(host, api_version="1.51") as engine:
            return engine.perform(steps())

    before = threading.active_count()
    try:
        return await asyncio.to_thread(perform)
    finally:
        for _ in range(100):  # the loop's own worker threads stay
            if threading.active_count() <= before + 2:
                break
            await asyncio.sleep(0.01)


async def async_perform(host: str, steps: Callable[[], Steps[Any]]) -> Any:
    before = asyncio.all_tasks()
    async with AsyncEngine(host, api_version="1.51") as engine:
        try:
            return await engine.perform(steps())
        finally:
            assert asyncio.all_tasks() == before, "a task was left behind"


@pytest.fixture(params=[sync_perform, async_perform], ids=["sync", "async"])
def perform(request: pytest.FixtureRequest) -> Any:
    return request.param


def inspect(name: str) -> Steps[str]:
    return (yield from containers.inspect(name)).id


NAMES = [f"c{number:02}" for number in range(20)]


async def test_all_keeps_the_order(engines: Any, perform: Any) -> None:
    state, server = engines

    def steps() -> Steps[list[str]]:
        return (yield from All([inspect(name) for name in NAMES]))

    assert await perform(server.host, steps) == NAMES
    assert state.most > 1


async def test_all_is_bounded(engines: Any, perform: Any) -> None:
    state, server = engines

    def steps() -> Steps[list[str]]:
        return (yield from All([inspect(name) for name in NAMES], limit=3))

    assert await perform(server.host, steps) == NAMES
    assert 1 < state.most <= 3


async def test_all_of_nothing(engines: Any, perform: Any) -> None:
    def steps() -> Steps[list[str]]:
        nothing: list[Steps[str]] = []
        return (yield from All(nothing))

    assert await perform(engines[1].host, steps) == []


async def test_all_takes_calls_as_they_are(engines: Any, perform: Any) -> None:
    def steps() -> Steps[list[str]]:
        found = yield from All([containers.inspect(name) for name in NAMES[:3]])
        return [each.id for each in found]

    assert await perform(engines[1].host, steps) == NAMES[:3]


async def test_each_result_is_handed_on_in_order(engines: Any, perform: Any) -> None:
    shown: list[str] = []

    def steps() -> Steps[list[str]]:
        return (yield from All([inspect(name) for name in NAMES], each=shown.append))

    await perform(engines[1].host, steps)
    assert shown == NAMES


@pytest.mark.parametrize("limit", [1, 2, 50])
async def test_procedures_wait_for_others(engines: Any, perform: Any, limit: int) -> None:
    order: list[str] = []

    def noted(name: str) -> Steps[str]:
        order.append(f"{name} begins")
        id = yield from inspect(name)
        order.append(f"{name} ends")
        return id

    def steps() -> Steps[list[str]]:
        works = [noted(name) for name in NAMES[:4]]
        return (yield from All(works, limit=limit, after=[[3], [], [0, 1], []]))

    assert await perform(engines[1].host, steps) == NAMES[:4]
    place = {each: index for index, each in enumerate(order)}
    assert place["c03 ends"] < place["c00 begins"]
    assert place["c00 ends"] < place["c02 begins"]
    assert place["c01 ends"] < place["c02 begins"]


@pytest.mark.parametrize("finish", [False, True])
async def test_what_waits_for_an_error_never_begins(engines: Any, perform: Any, finish: bool) -> None:
    begun: list[str] = []

    def noted(name: str) -> Steps[str]:
        begun.append(name)
        return (yield from inspect(name))

    def steps() -> Steps[list[str]]:
        works = [noted(name) for name in ("none", "c01", "c02")]
        return (yield from All(works, finish=finish, after=[[], [0], []]))

    with pytest.raises(NotFound):
        await perform(engines[1].host, steps)
    assert "c01" not in begun


async def test_the_first_error_cancels_the_others(engines: Any, perform: Any) -> None:
    state, server = engines

    def wait() -> Steps[str]:
        yield from containers.wait("for-ever")
        return ""

    def late() -> Steps[str]:
        yield from Sleep(0.05)
        return (yield from inspect("none"))

    def steps() -> Steps[list[str]]:
        return (yield from All([wait(), late(), wait()]))

    with pytest.raises(NotFound):
        await asyncio.wait_for(perform(server.host, steps), 20)
    assert [state.gone.acquire(timeout=10) for _ in range(2)] == [True, True]


async def test_an_error_may_wait_for_the_others(engines: Any, perform: Any) -> None:
    shown: list[str] = []

    def note(name: str) -> Steps[None]:
        yield from containers.inspect(name)
        shown.append(name)

    def steps() -> Steps[list[None]]:
        return (yield from All([note(name) for name in ("none", *NAMES)], limit=2, finish=True))

    with pytest.raises(NotFound):
        await perform(engines[1].host, steps)
    assert sorted(shown) == NAMES


async def test_an_error_waits_for_what_lasts_and_begins_nothing_more(engines: Any, perform: Any) -> None:
    ended: list[str] = []

    def note(name: str, seconds: float) -> Steps[None]:
        yield from Sleep(seconds)
        yield from containers.inspect(name)
        ended.append(name)

    def steps() -> Steps[list[None]]:
        works = [note("none", 0.02), note("lasts", 0.2), note("ends", 20), note("waits", 0)]
        return (yield from All(works, after=[[], [], [], [1]], lasting=[1, 3]))

    with pytest.raises(NotFound):
        await perform(engines[1].host, steps)
    assert ended == ["lasts"]


async def test_an_attempt_gives_its_error(engines: Any, perform: Any) -> None:
    def steps() -> Steps[list[Any]]:
        return (yield from All([attempt(inspect(name)) for name in ("a", "none", "b")]))

    first, second, third = await perform(engines[1].host, steps)
    assert (first, type(second), third) == ("a", NotFound, "b")


async def test_what_is_open_in_a_cancelled_procedure_is_closed(engines: Any, perform: Any) -> None:
    state, server = engines

    def read() -> Steps[None]:
        stream = yield from containers.logs("for-ever", follow=True)
        while (yield from Next(stream)):
            pass

    def begun() -> Steps[None]:
        waiting = yield from Begin(containers.wait("for-ever"))
        yield from waiting.result()

    def fail() -> Steps[None]:
        yield from Sleep(0.1)
        raise LookupError("of the procedure's own")

    def steps() -> Steps[Any]:
        return (yield from All([read(), fail(), begun()]))

    with pytest.raises(LookupError):
        await asyncio.wait_for(perform(server.host, steps), 20)
    assert [state.gone.acquire(timeout=10) for _ in range(2)] == [True, True]


@pytest.mark.parametrize("where", ["in a request", "in a sleep"])
async def test_a_cancelled_procedure_undoes_what_it_has_made(engines: Any, perform: Any, where: str) -> None:
    _, server = engines

    def make(name: str) -> Steps[None]:
        yield from Undo(containers.remove(name, force=True))
        yield from containers.wait("for-ever") if where == "in a request" else Sleep(60)

    def late() -> Steps[None]:
        yield from Sleep(0.1)
        yield from containers.inspect("none")

    def nested() -> Steps[Any]:
        return (yield from All([make("inside")]))

    def steps() -> Steps[Any]:
        return (yield from All([make("made"), late(), nested()]))

    with pytest.raises(NotFound):
        await asyncio.wait_for(perform(server.host, steps), 20)
    removed = {head.split(b" ")[1] for head in server.heads if head.startswith(b"DELETE ")}
    assert removed == {b"/v1.51/containers/made?force=1", b"/v1.51/containers/inside?force=1"}


def collect(merge: Merge[str, Frame] | MergeEnds[str, Frame]) -> Steps[list[Any]]:
    items = []
    merged: Any = yield from merge
    while (item := (yield from Next(merged))) is not None:
        items.append(item)
    return items


def logs(*names: str) -> dict[str, Any]:
    return {name: containers.logs(name, follow=True) for name in names}


def of(items: Iterable[tuple[str, Any]], name: str) -> list[Any]:
    return [item for key, item in items if key == name]


FRAMES = {name: [Frame("stdout", f"{name}{number}\n".encode()) for number in range(3)] for name in "abc"}


async def test_merged_streams_keep_whose_they_are(engines: Any, perform: Any) -> None:
    items = await perform(engines[1].host, lambda: collect(Merge(logs("a", "b", "c"))))
    assert {name: of(items, name) for name in "abc"} == FRAMES


async def test_no_streams_have_no_items(engines: Any, perform: Any) -> None:
    assert await perform(engines[1].host, lambda: collect(Merge({}))) == []


async def test_the_end_of_a_stream_may_be_an_item(engines: Any, perform: Any) -> None:
    items = await perform(engines[1].host, lambda: collect(MergeEnds(logs("a", "none"))))
    assert of(items, "a") == [*FRAMES["a"], Ended(None)]
    (end,) = of(items, "none")
    assert isinstance(end.error, NotFound)


async def test_an_error_of_one_stream_closes_the_others(engines: Any, perform: Any) -> None:
    with pytest.raises(NotFound):
        await asyncio.wait_for(
            perform(engines[1].host, lambda: collect(Merge(logs("for-ever", "none", "for-ever-2")))), 20
        )


async def test_a_stream_is_added(engines: Any, perform: Any) -> None:
    def steps() -> Steps[list[Any]]:
        merged = yield from Merge(logs("a"))
        items = [(yield from Next(merged))]
        yield from Join(merged, "b", containers.logs("b", follow=True))
        while (item := (yield from Next(merged))) is not None:
            items.append(item)
        with pytest.raises(EngineError, match="have ended"):
            yield from Join(merged, "c", containers.logs("c", follow=True))
        return items

    items = await perform(engines[1].host, steps)
    assert {name: of(items, name) for name in "ab"} == {name: FRAMES[name] for name in "ab"}


async def test_leaving_merged_streams_closes_all(engines: Any, perform: Any) -> None:
    state, server = engines

    def steps() -> Steps[None]:
        merged = yield from Merge(logs("for-ever-1", "for-ever-2"))
        keys: set[str] = set()
        while len(keys) < 2:
            item = yield from Next(merged)
            assert item is not None
            keys.add(item[0])

    await asyncio.wait_for(perform(server.host, steps), 20)
    assert [state.gone.acquire(timeout=10) for _ in range(2)] == [True, True]


def test_a_sync_engine_merges(engines: Any) -> None:
    with Engine(engines[1].host, api_version="1.51") as engine:
        items = list(engine.merge(logs("a", "b")))
    assert {name: of(items, name) for name in "ab"} == {name: FRAMES[name] for name in "ab"}


async def test_an_async_engine_merges(engines: Any) -> None:
    async with AsyncEngine(engines[1].host, api_version="1.51") as engine:
        items = [item async for item in engine.merge(logs("a", "b"))]
    assert {name: of(items, name) for name in "ab"} == {name: FRAMES[name] for name in "ab"}


def test_closing_merged_streams_ends_a_read_in_another_thread(engines: Any) -> None:
    _, server = engines
    with Engine(server.host, api_version="1.51") as engine:
        stream = engine.merge(logs("for-ever-1", "for-ever-2"))
        next(stream)
        items: list[Any] = []
        reader = threading.Thread(target=lambda: items.extend(stream), daemon=True)
        reader.start()
        time.sleep(0.1)  # now it waits for more
        stream.close()
        reader.join(20)
        assert not reader.is_alive()


async def _rest(stream: Any) -> list[Any]:
    return [item async for item in stream]


async def test_closing_merged_streams_ends_a_read_in_another_task(engines: Any) -> None:
    _, server = engines
    async with AsyncEngine(server.host, api_version="1.51") as engine:
        stream = engine.merge(logs("for-ever-1", "for-ever-2"))
        await anext(stream)
        reader = asyncio.ensure_future(_rest(stream))
        await asyncio.sleep(0)
        await stream.aclose()
        await asyncio.wait_for(reader, 20)


def test_ctrl_c_leaves_nothing_behind(engines: Any) -> None:
    """Interrupt the main thread while it waits for the others."""
    import signal

    state, server = engines

    def steps() -> Steps[Any]:
        return (yield from All([containers.wait("for-ever"), containers.wait("for-ever")]))

    main = threading.get_ident()
    threading.Timer(0.2, signal.pthread_kill, [main, signal.SIGINT]).start()
    before = threading.active_count()
    with Engine(server.host, api_version="1.51") as engine, pytest.raises(KeyboardInterrupt):
        engine.perform(steps())
    assert [state.gone.acquire(timeout=10) for _ in range(2)] == [True, True]
    for _ in range(500):
        if threading.active_count() <= before:
            break
        time.sleep(0.01)
    assert threading.active_count() <= before


async def test_cancelling_a_task_leaves_nothing_behind(engines: Any) -> None:
    state, server = engines

    def steps() -> Steps[Any]:
        return (yield from All([containers.wait("for-ever"), containers.wait("for-ever")]))

    async with AsyncEngine(server.host, api_version="1.51") as engine:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(engine.perform(steps()), 0.2)
        assert [await asyncio.to_thread(state.gone.acquire, timeout=10) for _ in range(2)] == [True, True]
        assert asyncio.all_tasks() == {asyncio.current_task()}


class Doubling:
    """A server that sends every byte back twice, and fails at `!`."""

    def feed(self, data: bytes) -> Iterable[bytes]:
        if b"!" in data:
            raise LookupError("of the server's own")
        for start in range(0, len(data), 1000):
            yield b"".join(bytes((byte, byte)) for byte in data[start : start + 1000])


@pytest.fixture
def calling(tmp_path: Path) -> Iterator[Any]:
    """An engine that makes requests on a hijacked connection: it sends `words`, and keeps the reply."""
    heard: dict[str, bytes] = {}

    def script(connection: socket.socket, head: bytes) -> None:
        if b"/attach" not in head:
            for _ in range(500):
                if heard.get("done"):
                    break
                time.sleep(0.01)
            connection.sendall(answer(b'{"ID":"x"}'))
            return
        connection.sendall(UPGRADED + calls["first"])
        connection.sendall(calls["then"])
        size = 2 * (len(calls["first"]) + len(calls["then"]))
        got = b""
        while len(got) < size and (data := connection.recv(65536)):
            got += data
        heard["got"], heard["done"] = got, b"1"
        connection.recv(1)  # until the client is done

    calls = {"first": b"ab", "then": b"cd" * 50_000}
    with scripted(tmp_path / "s", script) as server:
        yield server, calls, heard


async def test_a_connection_is_served_beside_a_procedure(calling: Any, perform: Any) -> None:
    server, _, heard = calling

    def steps() -> Steps[Any]:
        duplex = yield from containers.attach("x")
        serving = yield from Serve(duplex, Doubling())
        info = yield from system.info()
        return info.id, serving.error

    assert await asyncio.wait_for(perform(server.host, steps), 30) == ("x", None)
    assert heard["got"] == b"aabb" + b"ccdd" * 50_000


async def test_the_error_of_a_server_is_kept(calling: Any, perform: Any) -> None:
    server, calls, _ = calling
    calls["first"] = b"!"

    def steps() -> Steps[Any]:
        duplex = yield from containers.attach("x")
        serving = yield from Serve(duplex, Doubling())
        yield from system.info()
        return serving

    serving = await asyncio.wait_for(perform(server.host, steps), 30)
    assert (type(serving.error), serving.over) == (LookupError, True)
