"""The table: every fact with the first and the last version of the API that has it, one a line, sorted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from engineclient.versions import number
from tests.contract.spec import Detail, Fact

KEPT: Final = Path(__file__).with_name("api.tsv")
HEAD: Final = "what\toperation\tname\ttype\tmore\tfirst\tlast"


class Row(NamedTuple):
    """A fact, its details in the newest version that has it, and the versions that have it."""

    what: str
    operation: str
    name: str
    type: str
    more: str
    first: str
    last: str

    @property
    def fact(self) -> Fact:
        """The fact without versions."""
        return Fact(self.what, self.operation, self.name)


def rows(versions: Mapping[str, Mapping[Fact, Detail]]) -> list[Row]:
    """The table of the facts of several versions."""
    ordered = sorted(versions, key=number)
    having: dict[Fact, list[str]] = {}
    for version in ordered:
        for fact in versions[version]:
            having.setdefault(fact, []).append(version)
    return [Row(*fact, *versions[in_[-1]][fact], in_[0], in_[-1]) for fact, in_ in sorted(having.items())]


def dumps(table: Iterable[Row]) -> str:
    """The text of the table."""
    return "".join(f"{line}\n" for line in (HEAD, *("\t".join(row) for row in table)))


def loads(text: str) -> list[Row]:
    """Parse the text of a table."""
    return [Row(*line.split("\t")) for line in text.splitlines()[1:]]


@cache
def kept() -> list[Row]:
    """The stored table."""
    return loads(KEPT.read_text("utf-8"))
