"""Flags of a command from those that `options` declares: the syntax is taken from there, the help from the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.cli.flag_types import BOOL, FlagType, list_of
from engineclient.cli.flags import Flag
from engineclient.options.values.flag import Flags, FlagSyntax, declared
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Mapping


class Words(Data):
    """The texts of a flag's help.

    Attributes:
        word: the name of its value; "" for a switch.
        help: the description.
        shown: the default that help shows, if it differs from the flag's own.
        variable: the environment variable with its value when the command line has none.

    """

    word: str
    help: str
    shown: str = ""
    variable: str = ""


def flags_of(
    command: type[Flags], words: Mapping[str, Words], former: Mapping[str, str] | None = None
) -> tuple[Flag, ...]:
    """The flags of a command that `words` names. The command receives the parsed values.

    `former` maps spellings that docker still accepts, but no longer shows, to their fields.
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
    if not words.word:
        return BOOL.replace(shows_zero=words.shown) if words.shown else BOOL
    if flag.repeated:
        return list_of(flag.syntax or str, words.word, shows_zero=words.shown)
    return FlagType(words.word, flag.syntax or str, str, shows_zero=words.shown)
