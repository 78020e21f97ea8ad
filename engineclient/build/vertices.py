"""What is known of the steps of a build by now, put together from BuildKit's reports; displays draw it. Pure.

A step is reported again and again: started, completed, completed once more because it was in the cache, its output in
pieces that need not end with a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from engineclient.build.trace import Status, Vertex, VertexLog, VertexStatus, VertexWarning
from engineclient.errors import DecodeError

SECOND: Final = 1_000_000_000
_CANCELED: Final = "context canceled"
_KEPT_LINES: Final = 10  # of the output, for the error
_MOST_STEPS: Final = 100_000
_MOST_PARTS: Final = 100_000  # of one step
_MOST_WARNINGS: Final = 10_000
_LONGEST_LINE: Final = 1 << 20  # bytes; a longer one is broken there


@dataclass(slots=True)
class Step:
    """A step.

    Attributes:
        vertex: the last report of it.
        number: by which it is shown, 0 before it is.
        intervals: when it ran, end by start; the end is None while it does.
        parts: its parts that have started, in that order, by id.
        changed_parts: ids of those that have news.
        warnings: all of them.
        warnings_shown: how many of them have been.
        lines: its output that has not been shown, each line with its time in front.
        is_partial: the last of the lines is to go on.
        shown_of_line: how much of the first line has been shown.
        last_lines: of its output.
        activity: how much was reported since it was last shown alone.
        hidden: it is part of a group, which is shown instead.

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
        """Whether it has begun."""
        return bool(self.intervals)

    @property
    def is_completed(self) -> bool:
        """Whether it has ended, and runs no more."""
        latest = self.latest
        return latest is not None and latest[1] is not None

    @property
    def has_ended(self) -> bool:
        """Whether none of its runs goes on."""
        return all(end is not None for end in self.intervals.values())

    @property
    def latest(self) -> tuple[int, int | None] | None:
        """The last time that it ran."""
        return max(self.intervals.items(), default=None)

    @property
    def is_canceled(self) -> bool:
        """Whether its error is that it was told to stop."""
        return self.vertex.error.endswith(_CANCELED)

    def seconds(self, now: int) -> float:
        """How long it has run, what overlaps counted once."""
        total, reached = 0, -1
        for start, stop in sorted(self.intervals.items()):
            end = now if stop is None else stop
            total += max(0, end - max(start, reached))
            reached = max(reached, end)
        return total / SECOND

    def keep(self, line: bytes) -> None:
        """Remember a whole line for the case of an error."""
        self.last_lines.append(line)
        del self.last_lines[:-_KEPT_LINES]


class Steps:
    """All steps of a build.

    Attributes:
        by_digest: in the order in which they were first reported.
        started: in the order in which they began.
        changed: the digests of those with news, in the order of the first.
        warnings: of all of them.

    """

    def __init__(self) -> None:
        self.by_digest: dict[str, Step] = {}
        self.started: list[Step] = []
        self.changed: dict[str, None] = {}
        self.warnings: list[VertexWarning] = []
        self._groups: dict[str, str] = {}  # the digest of a group's step, by that of a member

    def forget(self, most: int) -> None:
        """Keep the last lines of output alone, `most` of each step: for a display that shows none of it."""
        for digest in self.changed:
            if (step := self.by_digest.get(digest)) is not None:
                del step.lines[:-most]
        self.changed.clear()

    def update(self, status: Status) -> None:
        """Take in one report.

        Raises:
            DecodeError: it is of more than anybody could build.

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
        if vertex.started is not None or not step.is_started:  # a late first report resets nothing
            step.vertex = vertex
        if vertex.started is not None:
            step.intervals[vertex.started] = vertex.completed

    def _grouped(self, vertex: Vertex) -> Vertex:
        """The report as one of the group's step."""
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
    """When output came, in seconds since the step began, with three digits or more."""
    latest = step.latest
    seconds = 0.0 if latest is None or log.timestamp is None else (log.timestamp - latest[0]) / SECOND
    digits = 3 if seconds < 10 else 2 if seconds < 100 else 1
    return f"{seconds:.{digits}f}".encode()
