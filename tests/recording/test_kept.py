"""What is kept of real engines: recorded again, with other values for all names, each value finds its kind again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engineclient.recording.recording import Recording

ROOT = Path(__file__).parents[2]
KEPT = sorted((*ROOT.glob("recordings/*/*.json"), *ROOT.glob("examples/*/tests/recordings/*.json")))
HOME = "/home/someone"
NUMBER = re.compile(r"(?<=[a-z])\d+(?=(?:\.short)?\})")


def kinds(recording: Recording) -> list[str]:
    """The lines, names without their numbers: all secrets have one value in a replay."""
    return [NUMBER.sub("", line) for line in recording.dumps().splitlines()]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_value_has_the_kind_that_it_had(path: Path) -> None:
    kept = Recording.load(path)
    values = kept.values(home=HOME)
    again = Recording.of(
        kept.events(values),
        scenario=kept.scenario,
        engine=kept.engine,
        command=[values.fill_text(word) for word in kept.command],
        home=HOME,
    )
    differing = [pair for pair in zip(kinds(kept), kinds(again), strict=True) if pair[0] != pair[1]]
    # Archives are recorded without some bits of the modes
    assert [pair for pair in differing if '"tar"' not in pair[0]] == []
