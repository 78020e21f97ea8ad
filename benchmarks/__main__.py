"""`python -m benchmarks [--tiny] [DOCKER_HOST]`: compare engineclient with docker, docker-py, curl and http.client.

Prints the best of several alternating turns of each program, and its ratio to that of the program it is compared with.
Programs that are not installed are left out, and a line says so.
"""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.measure import MINIDOCKER, Turn, UnixConnection, command, environment, measure, options
from benchmarks.scale import lists
from benchmarks.starts import starts
from engineclient import AsyncEngine, Engine

WIDTH = 63


@contextmanager
def container_with_log(engine: Engine, lines: int) -> Iterator[str]:
    """A container that has written `lines` lines."""
    script = f"yes {'x' * (WIDTH - 1)} | head -n {lines}"
    made = engine.run("busybox", ["sh", "-c", script], detach=True)
    try:
        engine.containers.wait(made.id)
        yield made.id
    finally:
        engine.containers.remove(made.id, force=True)


def calls(engine: Engine, path: str, docker_py: object | None, *, tiny: bool) -> None:
    """One small call on a kept connection."""
    connection = UnixConnection(path)
    count = 3 if tiny else 500

    def bare() -> None:
        for _ in range(count):
            connection.request("GET", "/_ping")
            connection.getresponse().read()

    def ours() -> None:
        for _ in range(count):
            engine.ping()

    turns: dict[str, Turn] = {"http.client": bare, "engineclient": ours}
    if docker_py is not None:

        def peer() -> None:
            for _ in range(count):
                docker_py.ping()  # type: ignore[attr-defined]

        turns["docker-py"] = peer
    measure(
        f"a ping on a kept connection ({count} at a time)",
        turns,
        base="http.client",
        rounds=1 if tiny else 9,
        scale=1e6 / count,
        unit="us",
    )
    connection.close()


def logs(engine: Engine, host: str, docker_py: object | None, *, tiny: bool) -> None:
    """All lines of a long log, stream by stream and frame by frame."""
    lines = 100 if tiny else 320_000
    size = lines * WIDTH
    with container_with_log(engine, lines) as id:

        def ours() -> None:
            assert sum(len(frame.data) for frame in engine.containers.logs(id)) == size

        async def listened() -> float:
            began = time.perf_counter()
            async with AsyncEngine(host) as client:
                assert sum([len(frame.data) async for frame in client.containers.logs(id)]) == size
            return time.perf_counter() - began

        def cli() -> None:
            run = subprocess.run(
                ["docker", "logs", id], env=environment(host), stdout=subprocess.PIPE, check=True
            )
            assert len(run.stdout) == size

        turns: dict[str, Turn] = {
            "docker logs": cli,
            "engineclient": ours,
            "engineclient, async": lambda: asyncio.run(listened()),
        }
        if docker_py is not None:

            def peer() -> None:
                lines = docker_py.containers.get(id).logs(stream=True)  # type: ignore[attr-defined]
                assert sum(len(line) for line in lines) == size

            turns["docker-py"] = peer
        title = f"{lines} lines of {WIDTH} bytes of log"
        measure(title, turns, base="docker logs", rounds=1 if tiny else 5, scale=1, unit="s")


def commands(host: str, *, tiny: bool) -> None:
    """Whole commands, by elapsed time."""
    run = ("run", "--rm", "hello-world")
    turns = {"docker": command(("docker", *run), host), "minidocker": command((*MINIDOCKER, *run), host)}
    measure("run --rm hello-world", turns, base="docker", rounds=1 if tiny else 11, scale=1000, unit="ms")


def main() -> None:
    """Run all measurements."""
    endpoint, tiny = options("engineclient beside docker, docker-py, curl and http.client.")
    host = str(endpoint)
    docker_py = None
    if importlib.util.find_spec("docker"):
        import docker  # type: ignore[import-untyped]

        docker_py = docker.DockerClient(base_url=host)
    else:
        print("docker-py is not installed, and left out")
    starts(tiny=tiny)
    lists(tiny=tiny)
    with Engine(host) as engine:
        print(f"\nengine {engine.version().version}, API {engine.api_version}, {host}")
        engine.run("hello-world", remove=True)
        calls(engine, endpoint.address, docker_py, tiny=tiny)
        if shutil.which("docker"):
            logs(engine, host, docker_py, tiny=tiny)
            commands(host, tiny=tiny)
        else:
            print("\nthere is no docker command here to measure against")


if __name__ == "__main__":
    main()
