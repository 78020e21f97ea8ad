"""`python -m tests.cluster`: deploy, scale, drain, kill and roll back on three nodes, compared with docker. As root.

With `--record FOLDER`, minidocker's conversation and output after each step are recorded instead, as in recordings/cluster.
"""

from __future__ import annotations

import argparse
import difflib
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.cluster.comparison import Comparison
from tests.cluster.nodes import cluster
from tests.cluster.recorder import Recorder
from tests.cluster.scenario import Look, Scenario
from tests.engines import EngineSetupError
from tests.support import NO_DOCKER_CLIENT, docker_client


def main() -> int:
    """Play the scenario; returns 1 if the clients differ, or if the swarm does not reach an expected state."""
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("--record", type=Path, metavar="FOLDER", help="record each step into this folder")
    into: Path | None = parser.parse_args().record
    docker = docker_client()
    if docker is None:
        print(NO_DOCKER_CLIENT, file=sys.stderr)
        return 1
    if into is not None:
        return _play(Recorder(into, docker).look)
    comparison = Comparison(docker, lambda text: print(text, flush=True))
    return _play(comparison.look) or _reported(comparison)


def _play(look: Look) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is removed
    try:
        with tempfile.TemporaryDirectory(prefix="ecswarm") as place, cluster(Path(place)) as nodes:
            Scenario(nodes).play(look)
    except (EngineSetupError, TimeoutError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _reported(comparison: Comparison) -> int:
    differing = [each for each in comparison.shown if not each.same]
    for each in differing:
        lines = difflib.unified_diff(
            each.docker.splitlines(), each.minidocker.splitlines(), "docker", "minidocker", lineterm=""
        )
        print(f"\n{each.step}: {each.line}", *lines, sep="\n")
    print(f"{len(comparison.shown)} command lines, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
