"""`stack config`, compared with docker's recorded answers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from engineclient.commands import main
from tests.compose.cases import Answer, played, read
from tests.compose.stack.record import CASES


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_config_is_dockers(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def play(words: Sequence[str], directory: Path, environment: Mapping[str, str]) -> Answer:
        monkeypatch.chdir(directory)
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capfdbinary.readouterr()
        code = main([*words])
        shown = capfdbinary.readouterr()
        return code, shown.out.decode(), shown.err.decode().replace("minidocker", "docker")

    case = read(path)
    with Path(os.devnull).open() as empty:
        monkeypatch.setattr("sys.stdin", empty)
        answers = [*played(case, play)]
    for run, (code, stdout, stderr) in zip(case.runs, answers, strict=True):
        words = " ".join(run.words)
        assert (stdout, stderr, code) == (run.stdout, run.stderr, run.code), f"{case.name}: {words}"


def test_there_are_cases() -> None:
    assert len([*CASES.glob("*.txt")]) >= 11
