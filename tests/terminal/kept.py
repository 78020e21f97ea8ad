"""The stored results of docker, which are used where docker is not installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.terminal.script import Seen

FILE: Final = Path(__file__).with_name("docker-28.2.json")


def read() -> dict[str, Seen]:
    """The stored results, by the names of the scripts."""
    kept = json.loads(FILE.read_text())
    return {name: Seen("".join(seen.pop("screen")), **seen) for name, seen in kept.items()}


def write(seen: Mapping[str, Seen]) -> None:
    """Store `seen`, replacing everything; a screen is stored line by line, so that differences are readable."""
    lines = {
        name: one._asdict() | {"screen": one.screen.splitlines(keepends=True)}
        for name, one in sorted(seen.items())
    }
    FILE.write_text(json.dumps(lines, indent=1) + "\n")
