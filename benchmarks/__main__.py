"""`python -m benchmarks [DOCKER_HOST]`: engineclient beside docker, docker-py and http.client on one engine.

Prints the best of several turns of each, taken in turn, and the ratio to the one it is measured against. What is not
installed is left out and said so.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.measure import Turn, UnixConnection, measure
from engineclient import Engine
from engineclient.connect.resolve import resolve

LINES, WIDTH = 320_000, 63
WRITE_LINES = f"yes {'x' * (WIDTH - 1)} | head -n {LINES}"


@contextmanager
def container_with_log(engine: Engine) -> Iterator[str]:
    """A container that has written LINES lines."""
    made = engine.run("busybox", ["sh", "-c", WRITE_LINES], detach=True)
    try:
        engine.containers.wait(made.id)
        yield made.id
    finally:
        engine.containers.remove(made.id, force=True)


def calls(engine: Engine, path: str, docker_py: object | None) -> None:
    """One small call on a kept connection."""
    connection = UnixConnection(path)
    count = 500

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
        rounds=5,
        scale=1e6 / count,
        unit="us",
    )
    connection.close()


def logs(engine: Engine, host: str, docker_py: object | None) -> None:
    """All lines of a long log, stream by stream and frame by frame."""
    with container_with_log(engine) as id:

        def ours() -> None:
            assert sum(len(frame.data) for frame in engine.containers.logs(id)) == LINES * WIDTH

        def cli() -> None:
            run = subprocess.run(["docker", "-H", host, "logs", id], stdout=subprocess.PIPE, check=True)
            assert len(run.stdout) == LINES * WIDTH

        turns: dict[str, Turn] = {"docker logs": cli, "engineclient": ours}
        if docker_py is not None:

            def peer() -> None:
                lines = docker_py.containers.get(id).logs(stream=True)  # type: ignore[attr-defined]
                assert sum(len(line) for line in lines) == LINES * WIDTH

            turns["docker-py"] = peer
        title = f"{LINES} lines of {WIDTH} bytes of log"
        measure(title, turns, base="docker logs", rounds=3, scale=1, unit="s")


def commands(host: str) -> None:
    """Whole commands, as a person waits for them."""
    environ = os.environ | {"DOCKER_HOST": host}
    ours = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]

    def command(*argv: str) -> Turn:
        return lambda: subprocess.run(argv, env=environ, stdout=subprocess.DEVNULL, check=True)

    run = ("run", "--rm", "hello-world")
    turns = {"docker": command("docker", *run), "minidocker": command(*ours, *run)}
    measure("run --rm hello-world", turns, base="docker", rounds=7, scale=1000, unit="ms")
    empty = "import click; click.command()(lambda: None)(['--help'])"
    turns = {
        "an empty click program": command(sys.executable, "-c", empty),
        "minidocker": command(*ours, "--help"),
    }
    measure("--help", turns, base="an empty click program", rounds=9, scale=1000, unit="ms")


def main() -> None:
    """Measure all."""
    endpoint = resolve(sys.argv[1] if len(sys.argv) > 1 else None)
    host, path = str(endpoint), endpoint.address
    docker_py = None
    if importlib.util.find_spec("docker"):
        import docker  # type: ignore[import-untyped]

        docker_py = docker.DockerClient(base_url=host)
    else:
        print("docker-py is not installed, and left out")
    with Engine(host) as engine:
        print(f"engine {engine.version().version}, API {engine.api_version}, {host}")
        engine.run("hello-world", remove=True)
        calls(engine, path, docker_py)
        if shutil.which("docker"):
            logs(engine, host, docker_py)
            commands(host)
        else:
            print("\nthere is no docker command here to measure against")


if __name__ == "__main__":
    main()
