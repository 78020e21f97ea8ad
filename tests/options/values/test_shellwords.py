"""Words of a command line, as docker 28.2 splits --entrypoint and --args."""

from __future__ import annotations

import pytest

from engineclient.options.values.shellwords import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  a \t b\n", ["a", "b"]),
        ('a \'b c\' "d \\" e" f\\ g # h', ["a", "b c", 'd " e', "f g"]),
        ("''", [""]),
        ("a#b #c\nd", ["a#b", "d"]),
        ('"a\\n$x"', ["an$x"]),
        ("'a\\b'c", ["a\\bc"]),
    ],
)
def test_split(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'a", "EOF found when expecting closing quote"),
        ('"a', "EOF found when expecting closing quote"),
        ("a\\", "EOF found after escape character"),
    ],
)
def test_unfinished(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        split_words(text)
