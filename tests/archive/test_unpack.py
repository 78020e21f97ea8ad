"""Archives that try to get out: whatever they say, nothing outside of the destination is made, changed or linked to."""

from __future__ import annotations

import io
import os
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from engineclient.archive.paths import CopyError
from engineclient.archive.unpack import Unpacker
from engineclient.wire.tar import END, Entry, Reader, header

Member = tuple[str, bytes, str, bytes]  # name, type, link target, content
FILE, DIR, SYM, LINK = (
    tarfile.REGTYPE,
    tarfile.DIRTYPE,
    tarfile.SYMTYPE,
    tarfile.LNKTYPE,
)


def archive(*members: Member) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, kind, target, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size, info.mode = kind, target, len(content), 0o755
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def unpack(data: bytes, directory: Path, size: int = 512) -> None:
    reader = Reader()
    with Unpacker(str(directory)) as unpacker:
        for start in range(0, len(data), size):
            for item in reader.feed(data[start : start + size]):
                unpacker.take(item)
        for item in reader.end():
            unpacker.take(item)


def tree(directory: Path) -> dict[str, tuple[str, int, int]]:
    """What a change of any kind would show: content or target, mode, number of names."""
    found = {}
    for path in sorted(directory.rglob("*")):
        state = path.lstat()
        what = str(path.readlink()) if path.is_symlink() else "" if path.is_dir() else path.read_text()
        found[str(path.relative_to(directory))] = (what, state.st_mode, state.st_nlink)
    return found


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "canary").write_text("alive")
    (outside / "folder").mkdir()
    return inside, outside


HOSTILE: dict[str, Callable[[Path], list[Member]]] = {
    "a name with ..": lambda out: [("../outside/canary", FILE, "", b"dead")],
    "a name with .. in its middle": lambda out: [("a/../../outside/new", FILE, "", b"dead")],
    "a link out, and a file through it": lambda out: [
        ("door", SYM, "../outside", b""),
        ("door/canary", FILE, "", b"dead"),
    ],
    "an absolute link out, and a file through it": lambda out: [
        ("door", SYM, str(out), b""),
        ("door/canary", FILE, "", b"dead"),
    ],
    "a link out, and a directory over it": lambda out: [("door", SYM, str(out), b""), ("door", DIR, "", b"")],
    "a chain of links": lambda out: [
        ("a", SYM, ".", b""),
        ("b", SYM, "a/..", b""),
        ("b/outside/canary", FILE, "", b"dead"),
    ],
    "a further name of a file outside": lambda out: [("mine", LINK, "../outside/canary", b"")],
    "a further name through a link": lambda out: [
        ("door", SYM, str(out), b""),
        ("mine", LINK, "door/canary", b""),
    ],
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [1, 512, 100_000])
def test_what_would_get_out_is_refused(places: tuple[Path, Path], name: str, size: int) -> None:
    inside, outside = places
    before = tree(outside)
    with pytest.raises(CopyError):
        unpack(archive(*HOSTILE[name](outside)), inside, size)
    assert tree(outside) == before


def test_an_absolute_name_is_below_the_destination(places: tuple[Path, Path]) -> None:
    inside, outside = places
    before = tree(outside)
    unpack(archive((f"{outside}/canary", FILE, "", b"mine")), inside)
    assert tree(outside) == before
    assert (inside / str(outside).lstrip("/") / "canary").read_text() == "mine"


def test_a_file_replaces_a_link_and_not_what_it_leads_to(places: tuple[Path, Path]) -> None:
    inside, outside = places
    (inside / "mine").symlink_to(outside / "canary")
    unpack(archive(("mine", FILE, "", b"mine")), inside)
    assert ((inside / "mine").read_text(), (inside / "mine").is_symlink()) == ("mine", False)
    assert (outside / "canary").read_text() == "alive"


def test_a_link_that_was_there_before_is_no_way_out_either(places: tuple[Path, Path]) -> None:
    inside, outside = places
    (inside / "door").symlink_to(outside)
    before = tree(outside)
    with pytest.raises(CopyError):
        unpack(archive(("door/folder/new", FILE, "", b"dead")), inside)
    assert tree(outside) == before


def test_directories_and_files_do_not_replace_each_other(places: tuple[Path, Path]) -> None:
    inside, _ = places
    (inside / "d").mkdir()
    (inside / "f").write_text("kept")
    for member in (("d", FILE, "", b"x"), ("f", DIR, "", b"")):
        with pytest.raises(CopyError, match="cannot overwrite"):
            unpack(archive(member), inside)
    assert (inside / "f").read_text() == "kept"


def test_what_is_harmless_is_made_as_the_archive_says(places: tuple[Path, Path]) -> None:
    inside, _ = places
    members = [
        ("d/", DIR, "", b""),
        ("d/f", FILE, "", b"x" * 70_000),
        ("d/s", SYM, "f", b""),
        ("d/h", LINK, "d/f", b""),
        ("implied/e", FILE, "", b""),
    ]
    unpack(archive(*members), inside, 1000)
    assert (inside / "d/f").read_bytes() == b"x" * 70_000
    assert (inside / "d/s").readlink() == Path("f")
    assert (inside / "d/h").stat().st_ino == (inside / "d/f").stat().st_ino
    assert (inside / "implied/e").read_bytes() == b""
    assert (inside / "d").stat().st_mtime == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make devices")
@pytest.mark.parametrize(("kind", "is_kind"), [("char", stat.S_ISCHR), ("block", stat.S_ISBLK)])
def test_a_device_is_the_same_device(
    tmp_path: Path, kind: Literal["char", "block"], is_kind: Callable[[int], bool]
) -> None:
    unpack(header(Entry(name="node", kind=kind, mode=0o640, device=(7, 200))) + END, tmp_path)
    state = (tmp_path / "node").stat()
    assert is_kind(state.st_mode)
    assert (stat.S_IMODE(state.st_mode), state.st_rdev) == (0o640, os.makedev(7, 200))
