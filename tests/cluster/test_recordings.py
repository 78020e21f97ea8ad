"""Replays of the cluster's recordings to minidocker and to docker show the recorded output after each step."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.recording.recording import Recording
from tests.cluster.scenario import Scenario
from tests.scenarios.play import play
from tests.support import NO_DOCKER_CLIENT, docker_client

FOLDER = Path(__file__).parents[2] / "recordings" / "cluster"
STEPS = [step.__name__.replace("_", "-") for step in Scenario([]).steps()]
DOCKER = docker_client()


@pytest.mark.parametrize("step", STEPS)
def test_minidocker_asks_and_shows_what_it_did(step: str) -> None:
    path = FOLDER / f"{step}.json"
    played = play(path, "")
    assert played.report == ""
    assert played.printed == path.with_suffix(".out").read_text(), played.stderr


@pytest.mark.skipif(DOCKER is None, reason=NO_DOCKER_CLIENT)
@pytest.mark.parametrize("step", STEPS)
def test_docker_shows_the_same(step: str) -> None:
    path = FOLDER / f"{step}.json"
    played = play(path, DOCKER or "")
    assert played.printed == path.with_suffix(".out").read_text(), played.stderr


def test_three_nodes_are_in_them() -> None:
    answers = [line["json"] for line in Recording.load(FOLDER / "node-killed.json").lines if "json" in line]
    listed = next(
        each for each in answers if isinstance(each, list) and "Spec" in each[0] and "Description" in each[0]
    )
    assert [node["Status"]["State"] for node in listed].count("down") == 1
    assert len(listed) == 3
