"""One control group that contains every process of an engine, so that all of them, and no others, can be killed."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .errors import EngineSetupError

_ROOT = Path("/sys/fs/cgroup")


def _hierarchies() -> list[Path]:
    if (_ROOT / "cgroup.controllers").exists():
        return [_ROOT]
    return [directory for directory in _ROOT.iterdir() if directory.is_dir()]


def _trees(name: str) -> Iterator[Path]:
    return (tree for root in _hierarchies() if (tree := root / name).is_dir())


def create(name: str) -> Path:
    """Make the group that the daemons join, and return its directory: a leaf, because containers get groups beside it."""
    hierarchies = _hierarchies()
    # any hierarchy of version 1 would do; systemd's own, so that systemd does not move the daemons
    chosen = next((root for root in hierarchies if root.name in {"cgroup", "systemd"}), _ROOT / "pids")
    group = chosen / name / "daemons"
    group.mkdir(parents=True, exist_ok=True)
    return group


def members(name: str) -> set[int]:
    """The processes in the group and in all groups below it, in every hierarchy."""
    pids: set[int] = set()
    for tree in _trees(name):
        for group, _, _ in os.walk(tree):  # unlike rglob, this ignores a group that vanishes meanwhile
            with suppress(OSError):
                pids.update(map(int, Path(group, "cgroup.procs").read_text().split()))
    return pids - {
        0
    }  # 0 is a process in another PID namespace; kill would interpret it as our own process group


def destroy(name: str) -> None:
    """Kill every process below the group and remove it, in every hierarchy.

    Raises EngineSetupError if they cannot be killed.
    """
    deadline = time.monotonic() + 10
    while trees := list(_trees(name)):
        if time.monotonic() > deadline:
            raise EngineSetupError(f"control group {name} stays, with processes {sorted(members(name))}")
        for pid in members(name):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for tree in trees:
            for directory, _, _ in os.walk(tree, topdown=False):
                with suppress(OSError):  # busy until the killed processes are gone
                    Path(directory).rmdir()
        time.sleep(0.01)
