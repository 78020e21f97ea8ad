"""Flags made of those that `options` declares: the syntax from there, the words for a reader from a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from engineclient.cli.flag_types import BOOL, FlagType, list_of
from engineclient.cli.flags import Flag
from engineclient.options.values.flag import Flags, FlagSyntax, declared

if TYPE_CHECKING:
    from collections.abc import Mapping


class Words(NamedTuple):
    """What help says of a flag.

    Attributes:
        word: for its value; none for a switch.
        help: what it does.
        shown: the default that help shows, if the flag's own does not show itself.
        variable: the environment variable that gives its value where the command line does not.

    """

    word: str
    help: str
    shown: str = ""
    variable: str = ""


def flags_of(
    command: type[Flags], words: Mapping[str, Words], former: Mapping[str, str] | None = None
) -> tuple[Flag, ...]:
    """The flags for those flags of a command that `words` names; it takes the values that they read.

    `former` are spellings that docker still accepts and no longer shows, each with the field it is for.
    """
    known = declared(command)
    spellings = [(known[name].spelling, name, False) for name in words]
    spellings += [(spelling, name, True) for spelling, name in (former or {}).items()]
    return tuple(
        Flag(
            spelling,
            _kind(known[name], words[name]),
            words[name].help,
            default=[] if known[name].repeated else known[name].default,
            dest=name,
            hidden=hidden,
            variable=words[name].variable,
        )
        for spelling, name, hidden in spellings
    )


def _kind(flag: FlagSyntax, words: Words) -> FlagType[Any]:
    kind: FlagType[Any]
    if not words.word:
        kind = BOOL
    elif flag.repeated:
        kind = list_of(flag.syntax or str, words.word)
    else:
        kind = FlagType(words.word, flag.syntax or str, str)
    return kind._replace(shows_zero=words.shown)
