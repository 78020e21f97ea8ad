"""Split `command` and `entrypoint` into words as docker compose does: with quotes and backslashes, but no shell."""

from __future__ import annotations

from typing import Final

_BLANKS: Final = frozenset(" \t\r\n")
_OPERATORS: Final = frozenset(";&|<>")


def split(line: str) -> list[str]:
    r"""The words of `line`.

    Substitutions (`$(...)` and backquotes) are kept as they are. As in docker compose, an unquoted `;`, `&`, `|`, `<` or
    `>` ends the command: the rest of the line is dropped.

        >>> split(r"sh -c 'echo hi' a\ b")
        ['sh', '-c', 'echo hi', 'a b']

    Raises:
        ValueError: a quote, a substitution or a backslash is left open.

    """
    words: list[str] = []
    word: str | None = None
    opened: set[str] = set()  # of: ' " ` (
    escaped = False
    for character in line:
        if escaped:
            word, escaped = (word or "") + character, False
        elif character == "\\" and "'" not in opened:
            escaped = True
        elif character in _BLANKS and not opened:
            if word is not None:
                words.append(word)
            word = None
        elif character in _OPERATORS and not opened:
            if character == ">" and word and word[0] in "0123456789":
                word = None  # the number of a file descriptor goes with its operator
            break
        elif (character == '"' and not opened & {"'", "("}) or (character == "'" and not opened & {'"', "("}):
            word = _closing(word, character, opened)
        else:
            _substitution(character, word or "", opened)
            word = (word or "") + character
    if escaped or opened:
        raise ValueError(_INVALID)
    return words if word is None else [*words, word]


_INVALID: Final = "invalid command line string"


def _closing(word: str | None, quote: str, opened: set[str]) -> str | None:
    """The current word after a quote: a closing quote begins a word if there is none, so that `""` is an empty word."""
    if quote in opened:
        word = word or ""
    opened ^= {quote}
    return word


def _substitution(character: str, word: str, opened: set[str]) -> None:
    """Keep track of `$(...)` and backquotes. Raises ValueError for a `(` that is not part of `$(`."""
    if character == "`" and not opened & {"'", '"', "("}:
        opened ^= {"`"}
    elif character == "(" and not opened & {"'", '"', "`"}:
        if "(" in opened or not word.endswith("$"):
            raise ValueError(_INVALID)
        opened.add("(")
    elif character == ")" and not opened & {"'", '"', "`"}:
        opened ^= {"("}
