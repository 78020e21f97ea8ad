"""What a type checker infers in a program that uses the library: mypy and pyright check this file, nothing runs it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, assert_type

from engineclient import (
    AsyncDuplex,
    AsyncEngine,
    AsyncStream,
    Duplex,
    Engine,
    Engines,
    Frame,
    RunResult,
    Stream,
)
from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.errors import EngineError
from engineclient.models.container_summary import ContainerSummary
from engineclient.models.containers import ContainerInspect
from engineclient.models.images import ImageSummary
from engineclient.models.info import Info
from engineclient.models.system import Event, Version
from engineclient.models.usage import Usage
from engineclient.procedures.exec import ExecResult
from engineclient.procedures.run import run
from engineclient.steps import All, Ended, Merge, MergeEnds, Next, attempt


def blocking(engine: Engine) -> None:
    assert_type(engine.version(), Version)
    assert_type(engine.run("busybox"), RunResult)
    assert_type(engine.exec.run("web", ["ls"]), ExecResult)
    assert_type(engine.containers.list(), list[ContainerSummary])
    assert_type(engine.containers.logs("web"), Stream[Frame])
    assert_type(engine.containers.attach("web"), Duplex)
    assert_type(engine.stats("web"), Stream[Usage])
    assert_type(engine.events(), Stream[Event])
    assert_type(engine.merge({"web": containers.logs("web")}), Stream[tuple[str, Frame]])
    assert_type(engine.perform(containers.inspect("web")), ContainerInspect)
    assert_type(engine.perform(procedure()), int)
    found = engine.containers.inspect("web")
    assert_type(found.config.env, list[str])
    assert_type(found.raw, Mapping[str, Any])


async def waiting(engine: AsyncEngine) -> None:
    assert_type(await engine.version(), Version)
    assert_type(await engine.perform(procedure()), int)
    assert_type(await asyncio.gather(engine.version(), engine.info()), tuple[Version, Info])
    assert_type(
        await asyncio.gather(engine.images.list(), engine.run("busybox"), engine.containers.stop("web")),
        tuple[list[ImageSummary], RunResult, bool],
    )
    assert_type(
        await asyncio.gather(engine.version(), engine.info(), return_exceptions=True),
        tuple[Version | BaseException, Info | BaseException],
    )
    assert_type(await asyncio.wait_for(engine.info(), 1), Info)
    async with asyncio.TaskGroup() as group:
        assert_type(group.create_task(engine.run("busybox")), asyncio.Task[RunResult])
    assert_type(engine.containers.logs("web"), AsyncStream[Frame])
    assert_type(await engine.containers.attach("web"), AsyncDuplex)
    async for frame in engine.containers.logs("web"):
        assert_type(frame, Frame)


def procedure() -> Steps[int]:
    found = yield from containers.list(all=True)
    assert_type(found, list[ContainerSummary])
    inspected = yield from All([containers.inspect(one.id) for one in found])
    assert_type(inspected, list[ContainerInspect])
    tried = yield from All([attempt(containers.inspect(one.id)) for one in found])
    assert_type(tried, list[ContainerInspect | EngineError])
    merged = yield from Merge({one.id: containers.logs(one.id) for one in found})
    assert_type((yield from Next(merged)), tuple[str, Frame] | None)
    ends = yield from MergeEnds({one.id: containers.logs(one.id) for one in found})
    assert_type((yield from Next(ends)), tuple[str, Frame | Ended] | None)
    assert_type((yield from run("busybox")), RunResult)
    return len(found)


def on_several(group: Engines) -> None:
    assert_type(group.each(lambda engine: engine.version().os), dict[str, str | EngineError])
