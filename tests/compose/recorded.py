"""Record the commands of a project on an engine: `python -m tests.compose.recorded DOCKER_HOST FOLDER`.

FOLDER is that of the engine's recordings, such as recordings/docker-28.5. The engine has the image `busybox`. The project is
read from standard input and has a directory that does not exist, so that the recordings contain nothing of this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.scenarios.programs import path_with

PROGRAM: Final = (
    sys.executable,
    "-c",
    "from engineclient.commands import main; raise SystemExit(main())",
    "--hints=false",
)
PROJECT: Final = Path(__file__).with_name("kept.yaml")
COMPOSE: Final = ("compose", "--project-directory", "/project", "-f", "-")
COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "compose-up": ("up", "-d"),
    "compose-up-again": ("up", "-d"),
    "compose-ps": ("ps", "-a", "--format", "{{.Name}} {{.State}}"),
    "compose-logs": ("logs", "--no-log-prefix", "db"),
    "compose-exec": ("exec", "-T", "web", "sh", "-c", "echo inside; exit 3"),
    "compose-restart": ("restart",),
    "compose-scale": ("up", "-d", "--scale", "db=1"),
    "compose-stop": ("stop",),
    "compose-down": ("down", "--volumes"),
}
"""The commands, in the order of the project's life, by the names of their recordings."""
CODES: Final = {"compose-exec": 3}


def run(words: Sequence[str], host: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program once, with the project on its standard input."""
    with TemporaryDirectory() as programs:
        return subprocess.run(
            [*PROGRAM, *words],
            cwd=folder,
            env={**os.environ, "DOCKER_HOST": host, "PATH": path_with(Path(programs))},
            input=PROJECT.read_text(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def record(host: str, folder: Path) -> None:
    """Record all commands into `folder`, from an engine without objects of the project."""
    for name, words in COMMANDS.items():
        done = run(["record", f"{name}.json", "--", "minidocker", *COMPOSE, *words], host, folder)
        assert done.returncode == CODES.get(name, 0), f"{name}: {done.stderr}"
        (folder / f"{name}.times").unlink()


if __name__ == "__main__":
    record(sys.argv[1], Path(sys.argv[2]))
