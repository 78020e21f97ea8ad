from __future__ import annotations

import pytest

from engineclient.compose.log_prefix import WATCHER, Lines, Prefixes


def test_names_are_as_wide_as_the_longest_so_far() -> None:
    prefixes = Prefixes()
    assert prefixes.of("a-1") == "a-1  | "
    assert prefixes.of("longer-1") == "longer-1  | "
    assert prefixes.of("a-1") == "a-1       | "


def test_names_are_coloured_in_the_order_in_which_they_come() -> None:
    prefixes = Prefixes(coloured=True)
    assert prefixes.of("a-1") == "\x1b[36ma-1  | \x1b[0m"
    assert prefixes.of("b-1") == "\x1b[33mb-1  | \x1b[0m"
    assert prefixes.of("a-1") == "\x1b[36ma-1  | \x1b[0m"


def test_without_names_nothing_stands_there() -> None:
    assert Prefixes(shown=False).of("a-1") == Prefixes(shown=False).of(WATCHER) == ""


@pytest.mark.parametrize(("coloured", "sign"), [(False, "        ⦿ "), (True, "\x1b[92m        ⦿ \x1b[0m")])
def test_a_watch_has_a_sign_and_no_colour_of_the_names(coloured: bool, sign: str) -> None:
    prefixes = Prefixes(coloured=True, watch_coloured=coloured)
    assert prefixes.of(WATCHER) == sign
    assert prefixes.of("a-1") == "\x1b[36ma-1     | \x1b[0m"


@pytest.mark.parametrize(
    ("pieces", "lines", "rest"),
    [
        ((b"one\ntwo\n",), [b"one", b"two"], []),
        ((b"o", b"ne\nt", b"wo"), [b"one"], [b"two"]),
        ((b"\n",), [b""], []),
        ((), [], []),
    ],
)
def test_lines(pieces: tuple[bytes, ...], lines: list[bytes], rest: list[bytes]) -> None:
    reader = Lines()
    assert [line for piece in pieces for line in reader.feed(piece)] == lines
    assert reader.end() == rest
