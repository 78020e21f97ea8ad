"""Programs of this machine: where they are found, and how one ends."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engineclient.connect.local_programs import LocalPrograms


def python(code: str, output: list[bytes]) -> str:
    return LocalPrograms().run([sys.executable, "-c", code], {"A": "b"}, output.append)


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        ("pass", ""),
        ("raise SystemExit(3)", "exit status 3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal: killed"),
    ],
)
def test_how_it_ends(code: str, ended: str) -> None:
    assert python(code, []) == ended


def test_its_output_is_handed_on() -> None:
    output: list[bytes] = []
    code = "import os, sys; print(os.environ['A']); print('not this', file=sys.stderr)"
    assert python(code, output) == ""
    assert b"".join(output) == b"b\n"


def test_it_is_killed_when_its_output_is_no_longer_wanted() -> None:
    def refuse(_data: bytes) -> None:
        raise ValueError("enough")

    code = "import time; print('x', flush=True); time.sleep(1000)"
    with pytest.raises(ValueError, match="enough"):
        LocalPrograms().run([sys.executable, "-c", code], {}, refuse)


def test_it_cannot_be_started(tmp_path: Path) -> None:
    assert (
        LocalPrograms().run([f"{tmp_path}/x"], {}, print)
        == f"fork/exec {tmp_path}/x: no such file or directory"
    )


def test_a_plugin_is_found_in_the_first_directory_that_has_it(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    (first / "docker-x").touch(0o600)  # no program
    (second / "docker-x").touch(0o700)
    programs = LocalPrograms([str(first), str(second)])
    assert programs.plugin("x") == f"{second}/docker-x"
    assert programs.plugin("not-there") is None


def test_a_program_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").touch(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert LocalPrograms().program("here") == f"{tmp_path}/here"
    assert LocalPrograms().program("there") is None
