from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.catalogue import SCENARIOS, Scenario
from tests.scenarios.make import Maker
from tests.scenarios.registry import damaged


@pytest.mark.engine
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_recording_again_gives_the_same(
    scenario: Scenario, engine_host: str, engine_images: object, tmp_path: Path
) -> None:
    with damaged("127.0.0.1:0") as registry:
        first, second = (Maker(engine_host, registry, tmp_path / turn).make(scenario) for turn in "ab")
    for suffix in (".json", ".out"):
        assert first.with_suffix(suffix).read_text() == second.with_suffix(suffix).read_text()
