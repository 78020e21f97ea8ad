"""`python -m benchmarks.swarm [--tiny] HOST`: a swarm of one node: many services listed, and the logs of many tasks merged,
beside docker. An engine that is in no swarm is in one meanwhile.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from benchmarks.measure import Turn, environment, measure, memory, options
from engineclient import Engine
from engineclient.models.swarm import SwarmInit

_IMAGE: Final = "busybox:latest"
_NAME: Final = "benchmark"
_LINES: Final = 200  # lines that each task prints
_PATIENCE: Final = 60  # seconds
_OURS: Final = [sys.executable, "-m", "engineclient"]


@contextmanager
def manager(engine: Engine) -> Iterator[None]:
    """Make the engine a manager, and restore its state afterwards."""
    swarm = engine.info().swarm
    joined = swarm is not None and bool(swarm.node_id)
    if not joined:
        engine.swarm.init(SwarmInit(advertise_addr="127.0.0.1", listen_addr="127.0.0.1:2377"))
    try:
        yield
    finally:
        for service in engine.services.list(filters={"label": [_NAME]}):
            engine.services.remove(service.id)
        if not joined:
            engine.swarm.leave(force=True)


def spec(name: str, replicas: int, *command: str) -> dict[str, Any]:
    """A service with `replicas` tasks."""
    container = {"Image": _IMAGE, "Command": list(command)}
    mode = {"Replicated": {"Replicas": replicas}}
    return {"Name": name, "Labels": {_NAME: ""}, "TaskTemplate": {"ContainerSpec": container}, "Mode": mode}


def listing(engine: Engine, host: str, *, tiny: bool) -> None:
    """`service ls` of services without tasks."""
    count = 3 if tiny else 1000
    for number in range(count):
        engine.services.create(spec(f"{_NAME}-{number}", 0, "sleep", "1"))

    def run(program: list[str]) -> Turn:
        def turn() -> None:
            words = [*program, "-H", host, "service", "ls"]
            done = subprocess.run(words, env=environment(), stdout=subprocess.PIPE, check=True)
            assert done.stdout.count(_NAME.encode()) == count

        return turn

    turns = {"docker service ls": run(["docker"])} if shutil.which("docker") else {}
    turns["minidocker service ls"] = run(_OURS)
    measure(
        f"{count} services listed",
        turns,
        base=next(iter(turns)),
        rounds=1 if tiny else 9,
        scale=1e3,
        unit="ms",
    )
    for number in range(count):
        engine.services.remove(f"{_NAME}-{number}")


def logs(engine: Engine, host: str, *, tiny: bool) -> None:
    """`service logs` and `read_logs`, of tasks that have printed their lines and sleep."""
    count = 2 if tiny else 50
    lines = count * _LINES
    script = f"i=0; while [ $i -lt {_LINES} ]; do i=$((i+1)); echo line $i; done; sleep 100000"
    engine.services.create_and_wait(
        spec(f"{_NAME}-logs", count, "sh", "-c", script), resolve_image=False, timeout=300
    )

    def run(program: list[str]) -> Turn:
        def turn() -> None:
            words = [*program, "-H", host, "service", "logs", f"{_NAME}-logs"]
            done = subprocess.run(words, env=environment(), stdout=subprocess.PIPE, check=True)
            assert done.stdout.count(b"\n") == lines, "lines are missing"

        return turn

    def library() -> None:
        read: Counter[str] = Counter()
        engine.services.read_logs(f"{_NAME}-logs", lambda line: read.update([line.task.id]))
        assert [*read.values()] == [_LINES] * count, "lines are missing"

    programs = {"docker service logs": ["docker"]} if shutil.which("docker") else {}
    programs["minidocker service logs"] = _OURS
    turns: dict[str, Turn] = {}
    for name, program in programs.items():
        arrived = _lines_in_time([*program, "-H", host, "service", "logs", f"{_NAME}-logs"])
        print(f"\n{name}: {arrived} of {lines} lines in {_PATIENCE} s at most")
        # For docker the engine merges them, and stalls when many tasks have much to send
        if arrived == lines:
            turns[name] = run(program)
    turns["read_logs"] = library
    title = f"{lines} lines of {count} tasks"
    measure(title, turns, base=next(iter(turns)), rounds=1 if tiny else 3, scale=1, unit="s")
    if "minidocker service logs" in turns:
        print(
            f"\nminidocker service logs: {memory(host, 'service', 'logs', f'{_NAME}-logs'):.1f} MB held at most"
        )


def _lines_in_time(argv: list[str]) -> int:
    """The number of different lines that a program prints before it ends or its time is over."""
    with tempfile.TemporaryFile() as output:
        try:
            subprocess.run(argv, env=environment(), stdout=output, check=True, timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            pass
        output.seek(0)
        return len(set(output))


def main() -> None:
    """Run all measurements."""
    endpoint, tiny = options("Services of a swarm, beside docker.")
    with Engine(endpoint) as engine, manager(engine):
        listing(engine, endpoint.url, tiny=tiny)
        logs(engine, endpoint.url, tiny=tiny)


if __name__ == "__main__":
    main()
