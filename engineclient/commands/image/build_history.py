"""Stores builds in the user's state directory: one file for each Dockerfile and target, one line for each build.

At most 50 builds are stored in a file, and at most 200 files; then the least recently used one is removed. A build does
not fail if it cannot be stored.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from engineclient.build.ledger import MOST_BUILDS, KeptBuild, decode, encode
from engineclient.connect.file_replacement import replace_file

_MOST_FILES: Final = 200
_MOST_BYTES: Final = 64 << 20
_KEY: Final = "key"


def place() -> Path:
    """The directory: `minidocker/builds` in XDG_STATE_HOME, or in ~/.local/state."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state, "minidocker", "builds")


def key() -> bytes:
    """The secret key for fingerprints; it is created at the first use."""
    path = place() / _KEY
    try:
        return path.read_bytes()
    except OSError:
        made = os.urandom(32)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(made)
        return made


def builds_of(dockerfile: str, target: str) -> list[KeptBuild]:
    """The stored builds of a Dockerfile, by its path, and a target; the oldest first."""
    path = _file(dockerfile, target)
    try:
        if path.stat().st_size > _MOST_BYTES:
            return []
        return decode(path.read_text("utf-8", "surrogateescape").splitlines())
    except (OSError, ValueError):
        return []


def keep(dockerfile: str, target: str, build: KeptBuild) -> list[KeptBuild]:
    """Store a build; return all that are stored now."""
    builds = [*builds_of(dockerfile, target), build][-MOST_BUILDS:]
    path = _file(dockerfile, target)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = "".join(f"{encode(each)}\n" for each in builds)
        replace_file(path, lines.encode("utf-8", "surrogateescape"))
        _forget(path.parent)
    return builds


def _file(dockerfile: str, target: str) -> Path:
    name = hashlib.sha256(f"{dockerfile}\0{target}".encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return place() / f"{name}.jsonl"


def _forget(directory: Path) -> None:
    kept = sorted(directory.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-_MOST_FILES]:
        path.unlink(missing_ok=True)
