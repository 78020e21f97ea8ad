"""`python -m tests.cluster`: deploy, scale, drain, kill and roll back on three nodes, with docker beside. As root."""

from __future__ import annotations

import difflib
import signal
import sys
import tempfile
from pathlib import Path

from tests.cluster.nodes import cluster
from tests.cluster.scenario import Scenario
from tests.engines import EngineSetupError
from tests.support import NO_DOCKER_CLIENT, docker_client


def main() -> int:
    """Play the scenario; 1 if the clients differ anywhere, or the swarm does not do what it should."""
    docker = docker_client()
    if docker is None:
        print(NO_DOCKER_CLIENT, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing of the cluster is left
    try:
        with tempfile.TemporaryDirectory(prefix="ecswarm") as place, cluster(Path(place)) as nodes:
            scenario = Scenario(nodes, docker, lambda text: print(text, flush=True))
            scenario.play()
    except (EngineSetupError, TimeoutError) as error:
        print(error, file=sys.stderr)
        return 1
    differing = [each for each in scenario.shown if not each.same]
    for each in differing:
        lines = difflib.unified_diff(
            each.docker.splitlines(), each.minidocker.splitlines(), "docker", "minidocker", lineterm=""
        )
        print(f"\n{each.step}: {each.line}", *lines, sep="\n")
    print(f"{len(scenario.shown)} command lines, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
