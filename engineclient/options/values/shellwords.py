"""Splits a command line into words as docker does for --entrypoint and --args: quotes, escapes, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES: Final = " \t\r\n"
_QUOTES: Final = "\"'"
_OPEN_QUOTE: Final = "EOF found when expecting closing quote"
_OPEN_ESCAPE: Final = "EOF found after escape character"


def split_words(text: str) -> list[str]:
    """The words of `text`; nothing is expanded. A `#` at the beginning of a word begins a comment.

    Raises ValueError with docker's message if a quote or an escape is not finished.
    """
    words: list[str] = []
    word: str | None = None  # None between words: "" is a word too
    characters = iter(text)
    for character in characters:
        if character in _SPACES:
            if word is not None:
                words.append(word)
            word = None
        elif character == "#" and word is None:
            for rest in characters:
                if rest == "\n":
                    break
        elif character in _QUOTES:
            word = (word or "") + _quoted(character, characters)
        else:
            word = (word or "") + (_escaped(characters) if character == "\\" else character)
    return words if word is None else [*words, word]


def _quoted(quote: str, characters: Iterator[str]) -> str:
    """The rest of a quoted part; only double quotes allow escapes."""
    found = ""
    for character in characters:
        if character == quote:
            return found
        found += _escaped(characters) if character == "\\" and quote == '"' else character
    raise ValueError(_OPEN_QUOTE)


def _escaped(characters: Iterator[str]) -> str:
    character = next(characters, None)
    if character is None:
        raise ValueError(_OPEN_ESCAPE)
    return character
