"""Where the builds of this machine were, in files that buildx shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.build.build_names import LocalBuild
from engineclient.connect.build_refs import build_place, note_build_place


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    note_build_place(tmp_path, "default", "abc", LocalBuild("/x", "/x/D"))
    file = tmp_path / "buildx/refs/default/default/abc"
    assert file.read_text() == '{"Target":"default","LocalPath":"/x","DockerfilePath":"/x/D"}'
    assert file.stat().st_mode & 0o777 == 0o644
    assert build_place(tmp_path, "default", "abc") == LocalBuild("/x", "/x/D")


def test_one_of_several_builds_is_kept_by_name(tmp_path: Path) -> None:
    note_build_place(tmp_path, "default", "abc", LocalBuild("/x", "/x/D"), target="web")
    file = tmp_path / "buildx/refs/default/default/abc"
    assert file.read_text() == '{"Target":"web","LocalPath":"/x","DockerfilePath":"/x/D"}'


@pytest.mark.parametrize(
    ("builder", "ref"),
    [("default", "other"), ("far", "abc"), ("default", "../default/abc"), ("..", "abc"), ("default", "")],
)
def test_builds_of_other_machines(tmp_path: Path, builder: str, ref: str) -> None:
    note_build_place(tmp_path, "default", "abc", LocalBuild("/x"))
    assert build_place(tmp_path, builder, ref) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "1"])
def test_files_that_say_nothing(tmp_path: Path, text: str) -> None:
    note_build_place(tmp_path, "default", "abc", LocalBuild("/x"))
    (tmp_path / "buildx/refs/default/default/abc").write_text(text)
    assert build_place(tmp_path, "default", "abc") is None
