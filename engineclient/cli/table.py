"""The entries of the command table. It is data, so that help and completion import no command's module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Entry:
    """One command.

    Attributes:
        names: its spellings as help lists them; in each group the first is the current one, others are aliases.
        summary: one line of help.
        where: `module:object`.
        silent: spellings that are accepted and not shown.

    """

    __slots__ = ("names", "silent", "summary", "where")

    def __init__(self, names: str, summary: str, where: str, silent: str = "") -> None:
        self.names: str = names
        self.summary: str = summary
        self.where: str = where
        self.silent: str = silent

    def spellings(self) -> list[str]:
        """The spellings that help shows: `["container ls", "ps"]`."""
        return self.names.split(", ")

    def accepted(self) -> list[str]:
        """All accepted spellings."""
        return self.spellings() + (self.silent.split(", ") if self.silent else [])


def by_noun(entries: Iterable[Entry]) -> dict[str, list[tuple[str, Entry]]]:
    """The entries under each noun ("" for commands without one), the current name of an entry first.

    A command that stands below another one has a name of two words: `inspect attachment` below `inspect`.
    """
    found: dict[str, list[tuple[str, Entry]]] = {}
    listed = [*entries]
    commands = {spelling for entry in listed for spelling in entry.accepted()}
    for entry in listed:
        for spelling in entry.accepted():
            noun, _, name = spelling.rpartition(" ")
            if noun in commands:
                noun, _, above = noun.rpartition(" ")
                name = f"{above} {name}"
            found.setdefault(noun, []).append((name, entry))
    return found
