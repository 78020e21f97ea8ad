"""Run a command against a recorder, or against a replay, with DOCKER_HOST set to it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.proxy.proxy import Proxy, connector
from engineclient.recording.recording import EngineInfo, Recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engineclient.events import Event
    from engineclient.proxy.guard import Judge
    from engineclient.recording.replay.server import ReplayServer, Report

# Other variables about the engine's address, which would override DOCKER_HOST or change its meaning.
ELSEWHERE = ("DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")


def record(
    command: Sequence[str],
    *,
    socket: str,
    engine: EngineInfo,
    scenario: str,
    judge: Judge | None = None,
    stdin: bytes | None = None,
    stdout: int | None = None,
    environ: Mapping[str, str] | None = None,
) -> tuple[Recording, int]:
    """Run `command` with a recorder between it and the engine at `socket`.

    Args:
        command: the command line.
        socket: the path of the engine's socket.
        engine: a description of that engine.
        scenario: the name of the recording.
        judge: refuses requests, see `guard.judge`.
        stdin: the command's input; by default our own.
        stdout: the descriptor of its output; by default our own.
        environ: environment variables for it, in addition to our own and DOCKER_HOST.

    Returns:
        The recording, and the command's exit code.

    Raises:
        OSError: the command could not be started.
    """
    events: list[Event] = []
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="engineclient-") as folder:
        path = Path(folder, "docker.sock")
        with Proxy(path, connector(socket), events.append, judge=judge):
            code = run(command, path, environ or {}, stdin, stdout)
    home = str(Path.home())
    recording = Recording.of(
        events, scenario=scenario, engine=engine, command=command, home=home, began=began
    )
    return recording, code


def replay(command: Sequence[str], server: ReplayServer) -> tuple[Report, int]:
    """Run `command` with `server` as its engine; the server is closed at the end.

    Returns:
        The report on deviations from the recording, and the command's exit code.

    Raises:
        OSError: the command could not be started.
    """
    with server, tempfile.TemporaryDirectory(prefix="engineclient-") as folder:
        path = Path(folder, "docker.sock")
        server.listen(path)
        code = run(command, path, {})
        return server.report(), code


def run(
    command: Sequence[str],
    socket: Path,
    environ: Mapping[str, str],
    stdin: bytes | None = None,
    stdout: int | None = None,
) -> int:
    """Run `command` with DOCKER_HOST set to `socket`, and return its exit code, 128+n if signal n ended it.

    Raises:
        OSError: the command could not be started.
    """
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment |= {**environ, "DOCKER_HOST": f"unix://{socket}"}
    source = None if stdin is None else subprocess.PIPE
    with (
        subprocess.Popen(command, env=environment, stdin=source, stdout=stdout) as process,
        _signals_for(process),
    ):
        process.communicate(stdin)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


@contextmanager
def _signals_for(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let `process` handle the signals: those of the terminal reach it directly, SIGTERM is forwarded."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread handles signals
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    if before[signal.SIGINT] is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)  # None: a handler that Python did not set
