"""Show the progress of pulls, pushes and loads as docker does: on a terminal, one line a layer updated in place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from engineclient.golang.units import human_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.cli.output import Output
    from engineclient.models.images import Progress

_BAR: Final = 50  # characters
_WIDE: Final = 110  # columns from which a bar is shown
_CLEAR_LINE: Final = "\x1b[2K"


class ProgressLines:
    """Writes records to `out`: call it with each.

    On a terminal each layer of a pull has one line that is updated in place. Elsewhere records with numbers of
    progress are not shown.
    """

    def __init__(self, out: Output) -> None:
        self._out = out
        self._terminal = out.is_terminal()
        self._lines: dict[str, int] = {}

    def __call__(self, record: Progress) -> None:
        """Show one record."""
        if record.aux is not None:
            return
        up = self._place(record) if self._terminal else 0
        text = self._text(record)
        if text and up:
            text = f"\x1b[{up}A{text}\x1b[{up}B"
        if text:
            self._out.write(text)

    def _place(self, record: Progress) -> int:
        """How many lines above the cursor the line of this record is; starts a new line if it has none."""
        if not record.id or record.detail is None:
            self._lines.clear()  # a record of another kind ends the block of lines
            return 0
        if record.id not in self._lines:
            self._lines[record.id] = len(self._lines)
            self._out.write("\n")
        return len(self._lines) - self._lines[record.id]

    def _text(self, record: Progress) -> str:
        name = f"{record.id}: " if record.id else ""
        if record.detail is None:
            return name + (record.stream or f"{record.status or ''}\n")
        reached = self._reached(record.detail)
        if not self._terminal:
            return "" if reached else name + (record.stream or f"{record.status or ''}\n")
        if record.stream:
            return name + record.stream
        return f"{_CLEAR_LINE}\r{name}{record.status or ''} {reached}\r"

    def _reached(self, detail: Progress.Detail) -> str:
        current, total = detail.current or 0, detail.total or 0
        return reached(self._out, current, total, units=detail.units or "", counts=not detail.hide_counts)


def reached(out: Output, current: int, total: int, *, units: str = "", counts: bool = True) -> str:
    """A bar, if `out` is wide enough, and numbers: `[=====>     ]  5B/10B`; "" before any progress.

    Args:
        out: the stream that it is for.
        current: the amount done.
        total: the whole amount, 0 if unknown.
        units: the unit of both, bytes by default.
        counts: show the numbers after the bar.

    """
    if current <= 0 and total <= 0:
        return ""
    numbers = _counts(current, total, units)
    if total <= 0:
        return numbers
    bar = ""
    if _columns(out) > _WIDE:
        filled = min(int(current / total * 100) // 2, _BAR)
        bar = f"[{'=' * filled}>{' ' * (_BAR - filled)}] "
    return bar + (numbers if counts else "")


def show_progress(out: Output, stream: Iterable[Progress]) -> None:
    """Show all records of `stream`."""
    show = ProgressLines(out)
    for record in stream:
        show(record)


def _counts(current: int, total: int, units: str) -> str:
    """`5B/10B`, or `5/10 s`; the current amount alone if there is no total or it is exceeded."""
    alone = total <= 0 or current > total
    if units:
        return f"{current} {units}" if alone else f"{current}/{total} {units}"
    done = f"{human_size(current):>8}"
    return done if alone else f"{done}/{human_size(total)}"


def _columns(out: Output) -> int:
    """The width of the terminal, or docker's default if it is unknown."""
    try:
        return os.get_terminal_size(out.fileno()).columns
    except OSError:
        return 200
