"""Record scenarios, each by `minidocker record` in an empty directory."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from engineclient import Engine
from engineclient.recording.library import engine_folder
from engineclient.recording.recording import Recording
from tests.scenarios.catalogue import LABEL, REGISTRY, Scenario
from tests.scenarios.printed import printed
from tests.scenarios.programs import path_with


def record(
    made: Path, command: Sequence[str], work: Path, environ: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Record the conversation of `command`, run in `work`, with the engine of `environ`; returns the completed process.

    Raises:
        subprocess.CalledProcessError: nothing could be recorded.
    """
    argv = ["minidocker", "record", str(made), "--", *command]
    ended = subprocess.run(argv, cwd=work, env=environ, stdout=subprocess.PIPE, text=True, check=False)
    if not made.exists():
        raise subprocess.CalledProcessError(ended.returncode, ended.args)
    return ended


class Maker:
    """Records from the engine at `host` into the directory `into`.

    Args:
        host: the engine's DOCKER_HOST; a throwaway one: images of other origin may be removed from it.
        registry: HOST:PORT of the damaged registry, as the engine reaches it.
        into: recordings go to ENGINE/NAME.json in it, what was printed beside them.
    """

    def __init__(self, host: str, registry: str, into: Path) -> None:
        self._host = host
        self._registry = registry
        self._into = into

    def make(self, scenario: Scenario) -> Path:
        """Record `scenario`; returns the path of the recording.

        Raises:
            subprocess.CalledProcessError: the engine could not be prepared, or nothing could be recorded.
        """
        with tempfile.TemporaryDirectory(prefix="scenario-") as name:
            folder = Path(name)
            (folder / "bin").mkdir()
            work = folder / "work"
            work.mkdir()
            environ = os.environ | {"DOCKER_HOST": self._host, "PATH": path_with(folder / "bin")}
            self._clear()
            try:
                subprocess.run(["sh", "-ec", scenario.before], cwd=work, env=environ, check=True)
                command = [word.replace(REGISTRY, self._registry) for word in scenario.command]
                made = folder / f"{scenario.name}.json"
                ended = record(made, command, work, environ)
                return self._keep(made, ended.stdout, ended.returncode)
            finally:
                self._clear()

    def _clear(self) -> None:
        """Remove what scenarios, also interrupted ones, have created."""
        labelled = {"label": [LABEL]}
        with Engine(self._host) as engine:
            for filters in (labelled, {"ancestor": ["hello-world"]}):
                for container in engine.containers.list(all=True, filters=filters):
                    engine.containers.remove(container.id, force=True, volumes=True)
            for network in engine.networks.list(filters=labelled):
                engine.networks.remove(network.id)
            for volume in engine.volumes.list(filters=labelled).volumes:
                engine.volumes.remove(volume.name)

    def _keep(self, made: Path, stdout: str, code: int) -> Path:
        text = made.read_text().replace(self._registry, REGISTRY)
        path = self._into / engine_folder(Recording.loads(text).engine) / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.with_suffix(".out").write_text(printed(stdout.replace(self._registry, REGISTRY), code))
        return path
