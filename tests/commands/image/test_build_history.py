"""Where builds are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engineclient.build.ledger import MOST_BUILDS, KeptBuild, KeptStep
from engineclient.commands.image import build_history
from engineclient.commands.image.build_history import builds_of, keep, key, place


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "minidocker" / "builds"


def build(at: float) -> KeptBuild:
    return KeptBuild(at, 1.0, (KeptStep("", "RUN x", False, 1.0),))


def test_builds_are_kept_by_dockerfile_and_target() -> None:
    assert keep("/a", "", build(1)) == [build(1)]
    assert keep("/a", "", build(2)) == [build(1), build(2)]
    keep("/b", "", build(3))
    keep("/a", "t", build(4))
    assert builds_of("/a", "") == [build(1), build(2)]
    assert builds_of("/a", "t") == [build(4)]
    assert builds_of("/c", "") == []


def test_the_oldest_builds_go() -> None:
    for number in range(MOST_BUILDS + 3):
        keep("/a", "", build(number))
    assert [each.at for each in builds_of("/a", "")] == [*range(3, MOST_BUILDS + 3)]


def test_the_oldest_files_go(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_history, "_MOST_FILES", 3)
    for number in range(5):
        keep(f"/{number}", "", build(number))
        for age, path in enumerate(state.glob("*.jsonl")):
            os.utime(path, (path.stat().st_mtime, path.stat().st_mtime - age * 0.001))
    assert len([*state.glob("*.jsonl")]) == 3
    assert builds_of("/4", "") == [build(4)]


def test_nobody_else_can_read_it(state: Path) -> None:
    keep("/a", "", build(1))
    key()
    assert {oct(path.stat().st_mode & 0o777) for path in state.iterdir()} == {"0o600"}
    assert state.stat().st_mode & 0o777 == 0o700


def test_the_key_stays() -> None:
    assert key() == key()
    assert len(key()) == 32


def test_a_place_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert keep("/a", "", build(1)) == [build(1)]
    assert builds_of("/a", "") == []
    assert len(key()) == 32


def test_without_a_state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert place() == tmp_path / ".local/state/minidocker/builds"
