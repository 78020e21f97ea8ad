"""Run one test on the sync and the async engine: `world.engine` is one of them, `world.do` completes its calls."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from engineclient import APIError, AsyncEngine, Engine, NotFound

KINDS = ("sync", "async")


class World:
    """One of the two kinds of engine.

    Attributes:
        engine: an Engine, or an AsyncEngine.
        is_async: which of them.
    """

    def __init__(self, engine: Any, *, is_async: bool) -> None:
        self.engine = engine
        self.is_async = is_async

    async def do(self, result: Any) -> Any:
        """The result of a call; for a stream or a duplex the opened stream."""
        return await result if inspect.isawaitable(result) else result

    async def each(self, stream: Any) -> AsyncIterator[Any]:
        """The items of a stream, which is closed at the end."""
        try:
            if self.is_async:
                async for item in stream:
                    yield item
            else:
                for item in stream:
                    yield item
        finally:
            await self.close(stream)

    async def all(self, stream: Any) -> list[Any]:
        """All items of a stream."""
        return [item async for item in self.each(stream)]

    async def close(self, stream: Any) -> None:
        """Close a stream."""
        await self.do(stream.aclose() if self.is_async else stream.close())


class Containers:
    """Starts containers for a test, and removes all of them afterwards."""

    def __init__(self, it: World) -> None:
        self._it = it
        self._ids: list[str] = []

    def keep(self, id: str) -> str:
        """Remove this container at the end, too."""
        self._ids.append(id)
        return id

    async def run(self, script: str, **config: Any) -> str:
        """Start a container whose shell runs `script`; returns its id."""
        command = ["sh", "-c", script]
        ran = await self._it.do(self._it.engine.run("busybox", command, detach=True, config=config))
        return self.keep(ran.id)

    async def remove(self) -> None:
        """Remove the containers."""
        for id in self._ids:
            try:
                await self._it.do(self._it.engine.containers.kill(id))  # Podman would wait for its end
            except APIError:
                pass  # it has ended
            try:
                await self._it.do(self._it.engine.containers.remove(id, force=True, volumes=True))
            except NotFound:
                pass  # the test has removed it


@asynccontextmanager
async def world(kind: str, make: Callable[[type[Any]], Any]) -> AsyncIterator[World]:
    """Yield the sync or the async world, with the engine that `make` returns for its class."""
    if kind == "async":
        async with make(AsyncEngine) as engine:
            yield World(engine, is_async=True)
    else:
        with make(Engine) as engine:
            yield World(engine, is_async=False)
