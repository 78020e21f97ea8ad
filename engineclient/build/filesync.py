"""Sends files to the engine: BuildKit requests the Dockerfile and the files of the context that it does not have yet.

Source: `moby.filesync.v1.FileSync`, fsutil.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import unquote_plus

from engineclient.archive.ignore import BadPattern, Ignore
from engineclient.golang.quoting import quote
from engineclient.wire.fsutil import Packet, PacketType, Stat, decode_packet
from engineclient.wire.grpc import Code, Metadata, Method, Methods, Refusal

CONTEXT: Final = "context"
"""The name of the context in the engine's requests."""
MOST_MARKS: Final = 10_000
DIFF_COPY: Final = "/moby.filesync.v1.FileSync/DiffCopy"


class Files(Protocol):
    """A directory to send; `archive.tree.Tree` is one on this machine."""

    def files(self, include: Sequence[str], exclude: Sequence[str], follow: Sequence[str]) -> Iterator[Stat]:
        """The files that the patterns select, sorted by the parts of their paths."""
        ...

    def content(self, path: str) -> Iterator[bytes]:
        """The content of a file, in pieces."""
        ...


@dataclass(slots=True)
class Transfer:
    """Counts of what was sent.

    Attributes:
        listed: the number of files that were listed to the engine.
        files: the number of them that it requested.
        bytes: the bytes of their contents.
        marks: fingerprints of the files of the context by path, of the first `MOST_MARKS` files.

    """

    listed: int = 0
    files: int = 0
    bytes: int = 0
    marks: dict[str, str] = field(default_factory=dict[str, str])

    def note(self, stat: Stat, directory: str) -> None:
        """Note a file of a directory that is listed."""
        self.listed += 1
        if directory == CONTEXT and stat.is_file and len(self.marks) < MOST_MARKS:
            self.marks[stat.path] = f"{stat.size} {stat.mtime} {stat.mode & 0o777:o}"


def file_sync(directories: Mapping[str, Files], transfer: Transfer | None = None) -> Methods:
    """The service.

    Args:
        directories: by their names in the engine's requests: `context` and `dockerfile`.
        transfer: counts what is sent.

    """
    counted = transfer or Transfer()
    return {DIFF_COPY: lambda metadata: _SendTree(metadata, directories, counted)}


class _SendTree(Method):
    def __init__(self, metadata: Metadata, directories: Mapping[str, Files], transfer: Transfer) -> None:
        super().__init__(metadata)
        name = metadata.get("dir-name", [""])[0]
        if name not in directories:
            raise Refusal(Code.NOT_FOUND, f"no access allowed to dir {quote(name)}")
        self._name = name
        self._files = directories[name]
        self._transfer = transfer
        self._names: dict[
            int, str
        ] = {}  # of the files that may still be requested, by their number in the list

    def begin(self) -> Iterator[bytes]:
        include, exclude, follow = (
            _values(self.metadata, name) for name in ("include-patterns", "exclude-patterns", "followpaths")
        )
        try:
            Ignore(exclude)
        except BadPattern as error:
            raise Refusal(Code.UNKNOWN, f"invalid excludepatterns: [{' '.join(exclude)}]: {error}") from error
        for number, stat in enumerate(self._files.files(include, exclude, follow)):
            if stat.is_file:
                self._names[number] = stat.path
            self._transfer.note(stat, self._name)
            yield Packet(PacketType.STAT, stat).encode()
        yield Packet(PacketType.STAT).encode()

    def receive(self, message: bytes) -> Iterator[bytes]:
        packet = decode_packet(message)
        match packet.type:
            case PacketType.REQ:
                path = self._names.pop(packet.number, None)
                if path is None:
                    raise Refusal(Code.INVALID_ARGUMENT, f"invalid file id {packet.number}")
                return self._content(packet.number, path)
            case PacketType.FIN:
                self.is_over = True  # the engine waits for the end of the call before it ends its own side
                return iter((Packet(PacketType.FIN).encode(),))
            case PacketType.ERR:
                reason = packet.data.decode("utf-8", "replace")
                raise Refusal(Code.UNKNOWN, f"error from receiver: {reason}")
            case _:
                raise Refusal(Code.INVALID_ARGUMENT, f"a receiver sends no {packet.type.name} packet")

    def _content(self, number: int, path: str) -> Iterator[bytes]:
        self._transfer.files += 1
        for piece in self._files.content(path):
            self._transfer.bytes += len(piece)
            yield Packet(PacketType.DATA, number=number, data=piece).encode()
        yield Packet(PacketType.DATA, number=number).encode()


def _values(metadata: Metadata, name: str) -> list[str]:
    values = metadata.get(name, [])
    if metadata.get(f"{name}-encoded") == ["1"]:
        return [unquote_plus(value) for value in values]
    return [*values]
