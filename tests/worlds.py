"""Run one test on the sync and the async engine: `world.engine` is one of them, `world.do` completes its calls."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from engineclient import AsyncEngine, Engine

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


@asynccontextmanager
async def world(kind: str, make: Callable[[type[Any]], Any]) -> AsyncIterator[World]:
    """The world of a kind, with the engine that `make` returns for its class."""
    if kind == "async":
        async with make(AsyncEngine) as engine:
            yield World(engine, is_async=True)
    else:
        with make(Engine) as engine:
            yield World(engine, is_async=False)
