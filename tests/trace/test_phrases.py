"""Lengths of time, for a person."""

from __future__ import annotations

import pytest

from engineclient.trace.phrases import duration, phrase


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1e-6, "0.0 ms"),
        (0.0004, "0.4 ms"),
        (0.00994, "9.9 ms"),
        (0.00996, "10 ms"),
        (0.9994, "999 ms"),
        (0.9996, "1.0 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0 s"),
        (125, "2 min 5 s"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(("status", "words"), [(101, "Switching Protocols"), (404, "Not Found"), (799, "")])
def test_phrases(status: int, words: str) -> None:
    assert phrase(status) == words
