"""`python -m benchmarks.compose [--tiny] [DOCKER_HOST]`: compare projects with docker compose.

A project of fifty services: `up -d`, `up -d` again, `ps`, `down`; `config` of a file of two thousand lines; and fifty
followed logs, with the number of lines that arrived and the peak memory. docker compose is the plugin that docker finds,
or that ENGINECLIENT_TEST_COMPOSE names; without one only minidocker is measured.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import MINIDOCKER, Turn, environment, measure, memory, options

_FOLDERS = (
    "~/.docker/cli-plugins",
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
_SERVICE = """\
  s{number:03}:
    image: busybox
    command: [sh, -c, {script}]
    stop_grace_period: 0s
    environment:
      NUMBER: "{number}"
      NAME: ${{BENCHMARK_NAME:-nobody}}
    labels:
      tier: t{tier}
    depends_on: [{needed}]
"""
# The peak memory of a process is read from its own /proc: the parent's rusage includes the parent's own peak.


def project(services: int, script: str = "exec sleep 1000") -> str:
    """A project of `services` services, in groups of ten that depend on the first service of the previous group."""
    parts = ["services:\n"]
    for number in range(services):
        tier = number // 10
        needed = f"s{(tier - 1) * 10:03}" if tier else ""
        parts.append(_SERVICE.format(number=number, script=f'"{script}"', tier=tier, needed=needed))
    return "".join(parts)


def docker_compose() -> str | None:
    """The compose plugin as a program."""
    named = os.environ.get("ENGINECLIENT_TEST_COMPOSE")
    places = [named] if named else [f"{folder}/docker-compose" for folder in _FOLDERS]
    return next((place for place in map(os.path.expanduser, places) if os.access(place, os.X_OK)), None)


@contextmanager
def folder_with(text: str) -> Iterator[Path]:
    """A directory `benchmark` that contains this project."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "benchmark")
        folder.mkdir()
        (folder / "compose.yaml").write_text(text)
        yield folder


def runner(program: Sequence[str], folder: Path, host: str) -> Callable[..., Turn]:
    """A function that makes a turn from the arguments of a compose command."""
    environ = environment(host)

    def make(*words: str) -> Turn:
        argv = [*program, "--progress", "quiet", *words]
        return lambda: subprocess.run(
            argv, cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
        )

    return make


def lives(programs: dict[str, Sequence[str]], host: str, *, services: int, rounds: int) -> None:
    """Start, list and remove a project, with the programs in turn."""
    base = next(iter(programs))
    with folder_with(project(services)) as folder:
        make = {name: runner(program, folder, host) for name, program in programs.items()}
        spent: dict[str, dict[str, Turn]] = {"up -d": {}, "up -d again": {}, "ps": {}, "down": {}}
        for name, turn in make.items():
            down, up = turn("down"), turn("up", "-d")
            spent["up -d again"][name] = up
            spent["ps"][name] = turn("ps")
            spent["up -d"][name] = timed(up, after=down)
            spent["down"][name] = timed(down, before=up)
        for title in ("up -d", "up -d again", "ps", "down"):
            if title in ("up -d again", "ps"):
                make[base]("up", "-d")()
            measure(
                f"{title}, {services} services",
                spent[title],
                base=base,
                rounds=rounds,
                scale=1000,
                unit="ms",
            )
        make[base]("down")()


def timed(turn: Turn, *, before: Turn | None = None, after: Turn | None = None) -> Turn:
    """A turn of which only the time of `turn` is measured."""

    def run() -> float:
        if before is not None:
            before()
        began = time.perf_counter()
        turn()
        took = time.perf_counter() - began
        if after is not None:
            after()
        return took

    return run


def configs(programs: dict[str, Sequence[str]], *, lines: int, rounds: int) -> None:
    """`config` of a long file."""
    text = project(max(1, lines // len(_SERVICE.splitlines())))
    with folder_with(text) as folder:
        turns = {name: runner(program, folder, "")("config") for name, program in programs.items()}
        title = f"config of {len(text.splitlines())} lines"
        measure(title, turns, base=next(iter(turns)), rounds=rounds, scale=1000, unit="ms")


def streams(host: str, *, services: int, lines: int) -> None:
    """Followed logs: the lines that arrive, and the peak memory."""
    script = f"sleep 3; yes {'x' * 99} | head -n {lines}"
    with folder_with(project(services, script)) as folder:
        make = runner((*MINIDOCKER, "compose"), folder, host)
        make("up", "-d")()
        try:
            with tempfile.TemporaryFile() as output:
                words = ("compose", "logs", "--follow", "--no-log-prefix")
                held = memory(host, *words, cwd=folder, output=output)
                output.seek(0)
                arrived = output.read().count(b"x" * 99 + b"\n")
        finally:
            make("down")()
    print(
        f"\nlogs --follow of {services} containers: {arrived} of {services * lines} lines, {held:.1f} MB held at most"
    )
    assert arrived == services * lines


def main() -> None:
    """Run all measurements."""
    given = options("Projects with minidocker beside docker compose.")
    plugin, host = docker_compose(), str(given.endpoint)
    programs: dict[str, Sequence[str]] = {"minidocker": (*MINIDOCKER, "compose")}
    if plugin is None:
        print("docker compose is not installed, and left out")
    else:
        programs = {"docker compose": (plugin,), **programs}
    configs(programs, lines=30 if given.tiny else 2000, rounds=1 if given.tiny else 7)
    lives(programs, host, services=2 if given.tiny else 50, rounds=1 if given.tiny else 3)
    streams(host, services=2 if given.tiny else 50, lines=10 if given.tiny else 20_000)


if __name__ == "__main__":
    main()
