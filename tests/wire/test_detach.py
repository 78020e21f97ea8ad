"""The keys that detach: found however the bytes are cut, and everything else let through."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engineclient.wire.detach import DEFAULT_KEYS, DetachKeys

P, Q = b"\x10", b"\x11"

# keys, what is typed, what goes to the container, whether the keys were among it
CASES = [
    (DEFAULT_KEYS, b"", b"", False),
    (DEFAULT_KEYS, b"words\r", b"words\r", False),
    (DEFAULT_KEYS, b"\x00\xff\xc3\x28" + Q, b"\x00\xff\xc3\x28" + Q, False),
    (DEFAULT_KEYS, P + Q, b"", True),
    (DEFAULT_KEYS, b"words" + P + Q + b"more" + P + Q, b"words", True),
    (DEFAULT_KEYS, P, b"", False),  # held back: the next key decides
    (DEFAULT_KEYS, P + b"a", P + b"a", False),
    (DEFAULT_KEYS, P + b"a" + Q, P + b"a" + Q, False),
    (DEFAULT_KEYS, P + b"a" + P + Q + b"b", P + b"a", True),
    (DEFAULT_KEYS, P + P + Q, P + P + Q, False),  # the second ctrl-p ends a beginning, and starts none
    (DEFAULT_KEYS, P + P + P + Q, P + P, True),
    (DEFAULT_KEYS, Q + P + Q, Q, True),
    (b"\x18", b"ab\x18cd", b"ab", True),
    (b"\x18", b"abcd", b"abcd", False),
    (b"det", b"dead de", b"dead ", False),
    (b"det", b"dead det", b"dead ", True),
    (b"det", b"dedet", b"ded" + b"et", False),
    (b"aab", b"aaab", b"aaab", False),
    (b"aab", b"aaaaab", b"aaa", True),
    (b"aa", b"aba", b"ab", False),
    (b"\x00\x1b\x7f", b"\x00\x1b\x1b\x00\x1b\x7f", b"\x00\x1b\x1b", True),
]


def fed(keys: bytes, *pieces: bytes) -> tuple[bytes, bool]:
    finder = DetachKeys(keys)
    return b"".join(finder.feed(piece) for piece in pieces), finder.detached


@pytest.mark.parametrize(("keys", "typed", "passed", "detached"), CASES)
def test_in_one_piece(keys: bytes, typed: bytes, passed: bytes, detached: bool) -> None:
    assert fed(keys, typed) == (passed, detached)


@pytest.mark.parametrize(("keys", "typed", "passed", "detached"), CASES)
def test_key_by_key(keys: bytes, typed: bytes, passed: bytes, detached: bool) -> None:
    assert fed(keys, *(bytes([key]) for key in typed)) == (passed, detached)


@pytest.mark.parametrize(("keys", "typed", "passed", "detached"), CASES)
def test_cut_anywhere_into_three(keys: bytes, typed: bytes, passed: bytes, detached: bool) -> None:
    size = len(typed)
    for first in range(size + 1):
        for second in range(first, size + 1):
            pieces = [typed[start:end] for start, end in pairwise((0, first, second, size))]
            assert fed(keys, *pieces) == (passed, detached), pieces


def test_each_piece_is_passed_on_as_soon_as_it_can_be() -> None:
    finder = DetachKeys()
    typed = [b"a", P, b"b", P, P, b"c", P, Q]
    assert [finder.feed(piece) for piece in typed] == [b"a", b"", P + b"b", b"", P + P, b"c", b"", b""]


def test_after_the_keys_nothing_is_passed_on() -> None:
    finder = DetachKeys()
    finder.feed(P + Q)
    assert finder.feed(b"words" + P + Q) == b""
    assert finder.detached


def test_a_paste_of_megabytes_is_passed_on_whole() -> None:
    data = bytes(range(256)) * 20_000 + P
    assert fed(DEFAULT_KEYS, data.replace(P + Q, P + b"-" + Q), b".") == (
        data.replace(P + Q, P + b"-" + Q) + b".",
        False,
    )
