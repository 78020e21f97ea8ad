"""The current state of the steps of a build, from BuildKit's reports, for the displays. Pure.

A step is reported many times: as started, as completed, and once more if it was in the cache. Its output comes in
pieces that need not end with a line break.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from engineclient.build.trace import Status, Vertex, VertexLog, VertexStatus, VertexWarning
from engineclient.errors import DecodeError

SECOND: Final = 1_000_000_000
_CANCELED: Final = "context canceled"
_KEPT_LINES: Final = 10  # of the output, for a failure
_MOST_STEPS: Final = 100_000
_MOST_PARTS: Final = 100_000  # of one step
_MOST_WARNINGS: Final = 10_000
_LONGEST_LINE: Final = 1 << 20  # bytes; a longer line is split


@dataclass(slots=True)
class Step:
    """A step.

    Attributes:
        vertex: the last report of it.
        number: its number in the display, 0 until it is shown.
        intervals: its runs, end by start; the end is None during a run.
        parts: its parts that have started, in that order, by id.
        changed_parts: the ids of those that have changed.
        warnings: its warnings.
        warnings_shown: the number of warnings that were shown.
        lines: its output that was not shown yet, each line with its time at the start.
        is_partial: the last of the lines is not complete.
        shown_of_line: the number of bytes of the first line that were shown.
        last_lines: the last lines of its output.
        activity: the number of reports since it was last shown.
        hidden: it belongs to a group, which is shown instead.

    """

    vertex: Vertex
    number: int = 0
    intervals: dict[int, int | None] = field(default_factory=dict[int, "int | None"])
    known_parts: dict[str, VertexStatus] = field(default_factory=dict[str, VertexStatus])
    parts: list[str] = field(default_factory=list[str])
    changed_parts: set[str] = field(default_factory=set[str])
    warnings: list[VertexWarning] = field(default_factory=list[VertexWarning])
    warnings_shown: int = 0
    lines: list[bytes] = field(default_factory=list[bytes])
    is_partial: bool = False
    shown_of_line: int = 0
    last_lines: list[bytes] = field(default_factory=list[bytes])
    activity: int = 0
    previous: Vertex | None = None

    @property
    def is_started(self) -> bool:
        """Whether it has started."""
        return bool(self.intervals)

    @property
    def is_completed(self) -> bool:
        """Whether its last run has ended."""
        latest = self.latest
        return latest is not None and latest[1] is not None

    @property
    def has_ended(self) -> bool:
        """Whether all of its runs have ended."""
        return all(end is not None for end in self.intervals.values())

    @property
    def latest(self) -> tuple[int, int | None] | None:
        """Its last run."""
        return max(self.intervals.items(), default=None)

    @property
    def is_canceled(self) -> bool:
        """Whether it failed because it was canceled."""
        return self.vertex.error.endswith(_CANCELED)

    def seconds(self, now: int) -> float:
        """The seconds that it has run, overlapping runs counted once."""
        total, reached = 0, -1
        for start, stop in sorted(self.intervals.items()):
            end = now if stop is None else stop
            total += max(0, end - max(start, reached))
            reached = max(reached, end)
        return total / SECOND

    def keep(self, line: bytes) -> None:
        """Store a complete line, for a failure."""
        self.last_lines.append(line)
        del self.last_lines[:-_KEPT_LINES]


class Steps:
    """All steps of a build.

    Attributes:
        by_digest: in the order in which they were first reported.
        started: in the order in which they began.
        changed: the digests of those that have changed, in the order of the changes.
        warnings: the warnings of all steps.

    """

    def __init__(self) -> None:
        self.by_digest: dict[str, Step] = {}
        self.started: list[Step] = []
        self.changed: dict[str, None] = {}
        self.warnings: list[VertexWarning] = []
        self._groups: dict[str, str] = {}  # the digest of a group's step, by that of a member

    def forget(self, most: int) -> None:
        """Keep only the last `most` lines of output of each step, for a display that does not show it."""
        for digest in self.changed:
            if (step := self.by_digest.get(digest)) is not None:
                del step.lines[:-most]
        self.changed.clear()

    def canceled(self, now: int) -> Status:
        """The report that the steps under way were canceled, for a build whose own reports are no longer waited for."""
        under_way = [
            step.vertex for step in self.by_digest.values() if step.is_started and not step.has_ended
        ]
        return Status([replace(vertex, completed=now, error=_CANCELED) for vertex in under_way])

    def update(self, status: Status) -> None:
        """Take in one report.

        Raises:
            DecodeError: the engine reports more than a build can have.

        """
        for vertex in status.vertexes:
            self._vertex(vertex)
        for part in status.statuses:
            self._part(part)
        for warning in status.warnings[: _MOST_WARNINGS - len(self.warnings)]:
            self.warnings.append(warning)
            if step := self._step(warning.vertex):
                step.warnings.append(warning)
                self._touch(step)
        for log in status.logs:
            self._log(log)

    def _step(self, digest: str) -> Step | None:
        return self.by_digest.get(self._groups.get(digest, digest))

    def _touch(self, step: Step) -> None:
        self.changed[step.vertex.digest] = None
        step.activity += 1

    def _vertex(self, vertex: Vertex) -> None:
        if vertex.group is not None:
            vertex = self._grouped(vertex)
        step = self.by_digest.get(vertex.digest)
        if step is None:
            if len(self.by_digest) >= _MOST_STEPS:
                raise DecodeError(f"the engine reports more than {_MOST_STEPS} steps of one build")
            step = self.by_digest[vertex.digest] = Step(vertex)
        if vertex.started is not None:
            if vertex != step.previous:
                self._touch(step)
            step.previous = vertex
            if not step.is_started:
                self.started.append(step)
        if vertex.started is not None or not step.is_started:  # a late first report does not reset the step
            step.vertex = vertex
        if vertex.started is not None:
            step.intervals[vertex.started] = vertex.completed

    def _grouped(self, vertex: Vertex) -> Vertex:
        """The report, as a report of the group's step."""
        group = vertex.group
        assert group is not None
        digest = f"group:{group.id}"
        self._groups[vertex.digest] = digest
        return Vertex(digest, (), group.name, vertex.cached, vertex.started, vertex.completed, vertex.error)

    def _part(self, part: VertexStatus) -> None:
        step = self._step(part.vertex)
        if step is None:
            return
        before = step.known_parts.get(part.id)
        if before is None and len(step.known_parts) >= _MOST_PARTS:
            raise DecodeError(f"the engine reports more than {_MOST_PARTS} parts of one step")
        if part.started is not None and (before is None or before.started is None):
            step.parts.append(part.id)
        step.known_parts[part.id] = part
        step.changed_parts.add(part.id)
        self._touch(step)

    def _log(self, log: VertexLog) -> None:
        step = self._step(log.vertex)
        if step is None:
            return
        pieces = log.data.split(b"\n")
        complete = not pieces[-1]
        if complete:
            pieces.pop()
        for number, piece in enumerate(pieces):
            if (
                step.is_partial
                and step.lines
                and number == 0
                and len(step.lines[-1]) + len(piece) <= _LONGEST_LINE
            ):
                step.lines[-1] += piece
            else:
                step.lines.append(_since(step, log) + b" " + piece)
        step.is_partial = not complete
        self._touch(step)


def _since(step: Step, log: VertexLog) -> bytes:
    """The time of output in seconds since the start of the step, with three decimals or more."""
    latest = step.latest
    seconds = 0.0 if latest is None or log.timestamp is None else (log.timestamp - latest[0]) / SECOND
    digits = 3 if seconds < 10 else 2 if seconds < 100 else 1
    return f"{seconds:.{digits}f}".encode()
