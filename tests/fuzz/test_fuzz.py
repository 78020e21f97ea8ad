"""Seeds that failed once, and a few random ones: `python -m tests.fuzz` tries more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from tests.fuzz.catalogue import FUZZERS

KEPT: Final[Mapping[str, tuple[int, ...]]] = {
    "answers": (20009, 22117, 1001415),
    "flags": (7001184, 30000514, 30005433),
    "frames": (2009684, 30017446),
    "recordings": (7003003,),
    "buildkit-session": (906555, 915233),
    "templates": (267, 540),
}
"""Seeds that went wrong. The kind of each has a test where it was mended, too: words are added, and seeds change."""


@pytest.mark.parametrize("name", FUZZERS)
def test_nothing_goes_wrong(name: str) -> None:
    seeds = (*range(40), *KEPT.get(name, ()))
    assert [(seed, wrong) for seed in seeds if (wrong := FUZZERS[name](seed))] == []
