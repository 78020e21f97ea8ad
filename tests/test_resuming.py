"""Resume the stream of events after its connection is lost, sync and async."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engineclient import ConnectionFailed, NotFound
from engineclient.errors import EngineError, StreamTruncated
from tests.support import answer, chunked, scripted
from tests.worlds import KINDS, world

NOW = 1_700_000_000


def record(number: int) -> bytes:
    fields = {"Type": "container", "Action": f"a{number}", "Actor": {"ID": "c", "Attributes": {}}}
    return json.dumps({**fields, "time": NOW, "timeNano": NOW * 10**9 + number}).encode() + b"\n"


def records(*numbers: int, end: bool = False) -> bytes:
    return chunked(*(record(number) for number in numbers), end=end)


Play = Callable[..., Any]


def script(*connections: bytes) -> Callable[[socket.socket, bytes], None]:
    """Answers each request for events with the next of `connections` and closes it; later requests get no answer."""
    left = list(connections)

    def play(connection: socket.socket, head: bytes) -> None:
        if b"/_ping" in head:
            connection.sendall(answer(b"OK"))
            return
        if left:
            connection.sendall(left.pop(0))
            connection.shutdown(socket.SHUT_RDWR)

    return play


def asked(heads: list[bytes]) -> list[str]:
    found = [re.search(rb"/events(?:\?since=([^ &]+))?", head) for head in heads]
    return [(each[1] or b"").decode() for each in found if each]


@pytest.mark.parametrize("kind", KINDS)
async def test_it_goes_on_without_gap_and_without_duplicate(kind: str, tmp_path: Path) -> None:
    lost: list[EngineError | None] = []
    play = script(records(1, 2), records(1, 2, 3), b"", records(3, 4, end=True), records(3, 4, 5))
    with scripted(tmp_path / "s", play) as engine:
        async with world(kind, lambda make: make(engine.host)) as it:
            actions = []
            async for event in it.each(it.engine.events(reconnect=True, reconnected=lost.append)):
                actions.append(event.action)
                if len(actions) == 5:
                    break
    assert actions == ["a1", "a2", "a3", "a4", "a5"]
    assert asked(engine.heads) == ["", *(f"{NOW}.000000001",) * 4]
    assert [type(each) for each in lost] == [StreamTruncated, StreamTruncated, type(None)]


@pytest.mark.parametrize("kind", KINDS)
async def test_without_reconnect_the_loss_is_an_error(kind: str, tmp_path: Path) -> None:
    with scripted(tmp_path / "s", script(records(1))) as engine:
        async with world(kind, lambda make: make(engine.host)) as it:
            with pytest.raises(StreamTruncated):
                await it.all(it.engine.events())


@pytest.mark.parametrize("kind", KINDS)
async def test_with_until_an_orderly_end_is_the_end(kind: str, tmp_path: Path) -> None:
    with scripted(tmp_path / "s", script(records(1), records(1, 2, end=True))) as engine:
        async with world(kind, lambda make: make(engine.host)) as it:
            events = await it.all(it.engine.events(until=NOW, reconnect=True))
    assert [event.action for event in events] == ["a1", "a2"]


@pytest.mark.parametrize("kind", KINDS)
async def test_an_engine_that_stays_away_is_an_error_after_that_time(kind: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    engine = scripted(tmp_path / "s", script(records(1)))
    started = engine.__enter__()
    async with world(kind, lambda make: make(started.host)) as it:
        stream = await it.do(it.engine.events(reconnect=0.3))
        engine.__exit__(None, None, None)
        (tmp_path / "s").unlink()
        with pytest.raises(ConnectionFailed):
            await it.all(stream)
    assert time.monotonic() - begun >= 0.3


@pytest.mark.parametrize("kind", KINDS)
async def test_the_first_connection_is_not_tried_again(kind: str, tmp_path: Path) -> None:
    async with world(kind, lambda make: make(f"unix://{tmp_path}/none")) as it:
        with pytest.raises(ConnectionFailed):
            await it.all(it.engine.events(reconnect=True))


@pytest.mark.parametrize("kind", KINDS)
async def test_an_engines_refusal_is_no_loss(kind: str, tmp_path: Path) -> None:
    with scripted(tmp_path / "s", script(records(1), answer(b"", "404 Not Found"))) as engine:
        async with world(kind, lambda make: make(engine.host)) as it:
            with pytest.raises(NotFound):
                await it.all(it.engine.events(reconnect=True))


@pytest.mark.parametrize("kind", KINDS)
async def test_closing_ends_it_while_it_connects_again(kind: str, tmp_path: Path) -> None:
    with scripted(tmp_path / "s", script(records(1), *(b"" for _ in range(50)))) as engine:
        async with world(kind, lambda make: make(engine.host)) as it:
            stream = await it.do(it.engine.events(reconnect=True))
            if it.is_async:
                import asyncio

                reading = asyncio.ensure_future(it.all(stream))
                await asyncio.sleep(0.25)
                await stream.aclose()
                found = await reading
            else:
                import threading

                threading.Timer(0.25, stream.close).start()
                found = [*stream]
    assert [event.action for event in found] == ["a1"]
