from __future__ import annotations

import hashlib

import pytest

from engineclient.events import Elided
from engineclient.recording.replay.expected_input import ExpectedInput

LONG = b"long" * 1000
ELIDED = Elided(len(LONG), hashlib.sha256(LONG).hexdigest())
PIECES: list[tuple[int, bytes | Elided]] = [(3, b"one\n"), (5, ELIDED), (8, b"two\n")]
WHOLE = b"one\n" + LONG + b"two\n"


@pytest.mark.parametrize("size", [1, 7, 4, 1 << 20])
def test_however_it_is_cut(size: int) -> None:
    expected = ExpectedInput(PIECES)
    places = [
        place for start in range(0, len(WHOLE), size) for place in expected.hear(WHOLE[start : start + size])
    ]
    assert (places, expected.complaint) == ([3, 5, 8], "")


@pytest.mark.parametrize(
    "heard",
    [b"", WHOLE[:-1], WHOLE + b"x", b"ONE\n" + WHOLE[4:], WHOLE.replace(b"longlong", b"longLONG", 1)],
    ids=["nothing", "too little", "too much", "another piece", "another one of what was not kept"],
)
def test_what_differs(heard: bytes) -> None:
    expected = ExpectedInput(PIECES)
    expected.hear(heard)
    assert expected.complaint.startswith(
        f"{len(heard)} bytes of input, beginning {heard[:40]!r}; the recording has "
    )


def test_a_piece_is_told_when_it_is_whole() -> None:
    expected = ExpectedInput([(1, b"ab"), (2, b"cd")])
    assert [expected.hear(data) for data in (b"a", b"b", b"cd")] == [[], [1], [2]]


def test_nothing_is_expected() -> None:
    expected = ExpectedInput([])
    assert expected.complaint == ""
    expected.hear(b"something")
    assert (
        expected.complaint == "9 bytes of input, beginning b'something'; the recording has 0, beginning b''"
    )
