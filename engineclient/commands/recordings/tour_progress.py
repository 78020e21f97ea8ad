"""Which chapters of the tour were finished: a small file among the user's state."""

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
    """The names of the chapters that were finished; none if that was not kept."""
    with suppress(OSError, ValueError, TypeError):
        return {str(name) for name in json.loads(_path().read_text("utf-8"))}
    return set()


def finish(name: str) -> set[str]:
    """Keep that a chapter is finished, if there is a place for it; gives all that are."""
    names = finished() | {name}
    with suppress(OSError):
        _path().parent.mkdir(parents=True, exist_ok=True)
        _path().write_text(json.dumps(sorted(names)), "utf-8")
    return names
