"""`FieldNote`: the explanation of a field of a request, and its place in a body."""

from __future__ import annotations

from collections.abc import Iterable, Set as AbstractSet
from typing import NamedTuple

__all__ = ["FieldNote", "among", "below", "spelled"]


class FieldNote(NamedTuple):
    """The explanation of a field of a request.

    Attributes:
        flags: the flags that set it, as docker writes them.
        effect: what the kernel or the engine does with it.
        see: a command that shows the effect; `{c}` is the container, network or volume. "" if there is none.
        unless: the value that is the same as leaving the field out.

    """

    flags: str
    effect: str
    see: str = ""
    unless: str = ""


def below(prefix: str, notes: dict[str, FieldNote]) -> dict[str, FieldNote]:
    """The same notes for fields below `prefix` in a body."""
    return {f"{prefix}.{path}": note for path, note in notes.items()}


def among(flags: str, given: AbstractSet[str]) -> str:
    """The flags in the list `flags` that were given: `-d, --detach` of `-a, --attach, -d, --detach`.

    All of them if none was given, because the field was then set for another reason.
    """
    found: list[str] = []
    short = ""
    for flag in flags.split(", "):
        if not flag.startswith("--"):
            short = flag
        else:
            if not given.isdisjoint((short, flag)):
                found += [short, flag] if short else [flag]
            short = ""
    return ", ".join(found) or flags


def spelled(words: Iterable[str]) -> set[str]:
    """The words of a command line that look like flags, without values; `-it` as `-i` and `-t`."""
    found: set[str] = set()
    for word in words:
        if word.startswith("--"):
            found.add(word.partition("=")[0])
        elif word.startswith("-"):
            found.update(f"-{letter}" for letter in word[1:].partition("=")[0])
    return found
