"""Running a command against a recorder, or against a recording, with DOCKER_HOST set to it."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from engineclient.events import Event
from engineclient.recording.proxy import Proxy, unix_connector
from engineclient.recording.recording import EngineInfo, Recording
from engineclient.recording.server import ReplayServer, Report

# Other ways to say where the engine is, which would win over DOCKER_HOST or change what it means.
_ELSEWHERE = ("DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")


def record(
    command: Sequence[str], *, socket: str, engine: EngineInfo, scenario: str
) -> tuple[Recording, int]:
    """Run `command` with a recorder between it and the engine at `socket`.

    Returns:
        What they said to each other, and the command's exit code.

    Raises:
        OSError: the command could not be started.
    """
    events: list[Event] = []
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="engineclient-") as folder:
        path = Path(folder, "docker.sock")
        with Proxy(path, unix_connector(socket), events.append):
            code = _run(command, path)
    home = str(Path.home())
    recording = Recording.of(
        events, scenario=scenario, engine=engine, command=command, home=home, began=began
    )
    return recording, code


def replay(
    command: Sequence[str], recording: Recording, *, lenient: bool = False, speed: float = 0
) -> tuple[Report, int]:
    """Run `command` with `recording` in the place of an engine.

    Returns:
        What did not go as recorded, and the command's exit code.

    Raises:
        OSError: the command could not be started.
        ReplayMismatch: `speed` is given and the recording's times were not kept.
    """
    with tempfile.TemporaryDirectory(prefix="engineclient-") as folder:
        path = Path(folder, "docker.sock")
        with ReplayServer(recording, lenient=lenient, speed=speed, home=str(Path.home())) as server:
            server.listen(path)
            code = _run(command, path)
            return server.report(), code


def _run(command: Sequence[str], socket: Path) -> int:
    """The command's exit code, 128+n if signal n ended it. Signals from the terminal reach it without us."""
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    code = subprocess.call(command, env=environment | {"DOCKER_HOST": f"unix://{socket}"})
    return code if code >= 0 else 128 - code
