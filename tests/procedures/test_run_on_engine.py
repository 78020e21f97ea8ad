"""What becomes of a real container when the run that made it is cancelled."""

from __future__ import annotations

import asyncio
from typing import Literal

import pytest

from engineclient import AsyncEngine, NotFound

pytestmark = pytest.mark.engine

NAME = "cancelled-run"
END = [
    ("leave", False, "running"),
    ("kill", False, "exited"),
    ("leave", True, "running"),
    ("kill", True, "gone"),
]


@pytest.mark.parametrize(("on_cancel", "remove", "end"), END)
async def test_what_a_cancelled_run_leaves(
    engine_host: str, engine_images: object, on_cancel: Literal["leave", "kill"], remove: bool, end: str
) -> None:
    talks = asyncio.Event()
    async with AsyncEngine(engine_host) as engine:
        running = asyncio.create_task(
            engine.run(
                "busybox",
                ["sh", "-c", "echo up; sleep 600"],
                name=NAME,
                remove=remove,
                on_cancel=on_cancel,
                output=lambda _: talks.set(),
            )
        )
        try:
            await asyncio.wait_for(talks.wait(), 20)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            assert await _state(engine, expected=end) == end
        finally:
            try:
                await engine.containers.remove(NAME, force=True)
            except NotFound:
                pass


async def _state(engine: AsyncEngine, *, expected: str) -> str:
    """Its state: the engine takes a moment to see that a process has ended."""
    state = ""
    for _ in range(100):
        try:
            state = (await engine.containers.inspect(NAME)).state.status
        except NotFound:
            state = "gone"
        if state == expected:
            break
        await asyncio.sleep(0.05)
    return state
