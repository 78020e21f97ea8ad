"""Procedures of which the first to end counts, over threads and over tasks."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from engineclient.calls import Steps
from engineclient.errors import EngineError, EngineTimeout
from engineclient.procedures.race import first, within
from engineclient.steps import Sleep
from tests.worlds import KINDS, world

pytestmark = pytest.mark.parametrize("kind", KINDS)


def after(seconds: float, result: Any) -> Steps[Any]:
    yield from Sleep(seconds)
    if isinstance(result, Exception):
        raise result
    return result


async def perform(kind: str, steps: Steps[Any]) -> Any:
    transport = httpx.MockTransport(lambda _: httpx.Response(500))
    async with world(kind, lambda make: make(transport=transport)) as it:
        return await it.do(it.engine.perform(steps))


async def test_the_first_result_counts_and_the_others_are_not_waited_for(kind: str) -> None:
    begun = time.monotonic()
    assert await perform(kind, first(after(30, "late"), after(0.01, "early"))) == "early"
    assert time.monotonic() - begun < 20


async def test_an_error_that_comes_first_is_raised(kind: str) -> None:
    with pytest.raises(EngineError, match="^broken$"):
        await perform(kind, first(after(30, "late"), after(0.01, EngineError("broken"))))


async def test_in_time(kind: str) -> None:
    assert await perform(kind, within(30, after(0.01, "done"), "too late")) == "done"


async def test_too_late(kind: str) -> None:
    with pytest.raises(EngineTimeout, match="^too late$"):
        await perform(kind, within(0.05, after(30, "done"), "too late"))


async def test_for_ever(kind: str) -> None:
    assert await perform(kind, within(None, after(0, "done"), "")) == "done"
