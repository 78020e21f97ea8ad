"""The finished chapters of the tour, stored in a small file in the user's state directory."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

__all__ = ["finish", "finished"]


def _path() -> Path:
    folder = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(folder, "minidocker", "tour.json")


def finished() -> set[str]:
    """The names of the finished chapters; empty if the file cannot be read."""
    with suppress(OSError, ValueError, TypeError):
        return {str(name) for name in json.loads(_path().read_text("utf-8"))}
    return set()


def finish(name: str) -> set[str]:
    """Store that a chapter is finished, if the file can be written, and return all finished chapters."""
    names = finished() | {name}
    with suppress(OSError):
        _path().parent.mkdir(parents=True, exist_ok=True)
        _path().write_text(json.dumps(sorted(names)), "utf-8")
    return names
