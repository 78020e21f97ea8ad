"""How terminals display characters beyond ASCII. In a file of its own because importing Unicode tables takes time."""

from __future__ import annotations

import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
_EXTENDING = frozenset({"Mn", "Me", "Mc"})
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})


def continues(previous: str, character: str) -> bool:
    """Whether `character` combines with the previous one into one glyph: accents, skin tones, emoji families."""
    return (
        previous == _ZERO_WIDTH_JOINER
        or unicodedata.category(character) in _EXTENDING
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def character_width(character: str) -> int:
    """The number of terminal columns of a character: 2 if it is wide, 0 for a control character."""
    if unicodedata.category(character) in _INVISIBLE:
        return 0
    return 2 if is_wide(character) else 1


def is_wide(character: str) -> bool:
    """Whether a character takes two terminal columns."""
    return unicodedata.east_asian_width(character) in ("W", "F")
