"""The variables of docker compose itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.compose.files import LocalFiles
from engineclient.compose.find import settings


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalFiles:
    (tmp_path / ".env").write_text("COMPOSE_ANSI=never\nCOMPOSE_MENU=0\nOTHER=1\n")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".env").write_text("COMPOSE_MENU=other\n")
    (tmp_path / "broken").write_text("=\n")
    monkeypatch.chdir(tmp_path)
    return LocalFiles()


@pytest.mark.parametrize(
    ("paths", "env_files", "menu"),
    [
        ([], [], "0"),
        (["other/compose.yaml"], [], "other"),
        (["other/compose.yaml"], [".env"], "0"),
        ([], ["broken"], None),
        ([], ["missing"], None),
    ],
)
def test_the_files_of_variables(
    files: LocalFiles, paths: list[str], env_files: list[str], menu: str | None
) -> None:
    assert settings(files, {}, paths=paths, env_files=env_files).get("COMPOSE_MENU") == menu


def test_the_shell_wins_and_other_variables_are_not_compose_s(files: LocalFiles) -> None:
    environ = {"COMPOSE_MENU": "shell", "HOME": "/"}
    assert settings(files, environ) == {"COMPOSE_ANSI": "never", "COMPOSE_MENU": "shell"}


def test_files_of_variables_can_be_turned_off(files: LocalFiles) -> None:
    environ = {"COMPOSE_DISABLE_ENV_FILE": "1"}
    assert settings(files, environ) == environ
