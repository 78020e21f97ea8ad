"""Seeds that went wrong once, and a few that nobody has tried: `python -m tests.fuzz` tries more."""

from __future__ import annotations

import pytest

from tests.fuzz import buildkit_session, buildkit_traces, engine_answers, ignore_patterns, recordings

# the kind of each: a list for an object, a text for a number, an object without a field, a date far away
SEEDS = [*range(40), 20009, 22117]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_answer_of_an_engine_ends_in_a_bug(seed: int) -> None:
    assert engine_answers.find(seed) == ""


@pytest.mark.parametrize("seed", range(40))
def test_no_recording_ends_in_a_bug(seed: int) -> None:
    assert recordings.find(seed) == ""


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_no_report_of_buildkit_ends_in_a_bug(seed: int) -> None:
    assert [buildkit_traces.find(each) for each in range(seed, seed + 10)] == [""] * 10


@pytest.mark.parametrize("seed", range(0, 100, 10))
def test_nothing_that_an_engine_does_in_a_session_ends_in_a_bug(seed: int) -> None:
    assert [buildkit_session.find(each) for each in range(seed, seed + 10)] == [""] * 10


@pytest.mark.parametrize("seed", range(0, 500, 50))
def test_no_pattern_ends_in_a_bug(seed: int) -> None:
    assert [ignore_patterns.find(each) for each in range(seed, seed + 50)] == [""] * 50
