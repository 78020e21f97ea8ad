"""The engines that the command itself starts: this machine's dockerd, with each of its image stores."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.engines import engine, packages
from tests.engines.errors import EngineSetupError
from tests.engines.state import State, default

CONTAINERD_STORE: Final = "containerd-snapshotter"
_FIRST_WITH_STORE: Final = 24


def stores(version: str) -> list[Sequence[str]]:
    """The features of each daemon to start, from what `dockerd --version` prints.

    >>> stores("Docker version 20.10.24+dfsg1, build 5d6db84")
    [()]
    >>> stores("Docker version 28.5.2, build ecc694264d")
    [(), ('containerd-snapshotter',)]
    """
    found = re.search(r"version (\d+)\.", version)
    if found is None:
        raise EngineSetupError(f"no version in {version!r}")
    return [(), (CONTAINERD_STORE,)] if int(found[1]) >= _FIRST_WITH_STORE else [()]


def own() -> list[Sequence[str]]:
    """The same for this machine's dockerd, which is installed if it is missing."""
    packages.ensure()
    dockerd = packages.command("dockerd") or "dockerd"
    done = subprocess.run([dockerd, "--version"], capture_output=True, text=True, check=True)
    return stores(done.stdout)


@contextmanager
def started(features: Sequence[str]) -> Iterator[str]:
    """Yield the DOCKER_HOST of a new daemon, which is removed at the end."""
    state = State(Path(f"{default().directory}-matrix"))
    engine.down(state)  # left by an interrupted run
    engine.up(state, features=features)
    try:
        yield state.host
    finally:
        engine.down(state)
