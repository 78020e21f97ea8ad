"""Text set into lines: at words, by columns, colours kept together."""

from __future__ import annotations

import pytest

from engineclient.text.table import display_width
from engineclient.text.wrap import Span, wrap


def lines(text: str, room: int) -> list[str]:
    return ["".join(span.text for span in line) for line in wrap([Span(text)], room)]


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("", 10, []),
        ("one two three", 20, ["one two three"]),
        ("one two three", 9, ["one two", "three"]),
        ("a=1  b=2", 20, ["a=1  b=2"]),
        ("a=1  b=2", 5, ["a=1", "b=2"]),
        ("/containers/create?name=web", 14, ["/containers/", "create?name=", "web"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("컨테이너를 만든다", 10, ["컨테이너를", "만든다"]),
        ("컨테이너", 3, ["컨", "테", "이", "너"]),
    ],
)
def test_lines_are_broken_at_words_and_long_words_at_joints(
    text: str, room: int, expected: list[str]
) -> None:
    assert lines(text, room) == expected
    assert all(display_width(line) <= room for line in lines(text, room))


def test_words_of_one_colour_are_one_span() -> None:
    assert wrap([Span("two words", "1"), Span(" plain")], 40) == [
        [Span("two words", "1"), Span(" plain", "")]
    ]
