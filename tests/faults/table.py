"""The outcomes of every command, compared with docker's, which are stored for machines without docker."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.faults.faults import FAULTS
from tests.faults.plays import Outcome

FILE: Final = Path(__file__).with_name("docker-28.2.json")

BETTER: Final[Mapping[tuple[str, str], int]] = {
    ("interrupted", "stats"): 130,
    ("terminated", "stats"): 143,
    ("stopped", "stats"): 130,
    ("interrupted", "cp from"): 130,
}
"""The exit codes of ours where docker's are no good: its stats, when they are no terminal's, read no signal, and half an
archive whose reader has paused is a success to its cp."""

_SLOWER: Final = 2.0  # seconds by which an end may be later than docker's


def read() -> dict[str, dict[str, Outcome]]:
    """Docker's stored outcomes, by fault and command."""
    kept = json.loads(FILE.read_text())
    return {
        fault: {name: Outcome(*each) for name, each in outcomes.items()} for fault, outcomes in kept.items()
    }


def write(outcomes: Mapping[str, Mapping[str, Outcome]]) -> None:
    """Store outcomes, without times."""
    kept = {fault: {name: each[:3] for name, each in by_name.items()} for fault, by_name in outcomes.items()}
    FILE.write_text(json.dumps(kept, indent=1) + "\n")


def expected(fault: str, command: str, docker: Outcome) -> tuple[int | None, str, str]:
    """The expected exit code, message and leftovers of minidocker."""
    return BETTER.get((fault, command), docker.code), docker.words, docker.left


def rows(
    ours: Mapping[str, Mapping[str, Outcome]], docker: Mapping[str, Mapping[str, Outcome]]
) -> Iterator[tuple[str, bool]]:
    """The lines of the table, and whether all outcomes are as expected."""
    for fault, outcomes in ours.items():
        yield (
            f"{FAULTS[fault].__doc__}\n  {_row('', '', 'code', 'took', 'left behind', 'last line on stderr')}",
            True,
        )
        for name, outcome in outcomes.items():
            beside = docker[fault][name]
            right = outcome[:3] == expected(fault, name, beside)
            late = beside.seconds > 0 and outcome.seconds > beside.seconds + _SLOWER
            verdict = "slower" if right and late else "" if right else "WRONG"
            yield f"  {_row(name, 'docker', *_cells(beside))}", True
            yield f"  {_row('', 'ours', *_cells(outcome))} {verdict}".rstrip(), right


def _cells(outcome: Outcome) -> tuple[str, str, str, str]:
    code = "runs on" if outcome.code is None else str(outcome.code)
    return (
        code,
        f"{outcome.seconds:.2f} s" if outcome.seconds else "",
        outcome.left or "-",
        outcome.words or "-",
    )


def _row(name: str, whose: str, code: str, took: str, left: str, words: str) -> str:
    return f"{name:18} {whose:7} {code:8} {took:>8}  {left:18} {words}"
