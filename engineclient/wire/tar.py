"""Reads and writes tar archives as bytes, without access to files.

The standard library parses each header. Extensions of headers (pax, GNU long names) are parsed here, because the
library's reader pulls from a file object, whereas here bytes are pushed.
"""

from __future__ import annotations

import re
import tarfile
from dataclasses import dataclass, field
from typing import Final, Literal

from engineclient.errors import DecodeError, StreamTruncated

Kind = Literal["file", "directory", "symlink", "link", "fifo", "char", "block"]

BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)
_XATTR: Final = "SCHILY.xattr."
_MOST_EXTENSION: Final = 1 << 20  # bytes: limits how much memory an archive can make us use for a name
_NANOSECONDS: Final = 1_000_000_000
_PAX_RECORD: Final = re.compile(rb"([0-9]{1,8}) ([^=\0]+)=")
_MALFORMED: Final = "a pax header of the tar archive is malformed"
_TIME: Final = re.compile(rb"(-?)([0-9]{1,19})(?:\.([0-9]*))?")

_KINDS: Final[dict[bytes, Kind]] = {
    tarfile.REGTYPE: "file",
    tarfile.AREGTYPE: "file",
    tarfile.CONTTYPE: "file",
    tarfile.DIRTYPE: "directory",
    tarfile.SYMTYPE: "symlink",
    tarfile.LNKTYPE: "link",
    tarfile.FIFOTYPE: "fifo",
    tarfile.CHRTYPE: "char",
    tarfile.BLKTYPE: "block",
}
_TYPES: Final = {kind: letter for letter, kind in reversed(_KINDS.items())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The description of a file in an archive.

    Attributes:
        name: the path as written in the archive; it may be absolute or contain `..`.
        kind: the type of file; `link` is a hard link to an earlier entry.
        mode: the permissions, and the bits for setuid, setgid and sticky.
        size: bytes of content that follow; 0 unless it is a `file`.
        mtime: nanoseconds since 1970.
        target: the target of a `symlink` or `link`.
        uid, gid: the owner.
        device: major and minor number of a `char` or `block` device.
        xattrs: extended attributes by name.

    """

    name: str
    kind: Kind
    mode: int
    size: int = 0
    mtime: int = 0
    target: str = ""
    uid: int = 0
    gid: int = 0
    device: tuple[int, int] = (0, 0)
    xattrs: dict[str, bytes] = field(default_factory=dict[str, bytes])


class Reader:
    """Decoder of an archive: feed bytes cut anywhere, get entries, each followed by the pieces of its content."""

    def __init__(self) -> None:
        self._rest = b""
        self._content = 0  # bytes of content still missing
        self._padding = 0
        # The type of the extension being read, and its bytes so far
        self._extension: tuple[bytes, bytearray] | None = None
        self._pax: dict[str, bytes] = {}  # the pax header before an entry; as in Go the last one counts
        self._long: dict[str, bytes] = {}  # GNU's long names
        self._over = False

    def feed(self, data: bytes) -> list[Entry | bytes]:
        """The entries and pieces of content in `data`.

        Raises:
            DecodeError: the bytes are not a tar archive, or use an unsupported feature.

        """
        found: list[Entry | bytes] = []
        data = self._rest + data if self._rest else data
        at = 0
        while not self._over:
            if self._content:
                piece = data[at : at + self._content]
                if not piece:
                    break
                at += len(piece)
                self._content -= len(piece)
                self._take(piece, found)
            elif self._padding:
                skipped = min(self._padding, len(data) - at)
                if not skipped:
                    break
                at += skipped
                self._padding -= skipped
            elif len(data) - at < BLOCK:
                break
            else:
                block = data[at : at + BLOCK]
                at += BLOCK
                self._read_header(block, found)
        self._rest = b"" if self._over else data[at:]
        return found

    def end(self) -> list[Entry | bytes]:
        """Check that the archive ended after a whole entry; returns nothing.

        Raises:
            StreamTruncated: the archive ends inside an entry.

        """
        if self._rest or self._content or self._padding or self._extension:
            raise StreamTruncated("the stream ended inside an entry of a tar archive")
        return []

    def _take(self, piece: bytes, found: list[Entry | bytes]) -> None:
        if self._extension is None:
            found.append(piece)
            return
        kind, content = self._extension
        content += piece
        if not self._content:
            self._extension = None
            self._extend(kind, bytes(content))

    def _extend(self, kind: bytes, content: bytes) -> None:
        if kind == tarfile.XHDTYPE:
            self._pax = _pax_records(content)
        elif kind != tarfile.XGLTYPE:  # global headers (such as git's comment) are ignored
            self._long["path" if kind == tarfile.GNUTYPE_LONGNAME else "linkpath"] = content.rstrip(b"\0")

    def _read_header(self, block: bytes, found: list[Entry | bytes]) -> None:
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError as error:
            if not any(block):
                self._over = True  # a block of zeros ends the archive; padding follows
                return
            raise DecodeError(f"this is not a tar archive: {error}") from error
        if header.type in (
            tarfile.XHDTYPE,
            tarfile.XGLTYPE,
            tarfile.GNUTYPE_LONGNAME,
            tarfile.GNUTYPE_LONGLINK,
        ):
            if not 0 < header.size <= _MOST_EXTENSION:
                raise DecodeError(f"a tar header cannot be extended by {header.size} bytes")
            self._begin(header.size)
            self._extension = (header.type, bytearray())
            return
        entry = self._entry(header)
        self._begin(entry.size)
        found.append(entry)

    def _begin(self, size: int) -> None:
        self._content = size
        self._padding = -size % BLOCK

    def _entry(self, header: tarfile.TarInfo) -> Entry:
        extended = self._long | self._pax
        self._long, self._pax = {}, {}
        kind = _KINDS.get(header.type)
        if kind is None:
            raise DecodeError(f"{header.name!r}: tar entries of type {header.type!r} are not supported")
        try:
            size = int(extended.get("size", header.size))
            mtime = (
                _nanoseconds(extended["mtime"]) if "mtime" in extended else int(header.mtime) * _NANOSECONDS
            )
            uid, gid = int(extended.get("uid", header.uid)), int(extended.get("gid", header.gid))
        except ValueError as error:
            raise DecodeError(f"{header.name!r}: {error}") from error
        if size < 0:
            raise DecodeError(f"{header.name!r}: an entry of {size} bytes")
        return Entry(
            name=_text(extended.get("path"), header.name),
            kind=kind,
            mode=header.mode & 0o7777,
            size=size if kind == "file" else 0,
            mtime=mtime,
            target=_text(extended.get("linkpath"), header.linkname),
            uid=uid,
            gid=gid,
            device=(header.devmajor, header.devminor),
            xattrs={
                name.removeprefix(_XATTR): value
                for name, value in extended.items()
                if name.startswith(_XATTR)
            },
        )


def header(entry: Entry) -> bytes:
    """The header of `entry`, with a pax header if a value does not fit. After the content, write `padding(size)`."""
    made = tarfile.TarInfo(entry.name)
    made.type = _TYPES[entry.kind]
    made.mode, made.size, made.mtime = entry.mode, entry.size, entry.mtime // _NANOSECONDS
    made.linkname, made.uid, made.gid = entry.target, entry.uid, entry.gid
    made.devmajor, made.devminor = entry.device
    made.pax_headers = {
        _XATTR + name: value.decode("utf-8", "surrogateescape") for name, value in entry.xattrs.items()
    }
    return made.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def padding(size: int) -> bytes:
    """The zeros that fill up the last block of `size` bytes of content."""
    return bytes(-size % BLOCK)


def _pax_records(content: bytes) -> dict[str, bytes]:
    """The records of a pax header, each of the form `LENGTH KEY=VALUE` with a line break."""
    records: dict[str, bytes] = {}
    at = 0
    while at < len(content):
        start = _PAX_RECORD.match(content, at)
        if start is None:
            raise DecodeError(_MALFORMED)
        end = at + int(start[1])
        if not start.end() < end <= len(content) or content[end - 1 : end] != b"\n":
            raise DecodeError(_MALFORMED)
        key, value = start[2].decode("utf-8", "surrogateescape"), content[start.end() : end - 1]
        if key in ("path", "linkpath") and b"\0" in value:
            raise DecodeError(_MALFORMED)
        records[key] = value
        at = end
    return records


def _nanoseconds(text: bytes) -> int:
    parts = _TIME.fullmatch(text)
    if parts is None:
        raise ValueError(f"{text[:40]!r} is not a time")
    fraction = int((parts[3] or b"")[:9].ljust(9, b"0"))
    return int(parts[1] + parts[2]) * _NANOSECONDS + (-fraction if parts[1] == b"-" else fraction)


def _text(extended: bytes | None, plain: str) -> str:
    return plain if extended is None else extended.decode("utf-8", "surrogateescape")
