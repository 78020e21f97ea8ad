"""Receives the result of a build that is not an image in the engine: a directory of files, or an archive.

The engine's data is not trusted: a path that is not normalized, or a list that is not sorted, ends the build. `Sink` has
to ensure that no file is created outside its directory. Source: `moby.filesync.v1.FileSend`, fsutil.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from engineclient.golang.quoting import quote
from engineclient.wire.fsutil import Packet, PacketType, Stat, decode_packet
from engineclient.wire.grpc import Code, Metadata, Method, Methods, Refusal
from engineclient.wire.protobuf import Message
from engineclient.wire.tar import Entry

DIFF_COPY: Final = "/moby.filesync.v1.FileSend/DiffCopy"
_MOST_FILES: Final = 1_000_000
_EXPORTER: Final = "buildkit-attachable-exporter-id"


class Sink(Protocol):
    """Receives files in the order of an archive: an entry, then the content of a file in pieces."""

    def take(self, item: Entry | bytes) -> None:
        """Create a file, or write a piece of the last one."""
        ...

    def close(self, *, complete: bool) -> None:
        """Finish; `complete` says whether everything was received."""
        ...


def receive_files(open_sink: Callable[[], Sink]) -> Methods:
    """The service for a result that is a tree of files (`type=local`); `open_sink` is called when the first data arrives."""
    return {DIFF_COPY: lambda metadata: _ReceiveTree(metadata, open_sink())}


class Archive(Protocol):
    """Receives the bytes of an archive."""

    def write(self, data: bytes) -> object:
        """Write one piece."""
        ...

    def close(self, *, complete: bool) -> None:
        """Finish; `complete` says whether everything was received."""
        ...


def receive_archive(open_archive: Callable[[], Archive]) -> Methods:
    """The service for a result that is one file (`type=tar`, `oci`, `docker`)."""
    return {DIFF_COPY: lambda metadata: _ReceiveBytes(metadata, open_archive())}


def by_exporter(services: Sequence[Methods]) -> Methods:
    """One service for the results of several exporters, numbered from 0; `{}` stands for one that sends nothing."""
    if not any(services):
        return {}

    def chosen(metadata: Metadata) -> Method:
        number = metadata.get(_EXPORTER, ["0"])[0]
        found = services[int(number)] if number.isdecimal() and int(number) < len(services) else {}
        if DIFF_COPY not in found:
            raise Refusal(Code.NOT_FOUND, f"nothing is to come here of exporter {quote(number)}")
        return found[DIFF_COPY](metadata)

    return {DIFF_COPY: chosen}


class _ReceiveTree(Method):
    """Requests one file at a time, so that the contents of files are not mixed."""

    def __init__(self, metadata: Metadata, sink: Sink) -> None:
        super().__init__(metadata)
        self._sink = sink
        self._waiting: deque[tuple[int, Stat]] = deque()
        self._listed = 0
        self._last: list[bytes] = []
        self._complete = False  # the list
        self._coming: tuple[int, int] | None = (
            None  # the number of a file, and its bytes that are not yet received
        )
        self._finished = False

    def receive(self, message: bytes) -> Iterator[bytes]:
        packet = decode_packet(message)
        match packet.type:
            case PacketType.STAT if packet.stat is None:
                self._complete = True
            case PacketType.STAT if packet.stat is not None:
                self._list(packet.stat)
            case PacketType.DATA:
                self._write(packet)
            case PacketType.FIN:
                if not self._finished:
                    raise Refusal(Code.INVALID_ARGUMENT, "the engine ended its result before it was complete")
                self.is_over = True
                self.close()
                return
            case PacketType.ERR:
                reason = packet.data.decode("utf-8", "replace")
                raise Refusal(Code.UNKNOWN, f"error from sender: {reason}")
            case _:
                raise Refusal(Code.INVALID_ARGUMENT, f"a sender sends no {packet.type.name} packet")
        yield from self._advance()

    def _list(self, stat: Stat) -> None:
        parts = stat.path.encode("utf-8", "surrogateescape").split(b"/")
        if "\0" in stat.path or not all(parts) or b"." in parts or b".." in parts:
            raise Refusal(Code.INVALID_ARGUMENT, f"{quote(stat.path)} is no path below the destination")
        if parts <= self._last or self._complete:
            raise Refusal(Code.INVALID_ARGUMENT, f"{quote(stat.path)} comes out of order")
        if self._listed >= _MOST_FILES:
            raise Refusal(Code.RESOURCE_EXHAUSTED, f"the result has more than {_MOST_FILES} files")
        self._last = parts
        self._waiting.append((self._listed, stat))
        self._listed += 1

    def _write(self, packet: Packet) -> None:
        if self._coming is None or packet.number != self._coming[0]:
            raise Refusal(Code.INVALID_ARGUMENT, f"content of file {packet.number}, which was not asked for")
        number, left = self._coming
        if len(packet.data) > left or (left and not packet.data):
            raise Refusal(Code.INVALID_ARGUMENT, f"file {number} has not the size that it was listed with")
        if packet.data:
            self._sink.take(packet.data)
            self._coming = number, left - len(packet.data)
        else:
            self._coming = None

    def _advance(self) -> Iterator[bytes]:
        """Create the entries up to the next file, whose content has to be requested."""
        while self._waiting and self._coming is None:
            number, stat = self._waiting.popleft()
            entry = stat.entry()
            if entry.size < 0:
                raise Refusal(Code.INVALID_ARGUMENT, f"{quote(stat.path)} has a negative size")
            self._sink.take(entry)
            if entry.kind == "file" and entry.size:
                self._coming = number, entry.size
                yield Packet(PacketType.REQ, number=number).encode()
        if self._complete and not self._waiting and self._coming is None and not self._finished:
            self._finished = True
            yield Packet(PacketType.FIN).encode()

    def close(self) -> None:
        sink, self._sink = self._sink, _CLOSED
        sink.close(complete=self._finished)


class _ReceiveBytes(Method):
    def __init__(self, metadata: Metadata, archive: Archive) -> None:
        super().__init__(metadata)
        self._archive: Archive = archive
        self._complete = False

    def receive(self, message: bytes) -> Iterator[bytes]:
        self._archive.write(Message(message).data(1))
        return iter(())

    def end(self) -> Iterator[bytes]:
        self._complete = True
        return super().end()

    def close(self) -> None:
        archive, self._archive = self._archive, _CLOSED
        archive.close(complete=self._complete)


class _Closed:
    """Replaces a destination that has been closed."""

    def take(self, item: Entry | bytes) -> None:
        raise Refusal(Code.INVALID_ARGUMENT, "the result has already ended")

    def write(self, data: bytes) -> None:
        raise Refusal(Code.INVALID_ARGUMENT, "the result has already ended")

    def close(self, *, complete: bool) -> None:
        """Do nothing."""


_CLOSED: Final = _Closed()
