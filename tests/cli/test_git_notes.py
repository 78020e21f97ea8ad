"""What a build is told of a git work tree: nothing of a remote context, and no place of a Dockerfile that is no file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from engineclient.cli.git_notes import NO_FILE, git_notes

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A directory in a repository without a commit."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "web").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return str(tmp_path / "web")


@pytest.mark.parametrize(
    ("file", "named", "told"),
    [
        ("", {}, {"context": "web", "dockerfile": "web"}),
        ("{place}/../D", {}, {"context": "web", "dockerfile": "."}),
        (NO_FILE, {}, {"context": "web"}),
        (NO_FILE, {"base": "{place}", "far": "docker-image://x"}, {"context": "web", "base": "web"}),
    ],
)
def test_places(place: str, file: str, named: dict[str, str], told: dict[str, str]) -> None:
    warned: list[str] = []
    named = {name: value.format(place=place) for name, value in named.items()}
    found = git_notes(place, file.format(place=place), named, warned.append)
    assert found == {f"vcs:localdir:{name}": value for name, value in told.items()}
    assert warned == []


def test_a_remote_context_has_none(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert git_notes("https://x.y/z.git", "", {}, lambda line: pytest.fail(line)) == {}


def test_a_broken_repository_is_a_warning(place: str) -> None:
    shutil.rmtree(Path(place).parent / ".git")
    (Path(place) / ".git").mkdir()
    warned: list[str] = []
    assert git_notes(place, "", {}, warned.append) == {}
    assert "commit information was not captured" in warned[0]
