"""What a note of a field says, and where it stands in a body."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FieldNote", "below"]


class FieldNote(NamedTuple):
    """What a person should know of one field of a request.

    Attributes:
        flags: the flags that set it, as docker writes them.
        effect: what the kernel or the engine makes of it.
        see: a command that shows it; `{c}` stands for the container, network or volume. "" where nothing shows it.
        unless: the value that says nothing, because it would be the same without the field.

    """

    flags: str
    effect: str
    see: str = ""
    unless: str = ""


def below(prefix: str, notes: dict[str, FieldNote]) -> dict[str, FieldNote]:
    """The same notes for fields that stand deeper in a body."""
    return {f"{prefix}.{path}": note for path, note in notes.items()}
