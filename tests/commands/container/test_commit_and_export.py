"""commit and export; where an archive may be written, and that it is whole or not there."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

TAR = {"GET /containers/web/export": b"tar"}


@pytest.mark.parametrize(
    ("args", "asked"),
    [
        (["web"], "POST /commit?container=web"),
        (["web", "img"], "POST /commit?container=web&repo=docker.io/library/img&tag=latest"),
        (["web", "host:5000/img:v1"], "POST /commit?container=web&repo=host:5000/img&tag=v1"),
        (
            ["-m", "why", "-a", "me", "-c", "CMD x", "-c", "ENV a=b", "-p=false", "web"],
            "POST /commit?container=web&comment=why&author=me&changes=CMD x&changes=ENV a=b&pause=0",
        ),
    ],
)
def test_commit(minidocker: Minidocker, args: list[str], asked: str) -> None:
    minidocker.answers = {"POST /commit": {"Id": "sha256:1"}}
    assert minidocker("commit", *args) == (0, "sha256:1\n", "")
    assert minidocker.asked == [asked]


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (["", "img"], "invalid container name or ID: value is empty"),
        (["web", "IMG"], "invalid reference format: repository name (library/IMG) must be lowercase"),
        (["web", f"img@sha256:{'0' * 64}"], "refusing to create a tag with a digest reference"),
    ],
)
def test_commit_refuses(minidocker: Minidocker, args: list[str], err: str) -> None:
    assert minidocker("commit", *args) == (1, "", f"{err}\n")
    assert minidocker.asked == []


def test_export_to_standard_output(minidocker: Minidocker) -> None:
    minidocker.answers = TAR
    assert minidocker("export", "web") == (0, "tar", "")


def test_export_refuses_a_terminal(minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engineclient.cli.output.Output.is_terminal", lambda _: True)
    err = "cowardly refusing to save to a terminal. Use the -o flag or redirect\n"
    assert minidocker("export", "web") == (1, "", err)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_export_to_a_file_that_is_its_owners(minidocker: Minidocker, here: Path) -> None:
    (here / "old.tar").write_bytes(b"old")
    minidocker.answers = TAR
    assert minidocker("export", "-o", "old.tar", "web") == (0, "", "")
    assert (here / "old.tar").read_bytes() == b"tar"
    assert stat.S_IMODE((here / "old.tar").stat().st_mode) == 0o600


def test_an_export_that_fails_leaves_the_file_as_it_was(minidocker: Minidocker, here: Path) -> None:
    (here / "old.tar").write_bytes(b"old")
    assert minidocker("export", "-o", "old.tar", "gone").code == 1
    assert {path.name: path.read_bytes() for path in here.iterdir()} == {"old.tar": b"old"}


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("no/dir/x", "invalid output path: stat no/dir: no such file or directory"),
        ("file/x", "invalid output path: stat file: not a directory"),
        ("dir", "cannot write to a directory"),
        ("link", "cannot write to a symbolic link directly"),
        ("fifo", "cannot write to a named pipe (FIFO)"),
        ("/dev/null", "cannot write to a character device file"),
    ],
)
def test_where_no_archive_can_be(minidocker: Minidocker, here: Path, output: str, reason: str) -> None:
    (here / "file").touch()
    (here / "dir").mkdir()
    (here / "link").symlink_to("file")
    os.mkfifo(here / "fifo")
    assert minidocker("export", "-o", output, "web").err == f"failed to export container: {reason}\n"
    assert minidocker.asked == []
