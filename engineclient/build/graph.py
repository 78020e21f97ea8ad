"""Converts BuildKit's reports to events. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from engineclient.build import events
from engineclient.build.events import Began, Ended, Event, Output, Progress
from engineclient.build.trace import STDERR
from engineclient.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.build.trace import Status, Vertex

_BILLION: Final = 1_000_000_000
_INSTRUCTION: Final = re.compile(
    r"\[(?:[^\]]* )?\d+/\d+\] (.*)", re.DOTALL
)  # "[2/5] RUN make", "[build 2/5] ..."
_MOST_STEPS: Final = 100_000


def instruction_of(name: str) -> str:
    """The instruction in a vertex's name; "" if the vertex is not an instruction of the Dockerfile."""
    found = _INSTRUCTION.fullmatch(name)
    return found[1] if found else ""


class GraphReader:
    """Converts reports to events. A vertex is reported many times; its start and its end become events."""

    def __init__(self) -> None:
        self._runs: dict[str, dict[int, int | None]] = {}  # by digest: when it ran, end by start
        self._ended: dict[str, Ended] = {}

    def read(self, status: Status) -> Iterator[Event]:
        """The events in one report.

        Raises:
            DecodeError: the engine reports more steps than a build can have.

        """
        for vertex in status.vertexes:
            yield from self._vertex(vertex)
        for part in status.statuses:
            what = part.id if part.name in part.id else f"{part.name} {part.id}"
            yield Progress(part.vertex, what, part.current, part.total, part.completed is not None)
        for log in status.logs:
            stream: Literal["stdout", "stderr"] = "stderr" if log.stream == STDERR else "stdout"
            yield Output(log.vertex, stream, log.data, (log.timestamp or 0) / _BILLION)
        for warning in status.warnings:
            line = warning.ranges[0][0][0] if warning.ranges else 0
            text = warning.short.decode("utf-8", "replace")
            yield events.Warning(text, warning.url, warning.filename, line)

    def _vertex(self, vertex: Vertex) -> Iterator[Event]:
        digest, started = vertex.digest, vertex.started
        if started is None:
            return
        runs = self._runs.get(digest)
        if runs is None:
            if len(self._runs) >= _MOST_STEPS:
                raise DecodeError(f"the engine reports more than {_MOST_STEPS} steps of one build")
            runs = self._runs[digest] = {}
            yield Began(digest, vertex.name, instruction_of(vertex.name), started / _BILLION)
        runs[started] = vertex.completed
        if vertex.completed is None:
            return
        seconds = sum(max(0, end - start) for start, end in runs.items() if end is not None) / _BILLION
        ended = Ended(digest, vertex.cached, seconds, vertex.error)
        if ended != self._ended.get(digest):
            self._ended[digest] = ended
            yield ended
