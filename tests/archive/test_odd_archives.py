"""Archives as nobody should make them: each ends in an error of ours, holds little, and leads nowhere else."""

from __future__ import annotations

import os
import stat
import tarfile
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from engineclient.archive.paths import CopyError
from engineclient.archive.unpack import Unpacker
from engineclient.errors import DecodeError
from engineclient.wire.tar import END, Entry, Reader


def member(name: str, kind: bytes = tarfile.REGTYPE, **more: Any) -> bytes:
    made = tarfile.TarInfo(name)
    made.type = kind
    for key, value in more.items():
        setattr(made, key, value)
    return made.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def extension(body: bytes) -> bytes:
    made = tarfile.TarInfo("x")
    made.type, made.size = tarfile.XHDTYPE, len(body)
    return made.tobuf(tarfile.USTAR_FORMAT) + body + bytes(-len(body) % 512)


def pax(key: bytes, value: bytes) -> bytes:
    rest = b" " + key + b"=" + value + b"\n"
    length = len(rest)
    while length != len(b"%d" % length) + len(rest):
        length = len(b"%d" % length) + len(rest)
    return b"%d" % length + rest


def patched(block: bytes, at: int, data: bytes) -> bytes:
    """A header with other bytes, and the sum that they make."""
    header = bytearray(block)
    header[at : at + len(data)] = data
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    return bytes(header)


def unpack(archive: bytes, directory: Path) -> None:
    reader = Reader()
    with Unpacker(str(directory)) as unpacker:
        for item in reader.feed(archive + END):
            unpacker.take(item)


@pytest.mark.parametrize(
    "archive",
    [
        extension(pax(b"mtime", b"9" * 400)) + member("f"),
        extension(pax(b"mtime", b"9" * 19)) + member("f"),
        extension(pax(b"mtime", b"-" + b"9" * 19)) + member("d", tarfile.DIRTYPE, mode=0o755),
        extension(pax(b"mtime", b"1e5")) + member("f"),
        extension(pax(b"mtime", b"")) + member("f"),
        extension(pax(b"path", b"a\0b")) + member("f"),
        extension(pax(b"linkpath", b"a\0b")) + member("f", tarfile.SYMTYPE),
        extension(pax(b"SCHILY.xattr.user.a\0b", b"y")) + member("f"),
        extension(pax(b"size", b"-1")) + member("f"),
        extension(pax(b"size", b"9" * 5000)) + member("f"),
        extension(b"9" * 5000 + b" a=b\n"),
        extension(b"0 a=b\n"),
        extension(b"3 a=b\n"),
        extension(b"99 a=b\n"),
        extension(b"5 a=b"),
        extension(b" a=b\n"),
        patched(member("d", tarfile.CHRTYPE), 329, b"\x80" + b"\xff" * 7),
        patched(member("f"), 124, b"\xff" * 12),
    ],
)
def test_it_ends_in_an_error_of_ours(archive: bytes, tmp_path: Path) -> None:
    with pytest.raises((DecodeError, CopyError, OSError)):
        unpack(archive, tmp_path)


def test_records_are_taken_off_in_linear_time() -> None:
    began = process_time()
    Reader().feed(extension(b"".join(b"13 k%06d=v\n" % n for n in range(80_000))))
    assert process_time() - began < 1


def test_of_several_extensions_the_last_counts() -> None:
    reader = Reader()
    for n in range(20):
        reader.feed(extension(pax(b"k%d" % n, b"x" * 100_000)))
    reader.feed(extension(pax(b"path", b"long")))
    (entry,) = reader.feed(member("short"))
    assert isinstance(entry, Entry)
    assert (entry.name, entry.xattrs) == ("long", {})


def test_a_long_name_of_gnu_is_kept_beside_an_extension() -> None:
    reader = Reader()
    made = tarfile.TarInfo("././@LongLink")
    made.type, made.size = tarfile.GNUTYPE_LONGNAME, 4
    reader.feed(made.tobuf(tarfile.GNU_FORMAT) + b"name" + bytes(508))
    reader.feed(extension(pax(b"mtime", b"1.5")))
    (entry,) = reader.feed(member("short"))
    assert isinstance(entry, Entry)
    assert (entry.name, entry.mtime) == ("name", 1_500_000_000)


@pytest.mark.parametrize("kind", ["link", "hard link", "file"])
def test_a_node_that_is_replaced_while_it_is_made_is_not_followed(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, directory = tmp_path / "outside", tmp_path / "to"
    os.mkfifo(outside, 0o600)
    directory.mkdir()
    real = os.mknod

    def mknod(path: str, *args: Any, **more: Any) -> None:
        real(path, *args, **more)
        there = directory / path
        there.unlink()
        if kind == "link":
            there.symlink_to(outside)
        elif kind == "hard link":
            there.hardlink_to(outside)
        else:
            there.write_text("")

    monkeypatch.setattr(os, "mknod", mknod)
    with pytest.raises(CopyError, match="replaced"):
        unpack(member("p", tarfile.FIFOTYPE, mode=0o4777), directory)
    assert stat.S_IMODE(outside.stat().st_mode) == 0o600


def test_a_node_has_the_mode_of_its_entry(tmp_path: Path) -> None:
    unpack(member("p", tarfile.FIFOTYPE, mode=0o4772), tmp_path)
    assert stat.S_IMODE((tmp_path / "p").stat().st_mode) == 0o4772
