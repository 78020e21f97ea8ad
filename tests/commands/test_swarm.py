"""swarm, node, service, secret, config and plugin beside docker 28.2, on the same answers of an engine."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.capture import FILE, request

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

RECORDED = json.loads(FILE.read_text())
_AGE = re.compile(r"\d+ (?:second|minute|hour|day|week|month|year)s ago *")


def masked(text: str) -> str:
    """What was printed, whichever program printed it, and whenever."""
    return _AGE.sub("<age>", text.replace("minidocker", "docker"))


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: " ".join(case["argv"]))
def test_as_docker(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: dict[str, Any]
) -> None:
    typed = tmp_path / "typed"
    typed.write_text(case.get("stdin", ""))
    minidocker.answers = RECORDED["answers"]
    with typed.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        ended = minidocker(*case["argv"])
    assert (ended.code, masked(ended.out), masked(ended.err)) == (
        case["code"],
        masked(case["out"]),
        masked(case["err"]),
    )
    assert [request(asked) for asked in minidocker.asked] == case["asked"]
