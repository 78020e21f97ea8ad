"""Two recordings of the same commands on an engine are equal, although requests are concurrent."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]
SERVICE = "  s{0}: {{image: busybox, command: sleep 1000, stop_grace_period: 0s, volumes: ['v{0}:/d'], networks: [a, b]}}\n"
FILE = (
    "name: twice\nservices:\n"
    + "".join(SERVICE.format(number) for number in range(5))
    + "networks: {a: {}, b: {}}\nvolumes: {"
    + ", ".join(f"v{number}: {{}}" for number in range(5))
    + "}\n"
)


@pytest.fixture
def folder(engine_host: str, engine_images: object, tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "compose.yaml").write_text(FILE)
    yield tmp_path
    run(tmp_path, engine_host, "compose", "down", "--volumes")


def run(folder: Path, host: str, *words: str) -> str:
    environ = {**os.environ, "DOCKER_HOST": host}
    done = subprocess.run(
        [*PROGRAM, *words], cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_up_restart_and_down(folder: Path, engine_host: str) -> None:
    commands = {"up": ["up", "--detach"], "restart": ["restart"], "down": ["down", "--volumes"]}
    for number in (1, 2):
        for name, words in commands.items():
            run(folder, engine_host, "record", f"{name}-{number}.json", "--", *PROGRAM, "compose", *words)
    for name in commands:
        told = run(folder, engine_host, "recordings", "diff", f"{name}-1.json", f"{name}-2.json")
        assert told.endswith(": no change\n"), shlex.join(commands[name])
