"""Print which containers end, forever: also after a restart of the daemon, no event is missed or repeated."""

import asyncio
from collections.abc import AsyncIterator

from engineclient import AsyncEngine, EngineError


def lost(error: EngineError | None) -> None:
    """Called when the connection has been established again."""
    print("connected again after:", error or "an orderly end")


async def ended(engine: AsyncEngine) -> AsyncIterator[tuple[str, int]]:
    """The name and the exit code of each container that ends."""
    events = engine.events(filters={"type": "container", "event": "die"}, reconnect=True, reconnected=lost)
    async with events:
        async for event in events:
            yield event.actor.attributes["name"], int(event.actor.attributes["exitCode"])


async def main() -> None:
    async with AsyncEngine() as engine:
        async for name, code in ended(engine):
            print(f"{name} ended with exit code {code}")


if __name__ == "__main__":
    asyncio.run(main())
