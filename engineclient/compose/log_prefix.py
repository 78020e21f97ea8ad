"""The names before the lines of several containers, lined up and in colours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

CLEAR_LINE: Final = "\r\x1b[K"
"""Before a line about a container between lines of containers, as compose writes it, not only on terminals."""
WATCHER: Final = "#watch"
"""The name of the lines of a watch, between those of containers: a sign stands in its place."""
_COLOURS = ("36", "33", "32", "35", "34", "36;1", "33;1", "32;1", "35;1", "34;1")


class Prefixes:
    """What stands before each line, a name at a time; as wide as the longest name so far.

    Args:
        coloured: each name has a colour, in the order in which they come.
        shown: without it there are no names.
        watch_coloured: the sign of a watch has a colour, as compose has it on no terminal, too.

    """

    def __init__(self, *, coloured: bool = False, shown: bool = True, watch_coloured: bool = False) -> None:
        self._coloured = coloured
        self._watch_coloured = watch_coloured
        self._shown = shown
        self._colours: dict[str, str] = {}
        self._width = 0

    def add(self, names: Iterable[str]) -> None:
        """Make room for names that are going to come."""
        for name in names:
            self._width = max(self._width, len(name))
            self._colours.setdefault(name, _COLOURS[len(self._colours) % len(_COLOURS)])

    def of(self, name: str) -> str:
        """What stands before a line of `name`."""
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
        """The line about the end of a container, between lines of others."""
        return self.status(name, f"exited with code {code}{' (restarting)' if restarting else ''}")

    def status(self, name: str, text: str) -> str:
        """A line about a container, between lines of others."""
        self.add((name,))
        text = f"{CLEAR_LINE}{name} {text}\n"
        return f"\x1b[{self._colours[name]}m{text}\x1b[0m" if self._coloured else text


class Lines:
    """Splits a stream of bytes, which arrives in arbitrary pieces, into lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete now, without their ends."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return lines

    def end(self) -> list[bytes]:
        """The last line, if it has no end."""
        rest, self._rest = self._rest, b""
        return [rest] if rest else []
