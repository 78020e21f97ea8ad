"""Trees of files packed for a container: the standard library reads the same files from the archive."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import tempfile
from pathlib import Path
from random import Random
from typing import Final

from engineclient.archive.pack import pack, source_place
from engineclient.archive.paths import Plan
from tests.fuzz.watched import watched

_NAMES: Final = ("a", "b", ".c", "d e", "é", "\udcff", "n\nl", "x" * 120, "-", "..x", "日本", "y" * 255)


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        root.mkdir()
        _fill(root, random, depth=0)

        def work() -> None:
            skipped: list[str] = []
            place = source_place(str(root), follow_link=False)
            data = b"".join(pack(place, Plan("/"), lambda path, _: skipped.append(path)))
            with tarfile.open(fileobj=io.BytesIO(data), errors="surrogateescape") as tar:
                packed = {member.name.rstrip("/"): _packed(tar, member) for member in tar}
            there = {str(path.relative_to(folder)): _there(path) for path in (root, *root.rglob("*"))}
            assert packed == there, f"{packed} for {there}; skipped {skipped}"

        return watched("tar out", work)


def _fill(folder: Path, random: Random, *, depth: int) -> None:
    for name in random.sample(_NAMES, random.randrange(5)):
        path = folder / name
        match random.randrange(5):
            case 0 if depth < 3:
                path.mkdir()
                _fill(path, random, depth=depth + 1)
            case 1:
                path.symlink_to(random.choice(("a", "../..", "/nowhere", "x" * 150, "é\udcfe")))
            case 2:
                os.mkfifo(path)
            case _:
                path.write_bytes(random.randbytes(random.choice((0, 1, 512, 70_000))))
        if not path.is_symlink():
            path.chmod(random.choice((0o644, 0o700, 0o4755)))
            os.utime(path, ns=(0, random.choice((0, 1, 1 << 40, 1_700_000_000_123_456_789))))


def _packed(tar: tarfile.TarFile, member: tarfile.TarInfo) -> tuple[object, ...]:
    file = tar.extractfile(member) if member.isreg() else None
    kind = {tarfile.DIRTYPE: "directory", tarfile.SYMTYPE: "link", tarfile.FIFOTYPE: "fifo"}.get(
        member.type, "file"
    )
    mode = 0 if member.issym() else stat.S_IMODE(member.mode)
    return kind, mode, member.linkname, file.read() if file else b""


def _there(path: Path) -> tuple[object, ...]:
    found = path.lstat()
    for kind, test in (
        ("directory", stat.S_ISDIR),
        ("link", stat.S_ISLNK),
        ("fifo", stat.S_ISFIFO),
        ("file", stat.S_ISREG),
    ):
        if test(found.st_mode):
            mode = 0 if kind == "link" else stat.S_IMODE(found.st_mode)
            return (
                kind,
                mode,
                str(path.readlink()) if kind == "link" else "",
                path.read_bytes() if kind == "file" else b"",
            )
    raise AssertionError(f"{path} is of no kind that is made here")
