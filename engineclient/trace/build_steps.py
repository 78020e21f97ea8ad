"""The steps of a build, parsed from the engine's answer: BuildKit's status records, or the classic builder's output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.build.trace import TRACE, read_status
from engineclient.errors import DecodeError
from engineclient.languages import gettext as _
from engineclient.trace.build_calls import described, is_call

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.build.trace import Status
    from engineclient.trace.part import Part

__all__ = ["BuildStep", "finished", "finished_in", "in_words", "is_report", "of_dockerfile", "steps"]

_STEP: Final = re.compile(r"Step (\d+/\d+) : (.*)")
_FROM_CACHE: Final = "---> Using cache"
_OF_DOCKERFILE: Final = re.compile(r"(?:\[(?:\S+ )?\d+/\d+\]|\d+/\d+) (?!FROM )")


class BuildStep(NamedTuple):
    """A finished step.

    Attributes:
        name: `[2/4] RUN make`; `2/4 RUN make` with the classic builder.
        cached: whether its result was in the cache.
        seconds: its duration, None if unknown.
        error: why it failed, "" if it did not.

    """

    name: str
    cached: bool = False
    seconds: float | None = None
    error: str = ""

    def __str__(self) -> str:
        if self.error:
            return f"{self.name}: {self.error}"
        if self.cached:
            return _("{step}: found in the cache").format(step=self.name)
        return f"{self.name}: {self.seconds:.1f} s" if self.seconds is not None else self.name


def is_report(record: Any) -> bool:
    """Whether a record of `POST /build` contains a status of BuildKit."""
    return isinstance(record, dict) and record.get("id") == TRACE


def finished(record: Any) -> list[BuildStep]:
    """The finished steps in a status of BuildKit, which may report one more than once."""
    try:
        return finished_in(read_status(record.get("aux")))
    except DecodeError:
        return []


def in_words(record: Any) -> str | None:
    """A record of BuildKit in words: the steps that a status ends, a call; "" for nothing new. None for another record."""
    if is_report(record):
        return " · ".join(map(str, finished(record)))
    return described(record) if is_call(record) else None


def finished_in(status: Status) -> list[BuildStep]:
    """The finished steps in a status."""
    return [
        BuildStep(
            vertex.name,
            vertex.cached,
            (vertex.completed - vertex.started) / 1e9,
            vertex.error.partition("\n")[0],
        )
        for vertex in status.vertexes
        if vertex.started is not None and vertex.completed is not None
    ]


def steps(parts: Iterable[Part]) -> list[BuildStep]:
    """The steps of the Dockerfile in the order in which they finished, without FROM and BuildKit's internal steps."""
    found: dict[str, BuildStep] = {}
    last = ""
    for part in parts:
        record = part.json if part.kind == "record" else None
        if is_report(record):
            found |= {each.name: each for each in finished(record)}
        elif isinstance(record, dict) and isinstance(text := record.get("stream"), str):
            if step := _STEP.match(text):
                last = f"{step[1]} {step[2].strip()}"
                found[last] = BuildStep(last)
            elif _FROM_CACHE in text and last:
                found[last] = BuildStep(last, cached=True)
    return [each for each in found.values() if of_dockerfile(each)]


def of_dockerfile(step: BuildStep) -> bool:
    """Whether a step is an instruction other than FROM."""
    return _OF_DOCKERFILE.match(step.name) is not None
