"""Many thousands of calls, streams and runs must not increase memory, descriptors or threads."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from engineclient import AsyncEngine, Engine
from tests.engines import rest

COUNTS: Final[Mapping[str, int]] = {"calls": 10_000, "streams": 500, "runs": 200}
_FIELDS: Final = ("VmRSS:", "Threads:")
_WARM: Final = 10  # the share of calls that is made first and not measured: it fills caches and pools
_GROWTH: Final = 4 << 20  # bytes of memory that may vary


class Held(NamedTuple):
    """The resources of this process: bytes of memory, descriptors, threads."""

    memory: int
    descriptors: int
    threads: int


def held() -> Held:
    """The current resources."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    memory, threads = (int(line.split()[1]) for line in status.splitlines() if line.startswith(_FIELDS))
    return Held(memory << 10, len([*Path("/proc/self/fd").iterdir()]), threads)


def grown(before: Held, after: Held) -> list[str]:
    """A description of what has grown; "" if nothing has."""
    found = [name for name in ("descriptors", "threads") if getattr(after, name) > getattr(before, name)]
    return [*found, "memory"] if after.memory > before.memory + _GROWTH else found


def soak(host: str, counts: Mapping[str, int]) -> int:
    """Make all calls with a sync and with an async engine, and print the resources before and after.

    Returns:
        The exit code, 1 if something has grown.
    """
    rest.pull(host, "busybox:latest")
    code = 0
    with ExitStack() as stack:
        engine = stack.enter_context(Engine(host))
        runner = stack.enter_context(asyncio.Runner())
        name = engine.run("busybox", ["sh", "-c", "echo words; exec sleep 100000"], detach=True).id
        stack.callback(engine.containers.remove, name, force=True)
        far = AsyncEngine(host)
        stack.callback(lambda: runner.run(far.aclose()))
        for each, work in {**_works(engine, name), **_async_works(runner, far, name)}.items():
            count = counts[each.split()[-1]]
            for _ in range(max(1, count // _WARM)):
                work()
            before, since = held(), time.monotonic()
            for _ in range(count):
                work()
            after, seconds = held(), time.monotonic() - since
            wrong = grown(before, after)
            code = 1 if wrong else code
            print(
                f"{count:6} {each:14} {seconds:7.1f} s  memory {before.memory >> 10} -> {after.memory >> 10} KiB, "
                f"descriptors {before.descriptors} -> {after.descriptors}, "
                f"threads {before.threads} -> {after.threads}{'  GROWN: ' if wrong else ''}{', '.join(wrong)}",
                flush=True,
            )
    return code


def _works(engine: Engine, name: str) -> dict[str, Callable[[], object]]:
    def stream() -> None:
        with engine.containers.logs(name, follow=True) as frames:
            next(frames)  # it would go on

    return {
        "calls": lambda: engine.containers.inspect(name),
        "streams": stream,
        "runs": lambda: engine.run("busybox", ["echo", "words"], remove=True),
    }


def _async_works(runner: asyncio.Runner, engine: AsyncEngine, name: str) -> dict[str, Callable[[], object]]:
    async def stream() -> None:
        async with engine.containers.logs(name, follow=True) as frames:
            await anext(frames)

    return {
        "async calls": lambda: runner.run(engine.containers.inspect(name)),
        "async streams": lambda: runner.run(stream()),
        "async runs": lambda: runner.run(engine.run("busybox", ["echo", "words"], remove=True)),
    }
