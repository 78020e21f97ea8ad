"""Lines that are redrawn on a terminal."""

from __future__ import annotations

import pytest

from engineclient.build.screen import Screen

CASES = [
    ("one line", [b"abc"], ["abc"]),
    ("a line that has ended takes none below it", [b"a\nb\nc\n"], ["a", "b", "c"]),
    ("it scrolls", [b"1\n2\n3\n4\n5\n"], ["3", "4", "5"]),
    ("a longer line goes on", [b"12345678abc"], ["12345678", "abc"]),
    ("back to the beginning", [b"12345\rab"], ["ab345"]),
    ("the rest of a line is erased", [b"12345\rab\x1b[K"], ["ab"]),
    ("a whole line is erased", [b"12345\x1b[2K\rab"], ["ab"]),
    ("backspace", [b"abc\b\bX"], ["aXc"]),
    ("a tab", [b"\tx"], ["       x"]),
    ("colours are nothing", [b"\x1b[31mred\x1b[0m"], ["red"]),
    ("a column", [b"abc\x1b[1GX"], ["Xbc"]),
    ("cut in a character", [b"\xc3", b"\xa9"], ["é"]),
    ("cut in a sequence", [b"a\x1b[3", b"1mb"], ["ab"]),
    ("no UTF-8", [b"\xff"], ["\ufffd"]),
    ("blank lines are left out", [b"\n\nx"], ["x"]),
    ("bells are not seen", [b"a\x07b"], ["ab"]),
    ("an endless sequence", [b"\x1b[" + b"1" * 100 + b"mX"], ["X"]),
]


@pytest.mark.parametrize(
    ("pieces", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_stands_there(pieces: list[bytes], expected: list[str]) -> None:
    screen = Screen(3, 8)
    for piece in pieces:
        screen.write(piece)
    assert [line.rstrip() for line in screen.lines] == expected
    assert {len(line) for line in screen.lines} <= {8}


def test_the_lines_that_are_used() -> None:
    screen = Screen(3, 8)
    screen.write(b"a\nb")
    assert screen.used == 2


def test_another_width() -> None:
    screen = Screen(3, 8)
    screen.write(b"12345678")
    screen.resize(4)
    screen.write(b"x")
    assert screen.lines == ["1234", "x   "]


def test_endless_output_takes_no_memory() -> None:
    screen = Screen(3, 8)
    for _ in range(1000):
        screen.write(b"x" * 1000)
    assert screen.used == 3
