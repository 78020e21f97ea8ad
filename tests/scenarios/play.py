"""Replay a recording to the client that made it, or to another one."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from engineclient.recording.recording import Recording
from engineclient.recording.replay.server import ReplayServer
from tests.scenarios.printed import printed
from tests.scenarios.programs import path_with


class Played(NamedTuple):
    """The result of a client on a recording: output with exit code, errors, and the report of deviations."""

    printed: str
    stderr: str
    report: str


def play(path: Path, client: str) -> Played:
    """Replay the recording to its command, with `client` instead of minidocker."""
    recording = Recording.load(path)
    with tempfile.TemporaryDirectory() as name, ReplayServer(recording, home=str(Path.home())) as server:
        folder, socket = Path(name), Path(name, "docker.sock")
        for part in ("bin", "work"):
            (folder / part).mkdir()
        server.listen(socket)
        environ = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
        environ |= {"DOCKER_HOST": f"unix://{socket}", "DOCKER_CONFIG": name}
        environ["PATH"] = path_with(folder / "bin", client)
        ended = subprocess.run(
            recording.command, cwd=folder / "work", env=environ, capture_output=True, text=True, check=False
        )
        return Played(printed(ended.stdout, ended.returncode), ended.stderr, str(server.report()))
