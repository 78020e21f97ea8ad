"""Evidence of a container on the machine itself, by commands that run beside the engine if it is on this machine."""

from __future__ import annotations

import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engineclient import Engine

__all__ = ["on_this_machine"]

_PATIENCE = 5  # seconds


def on_this_machine(
    engine: Engine, commands: Sequence[str], container: str = ""
) -> Iterator[tuple[str, str]]:
    """Run shell commands, and yield each that succeeds with its output.

    Args:
        engine: the engine. Nothing is run unless it is on this machine.
        commands: the commands; `{pid}` is replaced by the id of the container's process.
        container: the name of the container.

    """
    pid = _process(engine, container) if container else ""
    if not pid and (container or not _is_here(engine)):
        return
    for template in commands:
        command = template.replace("{pid}", pid)
        with suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run(
                ["sh", "-c", command], capture_output=True, text=True, timeout=_PATIENCE, check=False
            )
            if done.returncode == 0 and done.stdout.strip():
                yield command, done.stdout


def _process(engine: Engine, container: str) -> str:
    """The id of the container's process on this machine, "" if it is not visible here."""
    with suppress(EngineError, OSError):
        found = engine.containers.inspect(container)
        pid = found.state.pid
        if pid and found.id in Path(f"/proc/{pid}/cgroup").read_text():
            return str(pid)
    return ""


def _is_here(engine: Engine) -> bool:
    with suppress(EngineError):
        return engine.info().name == socket.gethostname()
    return False
