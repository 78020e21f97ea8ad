"""Flags made of those that `options` declares: the syntax from there, the words for a reader from a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from engineclient.cli.flag_types import BOOL, FlagType, checked, checked_list
from engineclient.cli.flags import Flag
from engineclient.options.values.flag import FlagSyntax, declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

_NUMBERS = ("int", "uint", "uint16")


class Words(NamedTuple):
    """What help says of a flag.

    Attributes:
        word: for its value; none for a switch.
        help: what it does.
        shown: the default that help shows, if the flag's own does not show itself.

    """

    word: str
    help: str
    shown: str = ""


def flags_of(command: type[DataclassInstance], words: Mapping[str, Words]) -> tuple[Flag, ...]:
    """The flags for those fields of a dataclass of `options` that `words` names; it takes their values."""
    known = declared(command)
    defaults = {name: command.__dataclass_fields__[name].default for name in known}
    return tuple(_flag(name, known[name], defaults[name], said) for name, said in words.items())


def _flag(name: str, syntax: FlagSyntax, default: Any, words: Words) -> Flag:
    kind: FlagType[Any]
    if not words.word:
        kind = BOOL
    elif default == ():
        kind, default = checked_list(syntax.syntax or str, words.word), []
    elif words.word in _NUMBERS:
        kind = FlagType(words.word, syntax.syntax or int, int)
    else:
        kind = checked(syntax.syntax or str, words.word)
    kind = kind._replace(shows_zero=words.shown)
    return Flag(syntax.spelling, kind, words.help, default=default, dest=name)
