"""What the benchmarks share: turns taken in turn, processes and what they cost, and a bare connection to measure against."""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from engineclient.connect.hosts import Endpoint
from engineclient.connect.resolve import resolve

Turn = Callable[[], object]
"""Something to be timed; if it gives a float, that is its cost in seconds instead of the time on the wall."""

MINIDOCKER = (sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())")

# What a process held at most is in its own mm: what the parent's rusage says of it begins with the parent's.
_MEASURED = """
import re, sys
from pathlib import Path
from engineclient.commands import main
code = main()
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
raise SystemExit(code)
"""


class Options(NamedTuple):
    """What a benchmark is called with.

    Attributes:
        endpoint: of the engine.
        tiny: do as little of everything as shows that the benchmark works.

    """

    endpoint: Endpoint
    tiny: bool


def options(summary: str) -> Options:
    """The command line, the same for all benchmarks: `[--tiny] [DOCKER_HOST]`."""
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("host", nargs="?", metavar="DOCKER_HOST")
    parser.add_argument("--tiny", action="store_true", help="as little as shows that it works; no figures")
    given = parser.parse_args()
    return Options(resolve(given.host), given.tiny)


def measure(title: str, turns: dict[str, Turn], *, base: str, rounds: int, scale: float, unit: str) -> None:
    """Print a line each: the least of `rounds` rounds, and its ratio to `base`."""
    best = dict.fromkeys(turns, float("inf"))
    for _ in range(rounds):
        for name, turn in turns.items():
            began = time.perf_counter()
            spent = turn()
            elapsed = time.perf_counter() - began
            best[name] = min(best[name], spent if isinstance(spent, float) else elapsed)
    print(f"\n{title}")
    for name, seconds in best.items():
        print(f"  {name:<28}{seconds * scale:>10.1f} {unit}{seconds / best[base]:>8.2f} x {base}", flush=True)


def environment(host: str = "") -> dict[str, str]:
    """The environment of a command: bytecode is kept, as where Python is installed, and docker's variables are ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("DOCKER_")
    }
    return {**kept, "DOCKER_HOST": host} if host else kept


def command(argv: Sequence[str], host: str = "") -> Turn:
    """A whole command, by the wall."""
    environ = environment(host)
    return lambda: subprocess.run(argv, env=environ, stdout=subprocess.DEVNULL, check=True)


def processor_time(argv: Sequence[str], host: str = "") -> Turn:
    """A whole command, by the seconds of processor that it takes: other programs on the machine hardly change it."""
    environ = environment(host)

    def turn() -> float:
        with subprocess.Popen(argv, env=environ, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, argv)
        return used.ru_utime + used.ru_stime

    return turn


def memory(
    host: str, *args: str, cwd: Path | None = None, output: IO[bytes] | int = subprocess.DEVNULL
) -> float:
    """The most megabytes that minidocker held while it carried out `args`; its standard output goes to `output`."""
    argv = [sys.executable, "-c", _MEASURED, *args]
    done = subprocess.run(
        argv, cwd=cwd, env=environment(host), stdout=output, stderr=subprocess.PIPE, check=True
    )
    return int(done.stderr.split()[-1]) / 1024


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)
