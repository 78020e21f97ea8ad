"""The record of each build that is stored to compare later builds with it: one line of JSON a build. Pure.

The values of build arguments and the output of steps are not stored: only the text of each instruction in the Dockerfile,
and a fingerprint of each argument.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

MOST_BUILDS: Final = 50
"""The number of builds that are stored for one Dockerfile."""
MOST_FILES: Final = 5_000
"""The most files of a context that are stored; of a larger context none is."""
_MOST_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step of the Dockerfile.

    Attributes:
        stage: its name or number, "" if there is only one.
        text: the instruction, as in the Dockerfile.
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
        seconds: elapsed time.
        steps: in the order in which they began.
        image: the ID, "" if there is none.
        builder: 1 for the classic one, 2 for BuildKit.
        no_cache: the build ignored the cache.
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
    """A hash of an argument, which shows whether it has changed but not its value."""
    return hmac.digest(key, (value or "").encode("utf-8", "surrogateescape"), hashlib.sha256).hex()[:16]


def encode(build: KeptBuild) -> str:
    """The line for a build, without a line break."""
    kept = asdict(build)
    kept["steps"] = [list(asdict(step).values()) for step in build.steps[:_MOST_STEPS]]
    if build.files is not None and len(build.files) > MOST_FILES:
        kept["files"] = None
    return json.dumps(kept, separators=(",", ":"))


def decode(lines: Iterable[str]) -> list[KeptBuild]:
    """The builds in a file, the oldest first; a malformed line is skipped."""
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
