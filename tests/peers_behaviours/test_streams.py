"""Attached containers, logs and events."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from typing import Any

import pytest

from tests.worlds import Containers, World

pytestmark = pytest.mark.engine

LINES = "for i in 1 2 3; do echo line $i; done"


async def _output(it: World, stream: Any) -> bytes:
    return b"".join([frame.data async for frame in it.each(await it.do(stream))])


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [({}, b"\x10\x11"), ({"detach_keys": "ctrl-a"}, b"\x01")],
    ids=["default", "argument"],
)
async def test_12_keys_that_detach(
    it: World, started: Containers, arguments: dict[str, str], typed: bytes
) -> None:
    id = await started.run("cat", OpenStdin=True, Tty=True)
    duplex = await it.do(it.engine.containers.attach(id, stdin=True, tty=True, **arguments))
    for key in typed:  # Podman wants them as they are typed, one after the other
        await it.do(duplex.write(bytes([key])))
        await asyncio.sleep(0.2)
    await _output(it, duplex)  # it ends
    assert (await it.do(it.engine.containers.inspect(id))).state.running


async def test_13_attached_before_the_start_the_first_byte_is_seen(it: World, started: Containers) -> None:
    made = await it.do(it.engine.containers.create("busybox", ["echo", "-n", "x"]))
    started.keep(made.id)
    duplex = await it.do(it.engine.containers.attach(made.id))
    await it.do(it.engine.containers.start(made.id))
    assert await _output(it, duplex) == b"x"


@pytest.mark.not_on(
    "Podman 4", "frames the logs of an attach wrongly: each frame is a byte longer than it says"
)
async def test_14_attaching_to_what_has_ended_shows_its_logs(it: World, started: Containers) -> None:
    id = await started.run(LINES)
    await it.do(it.engine.containers.wait(id))
    duplex = it.engine.containers.attach(id, logs=True, stream=False)
    assert await _output(it, duplex) == b"line 1\nline 2\nline 3\n"


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(
            "logs", marks=pytest.mark.not_on("Podman 4", "answers a request for logs with the first line")
        ),
        "attach",
        "events",
    ],
)
async def test_15_a_blocked_read_is_ended_from_elsewhere(it: World, started: Containers, what: str) -> None:
    id = await started.run("echo first; sleep 60")
    await it.do(it.engine.wait_for(id, log="first", timeout=30))
    calls = {
        "logs": lambda: it.engine.containers.logs(id, follow=True, tail=0),
        "attach": lambda: it.engine.containers.attach(id),
        "events": lambda: it.engine.events(filters={"container": id}),
    }
    stream = await it.do(calls[what]())
    begun = time.monotonic()
    if it.is_async:
        reading = asyncio.ensure_future(it.all(stream))
        await asyncio.sleep(0.3)
        await stream.aclose()
        assert await reading == []
    else:
        timer = threading.Timer(0.3, stream.close)
        timer.start()
        assert [*stream] == []
        timer.join()
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("tail", "shown"), [(1, b"line 3\n"), (0, b""), ("all", b"line 1\nline 2\nline 3\n")]
)
async def test_16_the_last_lines(it: World, started: Containers, tail: Any, shown: bytes) -> None:
    id = await started.run(LINES)
    await it.do(it.engine.containers.wait(id))
    assert await _output(it, it.engine.containers.logs(id, tail=tail)) == shown


async def test_16_lines_until_a_moment(it: World, started: Containers) -> None:
    id = await started.run("echo early; sleep 2.5; echo late")
    await it.do(it.engine.containers.wait(id))
    stamped = await _output(it, it.engine.containers.logs(id, timestamps=True))
    early, late = re.findall(rb"(?m)^(\S+) ", stamped)
    assert early < late
    middle = (await it.do(it.engine.containers.inspect(id))).state.started_at
    seconds = time.mktime(time.strptime(middle[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone
    assert await _output(it, it.engine.containers.logs(id, until=seconds + 2)) == b"early\n"


async def test_17_following_ends_when_the_container_does(it: World, started: Containers) -> None:
    id = await started.run("echo first; sleep 1; echo last")
    assert await _output(it, it.engine.containers.logs(id, follow=True)) == b"first\nlast\n"
