"""Daemons that outlive the process that starts them; pid and start time identify them, because pids are reused."""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .errors import EngineSetupError

# The daemon joins its control group before it can fork, and is not our child, so that nobody has to reap it.
_LAUNCH = """setsid sh -c 'echo $$ >"$0" && exec "$@"' "$@" </dev/null >"$0" 2>&1 & echo $!"""
_SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


@dataclass(frozen=True)
class Process:
    """A started process; `started` is its start time in clock ticks since boot."""

    pid: int
    started: int


def parse_start_time(stat: str) -> int | None:
    """The start time in the text of /proc/PID/stat; None for a zombie."""
    fields = stat[
        stat.rindex(")") + 2 :
    ].split()  # the name in parentheses may contain blanks and parentheses
    return None if fields[0] in "ZX" else int(fields[19])


def start_time(pid: int) -> int | None:
    """The start time of a process; None if it does not exist."""
    try:
        return parse_start_time(Path(f"/proc/{pid}/stat").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return None


def alive(process: Process) -> bool:
    return start_time(process.pid) == process.started


def command_path() -> str:
    """PATH with the directories of daemons added, which a user's PATH may lack."""
    return f"{os.environ.get('PATH', os.defpath)}:{_SBIN}"


def launch(argv: list[str], log: Path, group: Path) -> Process:
    """Start a daemon in its own session, as a member of the control group; its output goes to `log`."""
    environment = {"PATH": command_path(), "HOME": str(log.parent)}
    shell = ["sh", "-c", _LAUNCH, str(log), str(group / "cgroup.procs"), *argv]
    started = subprocess.run(shell, env=environment, check=True, capture_output=True, text=True)
    pid = int(started.stdout)
    # 0, the start time of no process, if it has ended already: then its log shows the reason
    return Process(pid, start_time(pid) or 0)


def _tail(log: Path, lines: int = 25) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return "(no log)"


def wait_until(ready: Callable[[], bool], process: Process, log: Path, *, seconds: float = 60) -> None:
    """Poll until ready.

    Raises EngineSetupError with the end of the log when the process ends or time runs out.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if not alive(process):
            raise EngineSetupError(f"process {process.pid} has ended; the end of {log}:\n{_tail(log)}")
        if time.monotonic() > deadline:
            raise EngineSetupError(f"not ready after {seconds:g} s; the end of {log}:\n{_tail(log)}")
        time.sleep(0.02)
