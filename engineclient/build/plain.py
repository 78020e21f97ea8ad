"""Progress as lines of text, `--progress=plain`: one step at a time, as buildx shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engineclient.build.trace import Status, VertexStatus
from engineclient.build.vertices import SECOND, Step, Steps

_ANTI_FLICKER: Final = 5.0  # seconds that a step is shown before a more active one may replace it
_LONGEST_HIDDEN: Final = 10.0  # seconds
_LEAST_SECONDS: Final = 5.0  # between two lines about the same part, unless it has progressed by
_LEAST_PROGRESS: Final = 0.05
_REFRESH: Final = 0.1  # seconds between two updates of the output


class PlainDisplay:
    """Shows a build as lines of text.

    `update` it with each report, `refresh` it every 150 ms, and call `done` at the end.

    Args:
        write: prints output.
        clock: nanoseconds since 1970.
        title: the text that is shown first, as step 0.

    """

    def __init__(self, write: Callable[[bytes], object], clock: Callable[[], int], title: str = "") -> None:
        self.steps: Steps = Steps()
        self._write = write
        self._clock = clock
        self._title = title
        self._last: dict[str, VertexStatus] = {}
        self._current = ""
        self._numbers = 0
        self._drawn = 0
        self._drawn_any = False

    def update(self, status: Status) -> None:
        """Add one report. Changes of steps are shown at once, those of their parts and output at the next refresh."""
        self.steps.update(status)
        now = self._clock()
        if status.vertexes and now - self._drawn >= _REFRESH * SECOND:
            self._drawn = now
            self.refresh()

    def refresh(self) -> None:
        """Show what has changed."""
        steps = self.steps.by_digest
        changed = [steps[digest] for digest in self.steps.changed if digest in steps]
        completed = {step.vertex.digest: step for step in changed if step.is_completed}
        running = {step.vertex.digest: step for step in changed if not step.is_completed}
        current = self._current
        if current in completed:
            self._show(completed[current])
        for step in sorted(completed.values(), key=lambda step: (step.latest or (0, 0))[1] or 0):
            if step.vertex.digest != current:
                self._show(step)
        if running:
            self._show_running(running, current, current_ended=current in completed)
        elif not (current and steps[current].is_started and not steps[current].is_completed):
            for step in steps.values():
                if step.is_started and not step.is_completed:
                    self._show(step)
                    return

    def _show_running(self, running: dict[str, Step], current: str, *, current_ended: bool) -> None:
        """Show the step that was shown last, or the most active one if that has been shown long enough."""
        if current in running:
            self._show(running[current])
        if current:
            running = running | {current: self.steps.by_digest[current]}
        now = self._clock()
        speeds: dict[str, float] = {}
        times: dict[str, float] = {}
        fastest = ""
        for digest, step in running.items():
            if not step.is_started:
                continue
            since = step.latest or (now, None)
            times[digest] = max((now - since[0]) / SECOND, 1e-9)
            speeds[digest] = step.activity / times[digest]
            is_hidden_long = times[digest] > _LONGEST_HIDDEN and digest != current
            if is_hidden_long or not fastest or speeds[fastest] < speeds[digest]:
                fastest = digest
        if not fastest:
            return
        if current_ended or not current:
            self._show(running[fastest])
            return
        for digest in running:
            if times.get(digest, 0) > _LONGEST_HIDDEN and digest != current:
                self._show(running[digest])
                return
        share = speeds.get(current, 0.0) / (sum(speeds.values()) or 1.0)
        if share < 1.0 and _ANTI_FLICKER / (1.0 - share) < times.get(current, 0.0):
            self._show(running[fastest])

    def _show(self, step: Step) -> None:
        digest = step.vertex.digest
        if not step.number:
            self._numbers += 1
            step.number = self._numbers
        if digest != self._current:
            self._turn_to(step)
        is_open = self._show_parts(step)
        for warning in step.warnings[step.warnings_shown :]:
            self._line(step, b"WARN: " + warning.short)
        step.warnings_shown = len(step.warnings)
        self._show_output(step)
        self._current = digest
        if step.is_completed and not is_open:
            self._current = ""
            step.activity = 0
            self._end(step)
        self.steps.changed.pop(digest, None)

    def _turn_to(self, step: Step) -> None:
        if self._current:
            before = self.steps.by_digest[self._current]
            if before.is_partial:
                self._write(b"\n")
            before.shown_of_line = before.activity = 0
            self._line(before, b"...")
        if self._drawn_any:
            self._write(b"\n")
        elif self._title:
            self._write(f"#0 {self._title}\n\n".encode())
        self._drawn_any = True
        self._line(step, _bytes(step.vertex.name))

    def _show_parts(self, step: Step) -> bool:
        """Show the parts that have changed; return whether one of them is not completed."""
        is_open = False
        for part in map(step.known_parts.__getitem__, step.parts):
            if part.id not in step.changed_parts or not self._is_news(part):
                continue
            self._last[part.id] = part
            text = _bytes(part.id) + _amount(part).encode()
            end = part.completed if part.completed is not None else part.timestamp
            if part.started is not None and end is not None and end - part.started > SECOND // 100:
                text += f" {(end - part.started) / SECOND:.1f}s".encode()
            if part.completed is not None:
                text += b" done"
            else:
                is_open = True
            self._line(step, text)
        step.changed_parts.clear()
        return is_open

    def _is_news(self, part: VertexStatus) -> bool:
        last = self._last.get(part.id)
        if last is None or part.completed is not None:
            return True
        progress = (part.current - last.current) / part.total if part.total > 0 else 0.0
        passed = ((part.timestamp or 0) - (last.timestamp or 0)) / SECOND
        return progress >= _LEAST_PROGRESS or passed >= _LEAST_SECONDS

    def _show_output(self, step: Step) -> None:
        for number, line in enumerate(step.lines):
            last = number == len(step.lines) - 1
            if number == 0 and step.shown_of_line:
                self._write(line[step.shown_of_line :])
            else:
                self._write(b"#%d " % step.number + line)
            if not (last and step.is_partial):
                self._write(b"\n")
                step.keep(line)
        if step.lines and step.is_partial:
            step.lines = step.lines[-1:]
            step.shown_of_line = len(step.lines[0])
        else:
            step.lines = []
            step.shown_of_line = 0

    def _end(self, step: Step) -> None:
        if step.is_partial:
            self._write(b"\n")
            if step.lines:
                step.keep(step.lines[-1])
                step.lines = []
            step.is_partial = False
        if step.is_canceled:
            self._line(step, b"CANCELED")
        elif step.vertex.error:
            self._line(step, b"ERROR: " + _bytes(step.vertex.error))
        elif step.vertex.cached:
            self._line(step, b"CACHED")
        else:
            self._line(step, f"DONE {step.seconds(self._clock()):.1f}s".encode())

    def _line(self, step: Step, text: bytes) -> None:
        self._write(b"#%d " % step.number + text + b"\n")

    def done(self) -> None:
        """Show the rest, and the output of the steps that have failed."""
        self.refresh()
        self._write(failed_output(self.steps))


def failed_output(steps: Steps, most: int = 10) -> bytes:
    """The last lines of output of each step that has failed, between two rules."""
    shown = b""
    for step in steps.started:
        if step.vertex.error and not step.is_canceled:
            lines = [*step.last_lines, *step.lines]
            output = b"".join(line + b"\n" for line in lines[-most:])
            shown += b"------\n > " + _bytes(step.vertex.name) + b":\n" + output + b"------\n"
    return shown


def _amount(part: VertexStatus) -> str:
    if part.total:
        return f" {size_text(part.current)} / {size_text(part.total)}"
    return f" {size_text(part.current)}" if part.current else ""


def size_text(count: int) -> str:
    """`12.35MB`: two decimals, none for bytes."""
    units = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
    power = min(max(len(str(abs(count))) - 1, 0) // 3, len(units) - 1)
    return f"{count / 1000**power:.2f}{units[power]}" if power else f"{count}B"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
