"""The kinds of values that differ between recordings: how a value is found, named, and invented."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

__all__ = ["Field", "Kind", "Known", "Naming", "Seed", "Text"]

_ANY: Final = re.compile("")

Naming: TypeAlias = Literal["value", "each", "one"]
"""Whether equal values share a name, each occurrence has its own, or all values have one name without a number."""


class Text(NamedTuple):
    """Found anywhere in a text, by a regular expression without groups."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Field:
    """Found as the whole value of a field.

    Attributes:
        names: the names of the fields; empty for any field.
        asks: the requests, such as `GET /info`, whose body or answer has the field.
        holds: whether a value is of the kind.

    """

    names: frozenset[str]
    asks: re.Pattern[str] = _ANY
    holds: Callable[[Any], bool] = lambda value: bool(value) and isinstance(value, str)

    def has(self, value: Any, ask: str) -> bool:
        """Whether `value`, in a field of that name, is of the kind."""
        return self.holds(value) and self.asks.match(ask) is not None


class Known(NamedTuple):
    """Found anywhere in a text, by its value, which survey.py has collected from all lines."""


class Seed(NamedTuple):
    """The data that an invented value is made from.

    Attributes:
        name: the whole name, such as `pid1`.
        number: the number in it.
        now: the time of the replay in seconds since 1970.

    """

    name: str
    number: int
    now: float

    @property
    def digest(self) -> str:
        """64 hexadecimal digits that depend on the name alone."""
        return hashlib.sha256(self.name.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value.

    Attributes:
        name: the beginning of its names.
        find: how a value is found.
        invent: returns a value that looks real.
        naming: whether equal values share a name.
        unless_sent: leave values that the client itself has sent unchanged.
        moves: shifts a recorded value by a number of seconds, the time since the recording.
        wildcard: whether a client may send any value in its place.

    """

    name: str
    find: Text | Field | Known
    invent: Callable[[Seed], str]
    naming: Naming = "value"
    unless_sent: bool = False
    moves: Callable[[Any, int], str] = lambda value, _: str(value)
    wildcard: bool = False
