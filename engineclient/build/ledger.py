"""What is kept of each build, so that later ones can be compared with it: JSON, a line a build. Pure.

Neither values of build arguments nor what steps print is kept: an instruction is kept as the Dockerfile has it, an
argument as a fingerprint.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

MOST_BUILDS: Final = 50
"""Builds kept of one Dockerfile."""
MOST_FILES: Final = 5_000
"""Files of a context that are kept; of a larger one none is."""
_MOST_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step of the Dockerfile.

    Attributes:
        stage: as the builder numbers or names it, "" if there is one.
        text: the instruction, as the Dockerfile has it.
        cached: its result was in the cache.
        seconds: how long it took.
        failed: whether it failed.

    """

    stage: str
    text: str
    cached: bool
    seconds: float
    failed: bool = False

    @property
    def keyword(self) -> str:
        """`RUN`, `COPY`, ..."""
        return self.text.split(None, 1)[0].upper() if self.text.strip() else ""


@dataclass(frozen=True, slots=True)
class KeptBuild:
    """A build.

    Attributes:
        at: when it began, in seconds since 1970.
        seconds: by the clock on the wall.
        steps: in the order in which they began.
        image: the ID, "" if there is none.
        builder: 1 for the classic one, 2 for BuildKit.
        no_cache: the cache was not to be used.
        files: fingerprints of the files of the context by path; None if they are not known.
        arguments: fingerprints of the build arguments by name.

    """

    at: float
    seconds: float
    steps: tuple[KeptStep, ...]
    image: str = ""
    builder: int = 2
    no_cache: bool = False
    files: Mapping[str, str] | None = None
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])


def fingerprint(key: bytes, value: str | None) -> str:
    """What tells whether an argument is still the same, and nothing else of it."""
    return hmac.digest(key, (value or "").encode("utf-8", "surrogateescape"), hashlib.sha256).hex()[:16]


def encode(build: KeptBuild) -> str:
    """One line, without its end."""
    kept = asdict(build)
    kept["steps"] = [list(asdict(step).values()) for step in build.steps[:_MOST_STEPS]]
    if build.files is not None and len(build.files) > MOST_FILES:
        kept["files"] = None
    return json.dumps(kept, separators=(",", ":"))


def decode(lines: Iterable[str]) -> list[KeptBuild]:
    """The builds in a file, the oldest first; a line that is none is passed over."""
    found: list[KeptBuild] = []
    for line in lines:
        try:
            found.append(_build(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def _build(kept: Any) -> KeptBuild:
    files = kept["files"]
    return KeptBuild(
        at=float(kept["at"]),
        seconds=float(kept["seconds"]),
        steps=tuple(
            KeptStep(str(stage), str(text), bool(cached), float(seconds), bool(failed))
            for stage, text, cached, seconds, failed in kept["steps"]
        ),
        image=str(kept["image"]),
        builder=int(kept["builder"]),
        no_cache=bool(kept["no_cache"]),
        files=None if files is None else {str(path): str(mark) for path, mark in files.items()},
        arguments={str(name): str(mark) for name, mark in kept["arguments"].items()},
    )
