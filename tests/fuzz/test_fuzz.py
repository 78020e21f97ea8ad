"""Seeds that went wrong once, and a few that nobody has tried: `python -m tests.fuzz` tries more."""

from __future__ import annotations

import pytest

from tests.fuzz import engine_answers, recordings

# the kind of each: a list for an object, a text for a number, an object without a field, a date far away
SEEDS = [*range(40), 20009, 22117]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_answer_of_an_engine_ends_in_a_bug(seed: int) -> None:
    assert engine_answers.find(seed) == ""


@pytest.mark.parametrize("seed", range(40))
def test_no_recording_ends_in_a_bug(seed: int) -> None:
    assert recordings.find(seed) == ""
