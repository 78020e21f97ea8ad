"""Shared by the benchmarks: alternating turns, processes and their costs, and a bare connection for comparison."""

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

# The peak memory of a process is read from its own /proc: the parent's rusage includes the parent's own peak.
_MEASURED = """
import re, sys
from pathlib import Path
from engineclient.commands import main
code = main()
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
raise SystemExit(code)
"""


class Options(NamedTuple):
    """The options of a benchmark.

    Attributes:
        endpoint: of the engine.
        tiny: do as little of everything as shows that the benchmark works.

    """

    endpoint: Endpoint
    tiny: bool


def options(summary: str) -> Options:
    """Parse the command line, which is the same for all benchmarks: `[--tiny] [DOCKER_HOST]`."""
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("host", nargs="?", metavar="DOCKER_HOST")
    parser.add_argument("--tiny", action="store_true", help="as little as shows that it works; no figures")
    given = parser.parse_args()
    return Options(resolve(given.host), given.tiny)


def measure(title: str, turns: dict[str, Turn], *, base: str, rounds: int, scale: float, unit: str) -> None:
    """Print a line for each turn: the minimum of `rounds` rounds, and its ratio to that of `base`."""
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
    """The environment of a command: as installed, with bytecode files, and with docker's variables set by the benchmark."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("DOCKER_")
    }
    return {**kept, "DOCKER_HOST": host} if host else kept


def command(argv: Sequence[str], host: str = "") -> Turn:
    """A turn that runs a whole command and measures elapsed time."""
    environ = environment(host)
    return lambda: subprocess.run(argv, env=environ, stdout=subprocess.DEVNULL, check=True)


def processor_time(argv: Sequence[str], host: str = "") -> Turn:
    """A turn that runs a whole command and measures processor time, which other programs hardly affect."""
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
    """The peak memory of minidocker with `args`, in MB; its standard output goes to `output`."""
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
