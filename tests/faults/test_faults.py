"""The two worst faults with all commands; `python -m tests.faults table` makes the others, compared with docker itself."""

from __future__ import annotations

import pytest

from tests.engines.errors import EngineSetupError
from tests.faults import soak, table
from tests.faults.commands import COMMANDS
from tests.faults.faults import FAULTS, outcomes
from tests.faults.plays import Outcome
from tests.terminal.script import MINIDOCKER

FAULTS_HERE = ("interrupted", "killed")
# They show only dashes after the daemon is gone, as docker does, and end by a signal
ENDLESS = "stats"


@pytest.fixture(scope="module")
def ours() -> dict[str, dict[str, Outcome]]:
    try:
        return outcomes(
            MINIDOCKER, FAULTS_HERE, {name: each for name, each in COMMANDS.items() if name != ENDLESS}
        )
    except EngineSetupError as error:
        pytest.fail(f"no engine: {error}", pytrace=False)


@pytest.mark.engine
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != ENDLESS])
@pytest.mark.parametrize("fault", FAULTS_HERE)
def test_minidocker_ends_as_docker_did(ours: dict[str, dict[str, Outcome]], fault: str, command: str) -> None:
    assert ours[fault][command][:3] == table.expected(fault, command, table.read()[fault][command])


@pytest.mark.engine
def test_a_short_soak(engine_host: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = soak.soak(engine_host, {"calls": 300, "streams": 30, "runs": 5})
    assert code == 0, capsys.readouterr().out


def test_what_is_kept_of_docker_is_whole() -> None:
    kept = table.read()
    assert set(kept) == set(FAULTS)
    assert all(set(outcomes) == set(COMMANDS) for outcomes in kept.values())


def test_another_code_is_wrong_and_a_late_end_slow() -> None:
    docker = {"killed": {"pull": Outcome(1, "unexpected EOF", "", 0.1), "push": Outcome(1, "", "", 0.1)}}
    ours = {"killed": {"pull": Outcome(0, "unexpected EOF", "", 0.1), "push": Outcome(1, "", "", 9.0)}}
    marks = [(line.split()[-1], right) for line, right in table.rows(ours, docker)]
    assert marks[2] == ("WRONG", False)
    assert marks[4] == ("slower", True)


def test_growth_is_noticed() -> None:
    before = soak.Held(10 << 20, 5, 1)
    assert soak.grown(before, before._replace(memory=11 << 20)) == []
    assert soak.grown(before, soak.Held(20 << 20, 6, 2)) == ["descriptors", "threads", "memory"]
