"""Lines of an explanation on a terminal: wrapped, aligned and coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.text.table import display_width
from engineclient.text.wrap import Span, wrap
from engineclient.trace.fields import plain
from engineclient.trace.phrases import duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["BOLD", "CYAN", "DIM", "GREEN", "RED", "YELLOW", "Lines"]

BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "31", "32", "33", "36"

_NARROWEST: Final = 40
_WIDEST: Final = 110
_BAR: Final = "│ "


class Lines:
    """Writes lines whose texts begin in one column, after the number of a request, an arrow and a time.

    Args:
        write: called with each line, without a newline.
        colour: use the colours of a terminal.
        width: columns to fill.
        timed: leave room for times.
        apart: put a bar before each line, to set it apart from the program's own output.

    """

    def __init__(
        self, write: Callable[[str], None], *, colour: bool, width: int, timed: bool, apart: bool
    ) -> None:
        self._write = write
        self._colour = colour
        self._bar = _BAR if apart else ""
        self._width = max(_NARROWEST, min(width, _WIDEST)) - len(self._bar)
        self._timed = timed
        self._margin = " " * (16 if timed else 7)

    def line(self, number: int | None, arrow: str, at: float, *spans: Span, hue: str = DIM) -> None:
        """Write a text with the number of its request (None: of none), an arrow in the colour `hue`, and a time."""
        time = f"{duration(at):>8}  " if self._timed else " "
        label = f"{number:>3}" if number is not None else "   "
        head = f"{self._paint(label, DIM)} {self._paint(arrow, hue)} {self._paint(time, DIM)}"
        self._wrapped(spans, head, self._margin)

    def note(self, text: str) -> None:
        """Write a dimmed text."""
        self.say(Span(text, DIM))

    def say(self, *spans: Span, indent: int = 0) -> None:
        """Write a text without number, arrow and time."""
        margin = self._margin + " " * indent
        self._wrapped(spans, margin, margin)

    def rule(self, title: str) -> None:
        """Write a title in a horizontal line."""
        for line in wrap([Span(plain(title))], self._width - 6):
            text = "".join(span.text for span in line)
            self._out(self._paint(f"── {text} " + "─" * max(2, self._width - display_width(text) - 4), DIM))

    def empty(self) -> None:
        """Write an empty line."""
        self._out("")

    def _wrapped(self, spans: Iterable[Span], head: str, margin: str) -> None:
        for line in wrap(spans, self._width - len(margin)):
            self._out(head + "".join(self._paint(*span) for span in line))
            head = margin

    def _out(self, line: str) -> None:
        self._write(f"{self._paint(self._bar, DIM)}{line}".rstrip() if self._bar else line)

    def _paint(self, text: str, hue: str) -> str:
        return f"\x1b[{hue}m{text}\x1b[0m" if self._colour and hue and text else text
