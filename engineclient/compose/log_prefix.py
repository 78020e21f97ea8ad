"""The prefixes of lines of several containers: their names, aligned and coloured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

CLEAR_LINE: Final = "\r\x1b[K"
"""The escape codes before a line about a container between its output; docker compose writes them without a terminal too."""
WATCHER: Final = "#watch"
"""The name for the lines of a watch: its prefix is the sign ⦿."""
_COLOURS = ("36", "33", "32", "35", "34", "36;1", "33;1", "32;1", "35;1", "34;1")


class Prefixes:
    """The prefixes of lines, as wide as the longest name so far.

    Args:
        coloured: give each name a colour, in the order of their first use.
        shown: whether lines have prefixes at all.
        watch_coloured: give the sign of a watch a colour; docker compose does so without a terminal too.

    """

    def __init__(self, *, coloured: bool = False, shown: bool = True, watch_coloured: bool = False) -> None:
        self._coloured = coloured
        self._watch_coloured = watch_coloured
        self._shown = shown
        self._colours: dict[str, str] = {}
        self._width = 0

    def add(self, names: Iterable[str]) -> None:
        """Make the prefixes wide enough for names, and give them their colours."""
        for name in names:
            self._width = max(self._width, len(name))
            self._colours.setdefault(name, _COLOURS[len(self._colours) % len(_COLOURS)])

    def of(self, name: str) -> str:
        """The prefix of a line of the container `name`, or of a watch."""
        if not self._shown:
            return ""
        if name == WATCHER:
            self._width = max(self._width, len(name))
            text = " " * self._width + "  ⦿ "
            return f"\x1b[92m{text}\x1b[0m" if self._watch_coloured else text
        self.add((name,))
        text = f"{name:<{self._width}}  | "
        return f"\x1b[{self._colours[name]}m{text}\x1b[0m" if self._coloured else text

    def exited(self, name: str, code: int, *, restarting: bool) -> str:
        """The line that a container has exited; `restarting` if the engine restarts it."""
        self.add((name,))
        text = f"{CLEAR_LINE}{name} exited with code {code}{' (restarting)' if restarting else ''}\n"
        return f"\x1b[{self._colours[name]}m{text}\x1b[0m" if self._coloured else text


class Lines:
    """Splits a stream of bytes, which arrives in arbitrary pieces, into lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete with this piece, without their ends."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return lines

    def end(self) -> list[bytes]:
        """The last line, if the stream did not end with a newline."""
        rest, self._rest = self._rest, b""
        return [rest] if rest else []
