"""What the machine itself shows of a container: commands run beside the engine, if the engine runs here."""

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
    """Run commands of a shell, and give each that succeeds with what it wrote.

    Args:
        engine: nothing is run unless it runs on this machine.
        commands: `{pid}` stands for the process of the container.
        container: its name.

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
    """The container's process as this machine numbers it, "" if it is not to be seen here."""
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
