"""Progress on a terminal: a line for each object, written over until all is done. No I/O here."""

from __future__ import annotations

from dataclasses import dataclass

from engineclient.compose.progress import Event, State
from engineclient.golang.units import human_size

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_SIGNS = {State.DONE: "✔", State.WARNING: "!", State.ERROR: "✘"}
_COLOURS = {State.DONE: "32", State.WARNING: "33;1", State.ERROR: "31;1", State.WORKING: "33"}
_BLUE, _CYAN, _GREEN = "34", "36", "32"
_UP, _DOWN, _COLUMN_0, _HIDE, _SHOW = "\x1b[1A", "\x1b[1B", "\x1b[0G", "\x1b[?25l", "\x1b[?25h"
_PERCENT = "⠀⡀⣀⣄⣤⣦⣶⣷⣿"
_STEP = 0.1  # seconds until the spinner begins to turn
_MARGIN = 15  # columns that a status leaves free


@dataclass(slots=True)
class _Line:
    """One object, and what was last reported of it."""

    event: Event
    began: float
    ended: float | None = None
    frame: int = 0


class LiveView:
    """The lines of one stretch of work.

        view = LiveView("Running")
        view.take(Event("Container p-web-1", "Starting"), now=0.0)
        out.write(view.draw(now=0.1, width=80, height=24))

    Args:
        title: what the first line calls the work.
        coloured: use colours.
        prefix: stands before each object, for a dry run.

    """

    def __init__(self, title: str, *, coloured: bool = True, prefix: str = "") -> None:
        self._title = title
        self._coloured = coloured
        self._prefix = prefix
        self._lines: dict[str, _Line] = {}
        self._drawn = -1  # lines below the title; -1 before the first time
        self._flat = False  # no lines for the parts of objects: there was no room for them

    def take(self, event: Event, now: float) -> None:
        """Take an event that came at `now`, in seconds of any clock."""
        line = self._lines.get(event.subject)
        over = event.state is not State.WORKING
        if line is None:
            self._lines[event.subject] = _Line(event, now, now if over else None)
            return
        if over and line.event.state is not event.state:
            line.ended = now
        done = max(line.event.current, event.current), max(line.event.total, event.total)
        line.event = event._replace(current=done[0], total=done[1])

    def draw(self, now: float, width: int, height: int) -> str:
        """What is written at `now` over what was written before, on a terminal of this size; -1 is no width."""
        if not self._lines:
            return ""
        self._flat = self._flat or len(self._lines) > height - 2
        up = _UP * (max(self._drawn, 0) + 1) + (_DOWN if self._drawn < 0 else "")
        done = sum(line.event.state is not State.WORKING for line in self._lines.values())
        title = f"[+] {self._title} {done}/{len(self._lines)}"
        if self._drawn > 0 and done == self._drawn:
            title = self._colour(_BLUE, title)
        padding = self._padding()
        rows: list[str] = []
        for line in self._lines.values():
            if line.event.parent:
                continue
            rows.append(self._row(line, "", padding, now, width))
            if not self._flat:
                rows += [self._row(part, "  ", padding, now, width) for part in self._parts(line)]
        blank = " " * max(width, 0)
        rows += [blank] * max(0, min(self._drawn, height - 2) - len(rows))
        self._drawn = len(rows)
        return f"{up}{_COLUMN_0}{_HIDE}" + "".join(f"{row}\n" for row in (title, *rows)) + _SHOW

    def _padding(self) -> int:
        width = 0
        for line in self._lines.values():
            width = max(width, len(_name(line.event)))
            if line.event.parent:
                width -= 2
        return width

    def _parts(self, whole: _Line) -> list[_Line]:
        return [line for line in self._lines.values() if line.event.parent == whole.event.subject]

    def _row(self, line: _Line, indent: str, padding: int, now: float, width: int) -> str:
        event = line.event
        name = self._with_parts(line) if event.state is State.WORKING else _name(event)
        length = len(name.encode("utf-8", "surrogateescape"))
        status = event.status
        most = width - length - padding - _MARGIN
        if 0 < most < len(status):
            status = f"{status[:most]}..."
        if event.state is not State.WORKING:
            status = self._colour(_COLOURS[event.state], status)
        prefix = self._colour(_CYAN, self._prefix) if self._prefix else ""
        space = " " * max(0, padding - length)
        text = f"{indent} {self._sign(line, now)}{prefix} {name} {space}{status} "
        took = f"{(now if line.ended is None else line.ended) - line.began:.1f}s "
        free = " " * max(0, width - _width(text) - len(took))
        return f"{text}{free}{self._colour(_BLUE, took)}"

    def _sign(self, line: _Line, now: float) -> str:
        state = line.event.state
        if state is State.WORKING and now - line.began > _STEP:
            line.frame = (line.frame + 1) % len(SPINNER)
        return self._colour(_COLOURS[state], _SIGNS.get(state) or SPINNER[line.frame])

    def _with_parts(self, line: _Line) -> str:
        """The line of an object, with the progress of its parts: `web [⣿⣦⠀] 3.1MB / 12MB Pulling`."""
        parts = [part.event for part in self._parts(line)]
        if not parts:
            return _name(line.event)
        bars = "".join(_PERCENT[(len(_PERCENT) - 1) * each.percent // 100] for each in parts)
        total = sum(each.total for each in parts)
        known = all(each.total or each.state is not State.WORKING for each in parts)
        sizes = ""
        if total and known:
            current = human_size(sum(each.current for each in parts), 4)
            sizes = f" {current:>7} / {human_size(total, 4):<7}"
        return f"{line.event.subject} [{self._colour(_GREEN, bars)}]{sizes} {line.event.text}"

    def _colour(self, code: str, text: str) -> str:
        if not self._coloured:
            return text
        return "".join(f"\x1b[{each}m" for each in code.split(";")) + f"{text}\x1b[0m"


def _name(event: Event) -> str:
    return f"{event.subject} {event.text}"


def _width(text: str) -> int:
    """The columns that a text takes, which may have colours."""
    width, inside = 0, False
    for char in text:
        if char == "\x1b":
            inside = True
        elif not inside:
            width += 1
        elif char == "m":
            inside = False
    return width
