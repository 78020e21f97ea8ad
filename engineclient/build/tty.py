"""Progress on a terminal, `--progress=tty`: the running and completed steps, redrawn as by buildx."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engineclient.build.plain import failed_output, size_text
from engineclient.build.screen import Screen
from engineclient.build.trace import Status, VertexStatus
from engineclient.build.vertices import SECOND, Step, Steps

_REFRESH: Final = 0.1  # seconds between two drawings while reports come in
_MOST_LINES: Final = 10_000  # of a step's output, for its failure
_TERMINAL_LINES: Final = 6  # of a step's output
_TERMINAL_MARGIN: Final = 10
_LEAST_NAME: Final = 12  # characters; a shorter line is not shown
_SHORT: Final = 0.05  # seconds; a shorter time is shown as 0.0
_BLUE, _YELLOW, _RED = "\x1b[34m", "\x1b[33m", "\x1b[31m"
_FAINT, _RESET = "\x1b[2m", "\x1b[0m"
_UP, _DOWN, _FIRST_COLUMN = "\x1b[1A", "\x1b[1B", "\x1b[0G"
_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"


@dataclass(slots=True)
class _Line:
    """One line of the display.

    Attributes:
        name: the text.
        seconds: the duration.
        completed: whether it has ended.
        colour: its colour after the end.
        amount: its progress, "" if unknown.
        step: the step of the line, None for a part of one.

    """

    name: str
    seconds: float
    completed: bool
    colour: str = _BLUE
    amount: str = ""
    step: Step | None = None
    screen: Screen | None = None


class TTYDisplay:
    """Shows a build on a terminal.

    `update` it with each report, `refresh` it every 150 ms, and call `done` at the end.

    Args:
        write: prints output.
        clock: nanoseconds since 1970.
        size: returns the columns and the lines of the terminal.
        title: the text at the right of the first line.
        coloured: show completed steps in blue, and failed ones in red.

    """

    def __init__(
        self,
        write: Callable[[bytes], object],
        clock: Callable[[], int],
        size: Callable[[], tuple[int, int]],
        title: str = "",
        *,
        coloured: bool = True,
    ) -> None:
        self.steps: Steps = Steps()
        self._write = write
        self._clock = clock
        self._size = size
        self._title = title
        self._coloured = coloured
        self._drawn = 0
        self._lines = 0  # of the last drawing, without the first one
        self._drawn_any = False
        self._first: int | None = None  # the earliest start of a step, by the engine's clock
        self._ahead = 0  # nanoseconds by which the client's clock is ahead of the engine's
        self._screens: dict[str, Screen] = {}
        self._weights: dict[
            str, int
        ] = {}  # the priority of a step's output: its bytes, and a bonus if it is shown already

    def update(self, status: Status) -> None:
        """Add one report."""
        self.steps.update(status)
        width = self._size()[0]
        for vertex in status.vertexes:
            if vertex.started is None:
                continue
            if self._first is None:
                self._ahead = self._clock() - vertex.started
            self._first = vertex.started if self._first is None else min(self._first, vertex.started)
        for log in status.logs:
            if log.vertex not in self.steps.by_digest:
                continue
            screen = self._screens.get(log.vertex)
            if screen is None:
                screen = self._screens[log.vertex] = Screen(_TERMINAL_LINES, width - _TERMINAL_MARGIN)
            screen.write(log.data)
            self._weights[log.vertex] = self._weights.get(log.vertex, 0) + len(log.data)
            del self.steps.by_digest[log.vertex].lines[:-_MOST_LINES]
        now = self._clock()
        if now - self._drawn >= _REFRESH * SECOND:
            self._drawn = now
            self.refresh()

    def refresh(self) -> None:
        """Redraw."""
        self._draw(final=False)

    def done(self) -> None:
        """Draw the final state, with the output of the steps that have failed."""
        self._draw(final=True)
        self._write(failed_output(self.steps, _MOST_LINES))

    def _draw(self, *, final: bool) -> None:
        width, height = self._size()
        now = self._clock() - self._ahead
        lines = [line for step in self.steps.started for line in self._step_lines(step, now)]
        lines = self._chosen(lines, height, final=final)
        steps = self.steps.by_digest.values()
        completed = sum(step.is_completed for step in steps)
        total = len(self.steps.by_digest)
        state = "FINISHED" if completed and completed == total and final else ""
        seconds = 0.0 if self._first is None else (now - self._first) / SECOND
        head = f"[+] Building {seconds:.1f}s ({completed}/{total}) {state}"
        room = width - 1 if self._title else width
        shown = [_aligned(head, self._title, room)[:width] + "\n"]
        drawn = 0
        for line in lines:
            if text := self._line(line, width):
                shown.append(text)
                drawn += 1
                rows = self._terminal_rows(line, width)
                shown += rows
                drawn += len(rows)
        if (less := self._lines - drawn) > 0:
            shown.append(f"{' ' * width}\n" * less + f"\x1b[{less}A" + _FIRST_COLUMN)
        back = _UP * (self._lines + 1) + ("" if self._drawn_any else _DOWN) + _FIRST_COLUMN
        self._drawn_any, self._lines = True, drawn
        self._write((back + _HIDE + "".join(shown) + _SHOW).encode("utf-8", "surrogateescape"))

    def _step_lines(self, step: Step, now: int) -> list[_Line]:
        """The lines of a step, of its parts and of its warnings."""
        vertex = step.vertex
        name, colour = vertex.name.replace("\t", " "), _BLUE
        if step.is_canceled:
            name, colour = f"CANCELED {name}", _YELLOW
        elif vertex.error:
            name, colour = f"ERROR {name}", _RED
        if vertex.cached:
            name = f"CACHED {name}"
        found = [_Line(name, step.seconds(now), step.has_ended, colour, step=step)]
        found += [_part_line(step.known_parts[part], now) for part in step.parts]
        latest = step.latest or (now, None)
        seconds = max(0, (now if latest[1] is None else latest[1]) - latest[0]) / SECOND
        for warning in step.warnings:
            found.append(_Line(f"WARN: {warning.short.decode('utf-8', 'replace')}", seconds, completed=False))
        return found

    def _chosen(self, lines: list[_Line], height: int, *, final: bool) -> list[_Line]:
        """The lines that fit; the output of the steps that print most is shown while they run."""
        loud = [
            line for line in lines
            if line.step is not None and not line.completed and line.step.vertex.digest in self._screens
        ]  # fmt: skip
        loud.sort(key=lambda line: -self._weights[line.step.vertex.digest] if line.step else 0)
        free = height - 2 - sum(not line.completed for line in lines)
        hidden = 0
        for line in loud:
            if free <= _TERMINAL_LINES + 3 or line.step is None:
                break
            digest = line.step.vertex.digest
            line.screen = self._screens[digest]
            self._weights[digest] += 50
            hidden += line.screen.used
            free -= _TERMINAL_LINES + 3
        return lines if final else _wrapped(lines, height - 2 - hidden)

    def _line(self, line: _Line, width: int) -> str:
        """One line; "" if the terminal is too narrow for it."""
        seconds = line.seconds if line.seconds >= _SHORT else 0.0
        prefix, timer = " => ", f" {seconds:3.1f}s\n"
        room = width - len(prefix) - len(timer) - 1
        amount = ""
        if line.amount and room + len(line.amount) > 20:
            amount = f" {line.amount}"
            room -= len(amount)
        if room < _LEAST_NAME:
            return ""
        name = line.name.encode("utf-8", "surrogateescape")[:room].decode("utf-8", "surrogateescape")
        text = _aligned(f"{prefix}{name}{amount}", timer, width)
        return f"{line.colour}{text}{_RESET}" if line.completed and self._coloured else text

    def _terminal_rows(self, line: _Line, width: int) -> list[str]:
        if line.screen is None:
            return []
        line.screen.resize(width - _TERMINAL_MARGIN)
        return [f"{_FAINT} => => # {row}\n{_RESET}" for row in line.screen.lines]


def _part_line(part: VertexStatus, now: int) -> _Line:
    end = now if part.completed is None else part.completed
    seconds = 0.0 if part.started is None else max(0, end - part.started) / SECOND
    amount = ""
    if part.total:
        amount = f"{size_text(part.current)} / {size_text(part.total)}"
    elif part.current:
        amount = size_text(part.current)
    return _Line(f"=> {part.id}", seconds, part.completed is not None, amount=amount)


def _wrapped(lines: list[_Line], limit: int) -> list[_Line]:
    """The last lines that fit; running steps replace completed ones."""
    if limit < 0:
        return []
    if len(lines) <= limit:
        return lines
    shown = lines[len(lines) - limit :]
    running = [line for line in lines[: len(lines) - limit] if not line.completed]
    left = len(running)
    if not left:
        return shown
    kept: list[_Line] = []
    for line in shown:
        if line.completed and left:
            left -= 1
        else:
            kept.append(line)
    return running[len(running) - (len(shown) - len(kept)) :] + kept if len(shown) > len(kept) else kept


def _aligned(left: str, right: str, width: int) -> str:
    return f"{left:<{max(0, width - len(right) - 1)}} {right}"
