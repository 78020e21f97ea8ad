"""Run a command for several inputs at the same time, each with a time limit."""

import asyncio

from engineclient import AsyncEngine


async def squared(engine: AsyncEngine, number: int, seconds: float) -> int | None:
    """The square of a number; None if it takes too long: then the container is killed and removed."""
    command = ["sh", "-c", f"sleep {number % 2 * 30}; echo $(({number} * {number}))"]
    try:
        async with asyncio.timeout(seconds):
            return int((await engine.run("busybox", command, remove=True, on_cancel="kill")).check().stdout)
    except TimeoutError:
        return None


async def main() -> list[int | None]:
    async with AsyncEngine() as engine:
        return await asyncio.gather(*(squared(engine, number, seconds=10) for number in range(4)))


if __name__ == "__main__":
    print(asyncio.run(main()))
