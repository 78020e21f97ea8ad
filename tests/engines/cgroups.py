"""One control group for all that an engine ever starts: none of it can be missed, and nothing else be hit."""

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
    """The directory of the group that the daemons join: a leaf, because containers get groups beside it."""
    hierarchies = _hierarchies()
    # of version 1's hierarchies any one would do; systemd's own keeps systemd from moving the daemons
    chosen = next((root for root in hierarchies if root.name in {"cgroup", "systemd"}), _ROOT / "pids")
    group = chosen / name / "daemons"
    group.mkdir(parents=True, exist_ok=True)
    return group


def members(name: str) -> set[int]:
    """The processes in the group and in all groups below it, in every hierarchy."""
    pids: set[int] = set()
    for tree in _trees(name):
        for group, _, _ in os.walk(tree):  # which, unlike rglob, passes over a group that goes meanwhile
            with suppress(OSError):
                pids.update(map(int, Path(group, "cgroup.procs").read_text().split()))
    return pids - {0}  # 0 is a process that this namespace cannot see; kill would take it for our own group


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
                with suppress(OSError):  # busy until the killed are gone
                    Path(directory).rmdir()
        time.sleep(0.01)
