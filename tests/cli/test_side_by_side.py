"""Procedures on several engines at once: each comes to its own end, and none outlives the block."""

from __future__ import annotations

import threading

import httpx

from engineclient import Engine, EngineError
from engineclient.calls import Steps
from engineclient.cli.side_by_side import side_by_side
from engineclient.steps import Sleep


def engines(*names: str) -> dict[str, Engine]:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    return {name: Engine(transport=transport, api_version="1.50") for name in names}


def once(called: list[str], name: str) -> Steps[None]:
    called.append(name)
    yield from Sleep(0)


def fails(text: str) -> Steps[None]:
    yield from Sleep(0)
    raise EngineError(text)


def for_ever(begun: threading.Event, ended: list[str]) -> Steps[None]:
    begun.set()
    try:
        while True:
            yield from Sleep(60)
    finally:
        ended.append("cancelled")


def test_each_comes_to_its_own_end() -> None:
    called: list[str] = []
    with side_by_side(engines("a", "b"), {"a": once(called, "a"), "b": fails("broken")}) as running:
        assert running["a"].result() is None
        assert str(running["b"].exception()) == "broken"
    assert called == ["a"]


def test_what_still_runs_is_cancelled_when_the_block_is_left() -> None:
    begun, ended = threading.Event(), list[str]()
    with side_by_side(engines("a"), {"a": for_ever(begun, ended)}) as running:
        assert begun.wait(10)
    assert ended == ["cancelled"]
    assert running["a"].exception() is None


def test_nothing_to_perform() -> None:
    with side_by_side({}, {}) as running:
        assert running == {}
