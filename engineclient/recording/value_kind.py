"""What a kind of value is that differs from one recording to the next: how it is found, named, and invented."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

__all__ = ["Field", "Kind", "Known", "Naming", "Seed", "Text"]

_ANY: Final = re.compile("")

Naming: TypeAlias = Literal["value", "each", "one"]
"""Equal values have one name, or each occurrence has its own, or all have the same, without a number."""


class Text(NamedTuple):
    """Found anywhere in a text, by a regular expression without groups."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Field:
    """Found as the whole value of a field.

    Attributes:
        names: of fields; none for any.
        asks: of requests, as `GET /info`, to which it is the answer, or which it is part of.
        holds: whether a value is one.

    """

    names: frozenset[str]
    asks: re.Pattern[str] = _ANY
    holds: Callable[[Any], bool] = lambda value: bool(value) and isinstance(value, str)

    def has(self, value: Any, ask: str) -> bool:
        """`value`, in such a field, is one."""
        return self.holds(value) and self.asks.match(ask) is not None


class Known(NamedTuple):
    """Found anywhere in a text, by a value that a look through all lines has shown (survey.py)."""


class Seed(NamedTuple):
    """What an invented value is made of.

    Attributes:
        name: the whole name, `pid1`.
        number: its number.
        now: seconds since 1970.

    """

    name: str
    number: int
    now: float

    @property
    def digest(self) -> str:
        """64 hexadecimal digits, the same for the same name."""
        return hashlib.sha256(self.name.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind.

    Attributes:
        name: what its names begin with.
        find: how a value is found.
        invent: a value that looks real.
        naming: whether equal values have the same name.
        unless_sent: a value that the client has sent itself stays as it is.
        moves: how a kept value moves with the time of the replay, seconds later.
        wildcard: a client may send anything in its place.

    """

    name: str
    find: Text | Field | Known
    invent: Callable[[Seed], str]
    naming: Naming = "value"
    unless_sent: bool = False
    moves: Callable[[Any, int], str] = lambda value, _: str(value)
    wildcard: bool = False
