"""`compose config`, compared with docker compose's recorded answers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from engineclient.commands import main
from tests.compose.cases import CASES, Answer, played, read


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_config_is_docker_composes(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def play(words: Sequence[str], directory: Path, environment: Mapping[str, str]) -> Answer:
        monkeypatch.chdir(directory)
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capfdbinary.readouterr()
        code = main(["compose", *words])
        shown = capfdbinary.readouterr()
        return code, shown.out.decode(), shown.err.decode()

    case = read(path)
    for run, (code, stdout, stderr) in zip(case.runs, played(case, play), strict=True):
        words = " ".join(run.words)
        assert (stdout, stderr, code) == (run.stdout, run.stderr, run.code), f"{case.name}: compose {words}"


def test_there_are_cases() -> None:
    assert len(list(CASES.glob("*.txt"))) >= 120
