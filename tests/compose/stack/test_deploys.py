"""`stack deploy`, `rm`, `ps`, `services` and `ls`: output and requests, compared with docker 28.2."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from engineclient.commands import main
from tests.compose.stack.deploys import ANSWERS, Ran, cases, played

CASES = cases()
RECORDED = json.loads(ANSWERS.read_text())


@pytest.mark.parametrize("name", CASES)
def test_as_docker(
    name: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def run(words: Sequence[str], directory: Path, host: str) -> Ran:
        monkeypatch.chdir(directory)
        monkeypatch.setenv("HOME", str(directory))
        monkeypatch.setenv("PWD", str(directory))
        monkeypatch.setenv("SHELL_SET", "yes")
        capfdbinary.readouterr()
        code = main(["-H", host, *words])
        shown = capfdbinary.readouterr()
        return code, shown.out.decode(), shown.err.decode().replace("minidocker", "docker")

    for ours, dockers in zip(played(CASES[name], run), RECORDED[name], strict=True):
        assert _told(ours) == _told(dockers), ours["line"]
        assert _asked(ours) == _asked(dockers), ours["line"]


def _told(answer: dict[str, Any]) -> tuple[Any, ...]:
    return answer["code"], answer["out"], answer["err"]


def _asked(answer: dict[str, Any]) -> list[Any]:
    return [[what, body] for what, body in answer["asked"]]


def test_there_are_cases() -> None:
    deployed = [line for case in CASES.values() for line in case["run"] if line.startswith("deploy")]
    assert len(deployed) >= 40
