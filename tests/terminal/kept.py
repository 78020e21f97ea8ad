"""What docker showed, kept beside the scripts for where there is no docker to be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.terminal.script import Seen

FILE: Final = Path(__file__).with_name("docker-28.2.json")


def read() -> dict[str, Seen]:
    """What is kept, by the names of scripts."""
    kept = json.loads(FILE.read_text())
    return {name: Seen("".join(seen.pop("screen")), **seen) for name, seen in kept.items()}


def write(seen: Mapping[str, Seen]) -> None:
    """Keep `seen` and nothing else; a screen line by line, so that a difference can be read."""
    lines = {
        name: one._asdict() | {"screen": one.screen.splitlines(keepends=True)}
        for name, one in sorted(seen.items())
    }
    FILE.write_text(json.dumps(lines, indent=1) + "\n")
