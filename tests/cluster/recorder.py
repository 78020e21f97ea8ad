"""Record what minidocker shows of a cluster after each step, with the conversation."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.cluster.nodes import Node
from tests.scenarios.make import record
from tests.scenarios.play import play
from tests.scenarios.programs import path_with

_LOGS: Final = {"deployed": ("service", "logs", "demo_every"), "scaled": ("service", "logs", "demo_every")}
"""Recorded after the other command lines of a step; two clients would see the lines of several nodes in different orders."""


def script(lines: Sequence[Sequence[str]]) -> Sequence[str]:
    """The script to record for the command lines of a step, with errors in order with the output."""
    return ["sh", "-c", "\n".join(f"minidocker {shlex.join(line)} 2>&1" for line in lines)]


class Recorder:
    """Writes NAME.json for each step into the folder `into`, and beside it NAME.out: what `docker` shows on the recording.

    The output during the recording has other ids and host names, and so possibly another order.
    """

    def __init__(self, into: Path, docker: str) -> None:
        self._into = into
        self._docker = docker

    def look(self, step: str, manager: Node, lines: Sequence[Sequence[str]]) -> None:
        """Record the command lines after a step.

        Raises:
            subprocess.CalledProcessError: nothing could be recorded.
        """
        with tempfile.TemporaryDirectory(prefix="cluster-") as name:
            folder, work = Path(name), Path(name, "work")
            for part in (work, folder / "bin"):
                part.mkdir()
            made = folder / f"{step.replace('_', '-')}.json"
            environ = os.environ | {"DOCKER_HOST": manager.host, "PATH": path_with(folder / "bin")}
            more = [_LOGS[step]] if step in _LOGS else []
            record(made, script([*lines, *more]), work, environ)
            self._into.mkdir(parents=True, exist_ok=True)
            kept = self._into / made.name
            kept.write_bytes(made.read_bytes())
            kept.with_suffix(".out").write_text(play(kept, self._docker).printed)
            print(kept, flush=True)
