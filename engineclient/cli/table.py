"""What a command table is made of. It is data, so that help and completion need no command's module."""

from collections.abc import Iterable
from typing import NamedTuple


class Entry(NamedTuple):
    """One command.

    Attributes:
        names: its spellings as help lists them; in each group the first is the one in use, others are aliases.
        summary: one line of help.
        where: `module:object`.
        silent: spellings that work and are not shown.

    """

    names: str
    summary: str
    where: str
    silent: str = ""

    def spellings(self) -> list[str]:
        """What is shown: `["container ls", "ps"]`."""
        return self.names.split(", ")

    def accepted(self) -> list[str]:
        """What works."""
        return self.spellings() + (self.silent.split(", ") if self.silent else [])


def by_noun(entries: Iterable[Entry]) -> dict[str, list[tuple[str, Entry]]]:
    """The names under each noun (commands without one under ""), of one entry the name in use first."""
    found: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries:
        for spelling in entry.accepted():
            noun, _, name = spelling.rpartition(" ")
            found.setdefault(noun, []).append((name, entry))
    return found
