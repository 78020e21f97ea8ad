"""The packets with which BuildKit and its client transfer a tree of files, without access to files.

The sender describes every file in a STAT packet, in order, and ends the list with an empty one. The receiver requests
the files it lacks with REQ packets, by their index in the list, and receives each as DATA packets, of which the last is
empty. A FIN from each side ends the transfer. Source: https://github.com/tonistiigi/fsutil.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field as attribute
from enum import IntEnum
from typing import Final

from engineclient.errors import DecodeError
from engineclient.wire.protobuf import Message, field, message, message_head
from engineclient.wire.tar import Entry, Kind

PIECE: Final = 1 << 16
"""Bytes in a DATA packet: less than what the C library asks the kernel for each time anew (128 kB)."""

# Packets contain Go's os.FileMode, which has its own bits for everything except the permissions.
_KINDS: Final = {
    stat.S_IFDIR: 1 << 31,
    stat.S_IFLNK: 1 << 27,
    stat.S_IFBLK: 1 << 26,
    stat.S_IFIFO: 1 << 25,
    stat.S_IFCHR: 1 << 26 | 1 << 21,
    stat.S_IFSOCK: 0,  # as docker sends it
    stat.S_IFREG: 0,
}
_KIND_OF: Final[dict[int, Kind]] = {
    0: "file",
    1 << 31: "directory",
    1 << 27: "symlink",
    1 << 26: "block",
    1 << 25: "fifo",
    1 << 26 | 1 << 21: "char",
}
_TYPE: Final = 1 << 31 | 1 << 27 | 1 << 26 | 1 << 25 | 1 << 24 | 1 << 21 | 1 << 19
_SPECIAL: Final = ((stat.S_ISUID, 1 << 23), (stat.S_ISGID, 1 << 22), (stat.S_ISVTX, 1 << 20))


class PacketType(IntEnum):
    """The type of a packet."""

    STAT = 0
    REQ = 1
    DATA = 2
    FIN = 3
    ERR = 4


@dataclass(frozen=True, slots=True)
class Stat:
    """The description of a file in a STAT packet.

    Attributes:
        path: relative, with slashes.
        mode: Go's mode; see `go_mode`.
        uid, gid: the owner.
        size: bytes.
        mtime: nanoseconds since 1970.
        target: the target of a symbolic link, or the path of the file to which this is a hard link.
        device: major and minor number of a device.
        xattrs: extended attributes by name.

    """

    path: str
    mode: int
    uid: int = 0
    gid: int = 0
    size: int = 0
    mtime: int = 0
    target: str = ""
    device: tuple[int, int] = (0, 0)
    xattrs: dict[bytes, bytes] = attribute(default_factory=dict[bytes, bytes])

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file; it has content unless it is a hard link (has a `target`)."""
        return not self.mode & _TYPE

    def encode(self) -> bytes:
        """The file as a protobuf message `fsutil.types.Stat`."""
        return b"".join(
            (
                field(1, os.fsencode(self.path)),
                field(2, self.mode),
                field(3, self.uid),
                field(4, self.gid),
                field(5, self.size),
                field(6, self.mtime),
                field(7, os.fsencode(self.target)),
                field(8, self.device[0]),
                field(9, self.device[1]),
                *(message(10, field(1, name) + field(2, value)) for name, value in self.xattrs.items()),
            )
        )

    def entry(self) -> Entry:
        """The file as an entry of a tar archive.

        Raises:
            DecodeError: tar archives do not support files of this kind.

        """
        kind = _KIND_OF.get(self.mode & _TYPE)
        if kind is None:
            raise DecodeError(f"{self.path!r} is of a kind that cannot be made here (mode {self.mode:#x})")
        if kind == "file" and self.target:
            kind = "link"
        special = sum(bit for bit, go in _SPECIAL if self.mode & go)
        return Entry(
            name=self.path,
            kind=kind,
            mode=self.mode & 0o777 | special,
            size=self.size if kind == "file" else 0,
            mtime=self.mtime,
            target=self.target,
            uid=self.uid,
            gid=self.gid,
            device=self.device,
            xattrs={os.fsdecode(name): value for name, value in self.xattrs.items()},
        )


def go_mode(mode: int) -> int:
    """Go's os.FileMode for the `st_mode` of `lstat`."""
    special = sum(go for bit, go in _SPECIAL if mode & bit)
    return _KINDS.get(stat.S_IFMT(mode), 1 << 19) | mode & 0o777 | special


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet.

    Attributes:
        type: its type.
        stat: the file of a STAT; None at the end of the list.
        number: the index in the list, for a REQ or DATA.
        data: the content of a DATA, or the message of an ERR.

    """

    type: PacketType
    stat: Stat | None = None
    number: int = 0
    data: bytes = b""

    def encode(self) -> bytes:
        """The packet as a protobuf message `fsutil.types.Packet`."""
        encoded = b"" if self.stat is None else message(2, self.stat.encode())
        head = field(1, self.type) + encoded + field(3, self.number)
        # in one piece: the content of files is copied as seldom as can be
        return b"".join((head, message_head(4, len(self.data)), self.data)) if self.data else head


def decode_packet(data: bytes) -> Packet:
    """The packet in `data`.

    Raises:
        DecodeError: the bytes are not a packet.

    """
    packet = Message(data)
    try:
        kind = PacketType(packet.number(1))
    except ValueError:
        raise DecodeError(f"a packet has the unknown type {packet.number(1)}") from None
    decoded = _decode_stat(packet.message(2)) if 2 in packet else None
    return Packet(kind, decoded, packet.number(3), packet.data(4))


def _decode_stat(stat: Message) -> Stat:
    return Stat(
        path=os.fsdecode(stat.data(1)),
        mode=stat.number(2),
        uid=stat.number(3),
        gid=stat.number(4),
        size=stat.signed(5),
        mtime=stat.signed(6),
        target=os.fsdecode(stat.data(7)),
        device=(stat.signed(8), stat.signed(9)),
        xattrs=stat.pairs(10),
    )
