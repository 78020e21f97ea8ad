"""Operations of an engine through TLS and ssh, with the same results as through its socket."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engineclient import AsyncEngine, Engine, NotFound
from engineclient.connect.hosts import Endpoint
from engineclient.procedures.copy import copy_from, copy_to

pytestmark = pytest.mark.engine

SLEEPER = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]


@pytest.fixture
def engine(peer: Endpoint) -> Iterator[Engine]:
    with Engine(peer) as engine:
        yield engine


@pytest.fixture
def sleeper(engine: Engine) -> Iterator[str]:
    """A running container."""
    id = engine.run("busybox", SLEEPER, detach=True).id
    yield id
    engine.containers.remove(id, force=True)


def test_run_with_input_that_ends(engine: Engine) -> None:
    """The end of the input is a half-close: cat ends, and its output still arrives."""
    content = bytes(range(256)) * 8000
    result = engine.run("busybox", ["cat"], stdin=content, remove=True)
    assert result.exit_code == 0
    assert result.stdout == content


async def test_run_with_input_that_ends_async(peer: Endpoint) -> None:
    content = bytes(range(256)) * 8000
    async with AsyncEngine(peer) as engine:
        result = await engine.run("busybox", ["cat"], stdin=content, remove=True)
    assert result.stdout == content


def test_exec(engine: Engine, sleeper: str) -> None:
    result = engine.exec.run(sleeper, ["sh", "-c", "cat; echo err >&2; exit 7"], stdin=b"in")
    assert (result.exit_code, result.stdout, result.stderr) == (7, b"in", b"err\n")


def test_errors_are_the_engines(engine: Engine) -> None:
    with pytest.raises(NotFound, match="No such container: nope"):
        engine.containers.inspect("nope")


def test_logs_come_as_they_are_printed(engine: Engine) -> None:
    id = engine.run("busybox", ["sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.2; done"], detach=True).id
    try:
        lines = [bytes(frame.data) for frame in engine.containers.logs(id, follow=True)]
        assert b"".join(lines) == b"1\n2\n3\n"
    finally:
        engine.containers.remove(id, force=True)


def test_copy_there_and_back(engine: Engine, sleeper: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * 40_000
    (tmp_path / "data").write_bytes(content)
    engine.perform(copy_to(sleeper, str(tmp_path / "data"), "/tmp/data"))
    engine.perform(copy_from(sleeper, "/tmp/data", str(tmp_path / "back")))
    assert (tmp_path / "back").read_bytes() == content


def test_close_wakes_a_blocked_reader(engine: Engine, sleeper: str) -> None:
    stream = engine.containers.logs(sleeper, follow=True)
    ended = threading.Event()

    def read() -> None:
        for _ in stream:
            pass
        ended.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    time.sleep(0.3)
    stream.close()
    assert ended.wait(10)


async def test_cancelling_ends_a_stream(peer: Endpoint) -> None:
    async with AsyncEngine(peer) as engine:

        async def read() -> None:
            async for _ in engine.events():
                pass

        task = asyncio.create_task(read())
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await engine.ping()).api_version  # others go on


def test_many_calls_at_once(engine: Engine, sleeper: str) -> None:
    with ThreadPoolExecutor(20) as pool:
        names = [*pool.map(lambda _: engine.containers.inspect(sleeper).id, range(50))]
    assert names == [sleeper] * 50


async def test_many_calls_at_once_async(peer: Endpoint) -> None:
    async with AsyncEngine(peer) as engine:
        versions = await asyncio.gather(*(engine.version() for _ in range(20)))
    assert len({version.version for version in versions}) == 1


def test_a_connection_is_kept(tls_endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    from engineclient.transport.tls import TLSLine

    handshakes: list[object] = []
    original = TLSLine.handshake

    async def counted(self: TLSLine, timeout: float | None) -> None:
        handshakes.append(self)
        await original(self, timeout)

    monkeypatch.setattr(TLSLine, "handshake", counted)
    with Engine(tls_endpoint) as engine:
        for _ in range(5):
            engine.version()
    assert len(handshakes) == 1
