"""Questions to the person at the terminal, and ways to leave one unanswered."""

from __future__ import annotations

import io

import pytest

from engineclient.cli.failures import Terminated
from tests.commands.engine import Minidocker

REMOVED = {"POST /volumes/prune": {"VolumesDeleted": [], "SpaceReclaimed": 0}}
PRUNE = ["POST /volumes/prune"]


class Interrupted(io.StringIO):
    """Standard input of somebody who ends the program instead of answering."""

    def __init__(self, by: BaseException) -> None:
        super().__init__()
        self.by = by

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        raise self.by


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("y\n", PRUNE), ("Y\n", PRUNE), (" y \n", PRUNE), ("yes\n", []), ("n\n", []), ("\n", []), ("", [])],
)
def test_only_y_is_a_yes(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, typed: str, asked: list[str]
) -> None:
    minidocker.answers = REMOVED
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    minidocker("volume", "prune")
    assert minidocker.asked == asked


@pytest.mark.parametrize("by", [KeyboardInterrupt(), Terminated()])
def test_an_interrupted_question_ends_the_line_and_the_program_well(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, by: BaseException
) -> None:
    monkeypatch.setattr("sys.stdin", Interrupted(by))
    ended = minidocker("volume", "prune")
    assert (ended.code, ended.err, minidocker.asked) == (0, "", [])
    assert ended.out.endswith("[y/N] \n")
