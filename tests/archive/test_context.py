"""The archive of a build context: docker's headers, Dockerfiles from elsewhere, files that change under our hands."""

from __future__ import annotations

import gzip
import io
import os
import socket
import stat
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from engineclient.archive.context import (
    ContextError,
    compressed,
    context_of,
    ignore_of,
    is_archive,
    local_context,
    outside_name,
    pack_context,
    with_dockerfile,
)

DOCKERFILE = b"FROM scratch\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    context = tmp_path / "context"
    context.mkdir()
    (context / "Dockerfile").write_bytes(DOCKERFILE)
    monkeypatch.chdir(tmp_path)
    return context


def packed(directory: Path, file: str | None = "", dockerfile: bytes | None = None) -> Iterable[bytes]:
    context = local_context(str(directory), file)
    return pack_context(context, ignore_of(context), dockerfile)[1]


def members(pieces: Iterable[bytes]) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(b"".join(pieces))) as tar:
        return {member.name: member for member in tar}


def contents(pieces: Iterable[bytes]) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(b"".join(pieces))) as tar:
        return {member.name: file.read() for member in tar if (file := tar.extractfile(member))}


def test_headers_are_docker_s(here: Path) -> None:
    (here / "sub").mkdir(mode=0o750)
    (here / "sub" / "program").write_text("x")
    (here / "sub" / "program").chmod(0o4755)
    (here / "link").symlink_to("nowhere")
    os.mkfifo(here / "pipe", 0o600)
    found = members(packed(here))
    assert [*found] == ["Dockerfile", "link", "pipe", "sub", "sub/program"]
    program = found["sub/program"]
    assert (program.mode, program.uid, program.gid, program.uname, program.gname) == (0o4755, 0, 0, "", "")
    assert program.mtime == int((here / "sub" / "program").stat().st_mtime)
    assert (found["link"].type, found["link"].linkname) == (tarfile.SYMTYPE, "nowhere")
    assert found["pipe"].type == tarfile.FIFOTYPE
    assert found["sub"].mode == stat.S_IMODE((here / "sub").stat().st_mode)


def test_a_further_name_of_a_file_is_a_link_to_the_first(here: Path) -> None:
    (here / "b").write_text("x")
    (here / "a").hardlink_to(here / "b")
    found = members(packed(here))
    assert (found["a"].type, found["b"].type, found["b"].linkname) == (tarfile.REGTYPE, tarfile.LNKTYPE, "a")


def test_the_archive_ends_as_docker_s_does(here: Path) -> None:
    assert len(b"".join(packed(here))) == 512 + 512 + 1024  # no padding to 10 KiB


def test_a_socket_is_skipped_and_reported(here: Path) -> None:
    skipped: list[tuple[str, str]] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(here / "s"))
        context = local_context(str(here))
        pieces = pack_context(
            context, ignore_of(context), skipped=lambda path, reason: skipped.append((path, reason))
        )[1]
        assert [*members(pieces)] == ["Dockerfile"]
    assert skipped == [(f"{here}/s", "archive/tar: sockets not supported")]


def test_dockerfile_and_dockerignore_are_sent_even_if_ignored(here: Path) -> None:
    (here / ".dockerignore").write_text("*\n")
    (here / "x").touch()
    assert [*members(packed(here))] == [".dockerignore", "Dockerfile"]


def test_a_dockerfile_from_elsewhere_is_added_and_hidden(here: Path) -> None:
    (here / ".dockerignore").write_text("x")
    name = outside_name(b"FROM a\n")
    found = contents(packed(here, None, b"FROM a\n"))
    assert found == {".dockerignore": f"x\n{name}\n".encode(), "Dockerfile": DOCKERFILE, name: b"FROM a\n"}


def test_a_dockerignore_that_was_not_there_hides_itself(here: Path) -> None:
    name = outside_name(b"FROM a\n")
    found = contents(packed(here, None, b"FROM a\n"))
    assert found[".dockerignore"] == f".dockerignore\n{name}\n".encode()


def test_the_name_of_an_added_dockerfile_is_the_same_each_time() -> None:
    assert outside_name(b"a") == outside_name(b"a") != outside_name(b"b")


@pytest.mark.parametrize("size", [1, 100, 512, 5000])
def test_a_dockerfile_is_added_to_an_archive_cut_anywhere(here: Path, size: int) -> None:
    (here / ".dockerignore").write_text("x")
    (here / "data").write_bytes(b"d" * 1500)
    whole = b"".join(packed(here))
    name, pieces = with_dockerfile((whole[at : at + size] for at in range(0, len(whole), size)), b"FROM a\n")
    assert contents(pieces) == {
        ".dockerignore": f"x\n{name}\n".encode(),
        "Dockerfile": DOCKERFILE,
        "data": b"d" * 1500,
        name: b"FROM a\n",
    }


def interrupted(pieces: Iterable[bytes], name: bytes, act: object) -> Iterator[bytes]:
    """The pieces; `act` is called when the header of a file has passed."""
    assert callable(act)
    for piece in pieces:
        yield piece
        if piece.startswith(name):
            act()


@pytest.mark.parametrize(
    ("act", "complaint"),
    [
        (lambda path: os.truncate(path, 10), "became shorter while it was being read"),
        (lambda path: path.write_bytes(b"y" * 2_000_000), "changed while it was being sent"),
    ],
)
def test_a_file_that_changes_while_it_is_sent(here: Path, act: object, complaint: str) -> None:
    assert callable(act)
    path = here / "big"
    path.write_bytes(b"x" * 1_000_000)
    os.utime(path, (1, 1))
    with pytest.raises(ContextError, match=complaint):
        list(interrupted(packed(here), b"big", lambda: act(path)))


def test_a_file_that_vanishes_after_it_was_found(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "big").touch()
    opened = os.open

    def vanishing(path: str, *args: int) -> int:
        if path.endswith("/big"):
            (here / "big").unlink()
        return opened(path, *args)

    monkeypatch.setattr(os, "open", vanishing)
    with pytest.raises(ContextError, match="vanished while the context was being sent"):
        list(packed(here))


def test_memory_stays_flat(here: Path) -> None:
    with (here / "big").open("wb") as file:
        file.truncate(64 << 20)
    assert max(map(len, packed(here))) <= 1 << 18


@pytest.mark.parametrize(
    ("directory", "file", "complaint"),
    [
        (
            "nope",
            "",
            "unable to evaluate symlinks in context path: lstat {root}/nope: no such file or directory",
        ),
        ("context/Dockerfile", "", "context must be a directory: {root}/context/Dockerfile"),
        (
            "context",
            "nope",
            "unable to evaluate symlinks in Dockerfile path: lstat {root}/nope: no such file or directory",
        ),
        (
            "empty",
            "",
            "unable to evaluate symlinks in Dockerfile path: lstat {root}/empty/Dockerfile: no such file or directory",
        ),
    ],
)
def test_no_context(here: Path, directory: str, file: str, complaint: str) -> None:
    (here.parent / "empty").mkdir()
    with pytest.raises(ContextError) as raised:
        local_context(directory, file)
    assert str(raised.value) == complaint.format(root=here.parent)


def test_dockerfile_is_found_through_links_and_by_its_lower_case_name(here: Path) -> None:
    (here / "Dockerfile").rename(here / "dockerfile")
    assert local_context(str(here)).dockerfile == "dockerfile"
    (here.parent / "link").symlink_to("context/dockerfile")
    assert local_context(str(here), "link").dockerfile == "dockerfile"
    (here.parent / "other").touch()
    assert local_context(str(here), "other").is_outside


def test_a_dockerignore_that_cannot_be_read(here: Path) -> None:
    (here / ".dockerignore").mkdir()
    with pytest.raises(ContextError, match="error reading .dockerignore: read .*: is a directory"):
        packed(here)


def test_a_context_from_memory() -> None:
    found = members(context_of({"Dockerfile": "FROM a", "a/b/c": b"x"}))
    assert {name: member.isdir() for name, member in found.items()} == {
        "Dockerfile": False,
        "a": True,
        "a/b": True,
        "a/b/c": False,
    }
    for bad in ("../x", "/x", "."):
        with pytest.raises(ContextError, match="outside the build context"):
            list(context_of({bad: ""}))


@pytest.mark.parametrize(
    ("start", "archive"),
    [
        (b"FROM scratch\n", False),
        (b"", False),
        (bytes(512), False),
        (gzip.compress(b""), True),
        (b"BZh9", True),
        (b"\xfd7zXZ\x00\x00", True),
        (b"\x28\xb5\x2f\xfd", True),
        (b"\x50\x2a\x4d\x18", True),
        (next(iter(context_of({"a": ""}))), True),
        (next(iter(context_of({"a": ""})))[:511], False),
    ],
)
def test_what_is_an_archive(start: bytes, archive: bool) -> None:
    assert is_archive(start) is archive


def test_compressed() -> None:
    assert gzip.decompress(b"".join(compressed([b"a" * 100_000, b"b"]))) == b"a" * 100_000 + b"b"


@pytest.mark.parametrize(
    ("directory", "dockerfile", "error"),
    [
        (".", "", 'unable to get absolute context directory of given context directory ".": getwd: '),
        ("/", "x", "unable to get absolute path to Dockerfile: getwd: "),
    ],
)
def test_a_working_directory_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, directory: str, dockerfile: str, error: str
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(ContextError) as raised:
        local_context(directory, dockerfile)
    assert str(raised.value) == f"{error}no such file or directory"
