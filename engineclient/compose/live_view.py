"""Progress on a terminal: a title, and a line for each object, drawn again until all are done. Pure."""

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
_MARGIN = 15  # columns that a long status leaves free at the end of its line


@dataclass(slots=True)
class _Line:
    """The line of an object: its last event, and when it began and ended, in seconds."""

    event: Event
    began: float
    ended: float | None = None
    frame: int = 0


class LiveView:
    """The view of the progress of one group of operations.

        view = LiveView("Running")
        view.take(Event("Container p-web-1", "Starting"), now=0.0)
        out.write(view.draw(now=0.1, width=80, height=24))

    Args:
        title: the word in the first line, as in `[+] Running 1/2`.
        coloured: use colours.
        prefix: the text before the name of each object, for a dry run.

    """

    def __init__(self, title: str, *, coloured: bool = True, prefix: str = "") -> None:
        self._title = title
        self._coloured = coloured
        self._prefix = prefix
        self._lines: dict[str, _Line] = {}
        self._drawn = -1  # lines below the title that were drawn last; -1 before the first time
        self._flat = (
            False  # whether the parts of objects have no lines, because the terminal is too low for them
        )

    def take(self, event: Event, now: float) -> None:
        """Take an event that occurred at `now`, in seconds of any clock."""
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
        """The text that replaces the view on the terminal.

        Args:
            now: the time, in seconds of the clock of `take`.
            width: the columns of the terminal; -1 if they are unknown.
            height: its lines.

        """
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
    """The number of columns of a text, without its escape codes for colours."""
    width, inside = 0, False
    for char in text:
        if char == "\x1b":
            inside = True
        elif not inside:
            width += 1
        elif char == "m":
            inside = False
    return width
