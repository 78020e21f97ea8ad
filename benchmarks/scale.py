"""`python -m benchmarks.scale [--tiny] [DOCKER_HOST]`: minidocker with large amounts of data.

The requests and the time of listing a thousand containers of a simulated engine; then the peak memory of commands through
which a gigabyte passes, which must not grow with its size.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.crowd import crowd
from benchmarks.measure import MINIDOCKER, Turn, command, measure, memory, options
from engineclient import AsyncEngine, Engine

IMAGE = "benchmark-of-scale:latest"
FILL = (
    "dd if=/dev/zero of=/large bs=1M count={megabytes} 2>/dev/null; "
    "yes $(printf %1023s | tr ' ' x) | head -c {megabytes}M"
)


@contextmanager
def large_container(engine: Engine, megabytes: int) -> Iterator[str]:
    """A container with a file and a log of `megabytes` megabytes, and an image of it."""
    made = engine.run("busybox", ["sh", "-c", FILL.format(megabytes=megabytes)], detach=True)
    try:
        engine.containers.wait(made.id)
        engine.containers.commit(made.id, IMAGE)
        yield made.id
    finally:
        engine.containers.remove(made.id, force=True)
        engine.images.remove(IMAGE, force=True)


def streams(engine: Engine, host: str, *, megabytes: int) -> None:
    """Each command through which a gigabyte can pass."""
    print(f"\nmost memory held while {megabytes} MB went through")
    with large_container(engine, megabytes) as id, tempfile.TemporaryDirectory() as folder:
        commands = {
            "logs": ("logs", id),
            "cp, out": ("cp", f"{id}:/large", f"{folder}/large"),
            "cp, out as an archive": ("cp", f"{id}:/large", "-"),
            "cp, in": ("cp", f"{folder}/large", f"{id}:/copy"),
            "export": ("export", id),
            "save": ("save", "-o", f"{folder}/image.tar", IMAGE),
            "load": ("load", "-i", f"{folder}/image.tar"),
        }
        for name, args in commands.items():
            print(f"  {name:<28}{memory(host, *args):>10.1f} MB")


def lists(*, tiny: bool) -> None:
    """`ps` with a thousand containers."""
    count, rounds = (3, 1) if tiny else (1000, 7)
    with crowd(count) as (path, requested):
        host = f"unix://{path}"
        command((*MINIDOCKER, "ps", "-a"), host)()
        print(f"\nps -a with {count} containers requests {' '.join(requested)}")
        turns = {"minidocker": command((*MINIDOCKER, "ps", "-a"), host)}
        if shutil.which("docker"):
            turns = {"docker": command(("docker", "ps", "-a"), host), **turns}
        measure("and takes", turns, base=next(iter(turns)), rounds=rounds, scale=1000, unit="ms")
        turns = {"engineclient": sync_list(host), "engineclient, async": async_list(host)}
        if shutil.which("curl"):
            curl = ("curl", "--silent", "--unix-socket", path, "http://localhost/v1.50/containers/json?all=1")
            turns = {"curl": command(curl), **turns}
        title = f"a list of {count} containers"
        measure(title, turns, base=next(iter(turns)), rounds=rounds, scale=1000, unit="ms")


def sync_list(host: str) -> Turn:
    """The list, over a connection of its own."""

    def turn() -> None:
        with Engine(host) as engine:
            engine.containers.list(all=True)

    return turn


def async_list(host: str) -> Turn:
    """The same in an event loop."""

    async def listed() -> float:
        began = time.perf_counter()
        async with AsyncEngine(host) as engine:
            await engine.containers.list(all=True)
        return time.perf_counter() - began

    return lambda: asyncio.run(listed())


def main() -> None:
    """Run all measurements."""
    given = options("What minidocker does with much.")
    lists(tiny=given.tiny)
    host = str(given.endpoint)
    with Engine(host) as engine:
        print(f"\nengine {engine.version().version}, {host}")
        streams(engine, host, megabytes=2 if given.tiny else 1000)


if __name__ == "__main__":
    main()
