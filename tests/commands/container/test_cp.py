"""cp beside docker 28.2: which way it goes, and what it says. The rules of names are tested with the procedure."""

from __future__ import annotations

import io
import tarfile
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest

from engineclient.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker


def archive(name: str = "f", content: bytes = b"words") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


GET = "GET /containers/web/archive"
SIZE = "10.2kB"  # of the archive


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (["", "web:/x"], "source can not be empty"),
        (["web:/x", ""], "destination can not be empty"),
        (["web:/x", "db:/y"], "copying between containers is not supported"),
        (["x", "y"], "must specify at least one container source"),
        (["./web:/x", "y"], "must specify at least one container source"),
        (["/web:/x", "y"], "must specify at least one container source"),
    ],
)
def test_arguments_that_name_no_copy(minidocker: Minidocker, args: list[str], err: str) -> None:
    assert minidocker("cp", *args) == (1, "", f"{err}\n")
    assert minidocker.asked == []


@pytest.mark.parametrize(
    ("args", "err"),
    [
        ([], ""),
        (["-q"], ""),
        (["-q=false"], f"Successfully copied {SIZE} to {{here}}/new\n"),
    ],
)
def test_out(minidocker: Minidocker, here: Path, args: list[str], err: str) -> None:
    minidocker.answers = {GET: archive()}
    assert minidocker("cp", *args, "web:/f", "new") == (0, "", err.format(here=here))
    assert (here / "new").read_text() == "words"
    assert minidocker.asked == [f"{GET}?path=/f"]


def test_out_as_an_archive(minidocker: Minidocker) -> None:
    minidocker.answers = {GET: archive()}
    assert minidocker("cp", "web:/f", "-") == (0, archive().decode(), "")


SAVE, RESTORE, HIDE, SHOW, CLEAR = "\x1b7", "\x1b8", "\x1b[?25l", "\x1b[?25h", "\x1b[2K"


@pytest.mark.parametrize(
    ("step", "progress"),
    [
        (0.1, ""),
        (0.5, f"{SAVE}{HIDE}{CLEAR}Copying from container - {SIZE}{SHOW}{RESTORE}{CLEAR}"),
    ],
)
def test_on_a_terminal_a_long_copy_shows_how_far_it_is(
    minidocker: Minidocker, here: Path, monkeypatch: pytest.MonkeyPatch, step: float, progress: str
) -> None:
    monkeypatch.setattr(Output, "is_terminal", lambda _: True)
    clock = count(0, step)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    minidocker.answers = {GET: archive()}
    assert minidocker("cp", "web:/f", "new").err == f"{progress}Successfully copied {SIZE} to {here}/new\n"


def test_what_is_not_there(minidocker: Minidocker, here: Path) -> None:
    minidocker.answers = {GET: (404, "Could not find the file /f in container web")}
    err = "Error response from daemon: Could not find the file /f in container web\n"
    assert minidocker("cp", "web:/f", "new") == (1, "", err)
    assert not (here / "new").exists()


@pytest.mark.parametrize(("args", "owners"), [([], False), (["-a"], True)])
def test_in_keeps_the_owners_only_if_asked(
    minidocker: Minidocker, here: Path, args: list[str], owners: bool
) -> None:
    (here / "f").write_text("words")
    minidocker.answers = {"PUT /containers/web/archive": 200}
    assert minidocker("cp", *args, "f", "web:/e") == (0, "", "")
    state, put = minidocker.asked
    assert state == "HEAD /containers/web/archive?path=/e"
    assert put.startswith("PUT /containers/web/archive?path=/&noOverwriteDirNonDir=")
    assert ("copyUIDGID" in put) == owners
