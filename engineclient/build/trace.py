"""The reports of BuildKit while a build goes on: its vertices (steps), their progress, output and warnings.

They are the answers to `Status`, and in base64 the records of `POST /build` with the id `moby.buildkit.trace`.
Source: `moby.buildkit.v1.StatusResponse`.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field, replace
from typing import Final

from engineclient.errors import DecodeError
from engineclient.wire.protobuf import Message

TRACE: Final = "moby.buildkit.trace"
IMAGE: Final = "moby.image.id"

_BILLION: Final = 1_000_000_000
_LATEST: Final = 60_000_000_000  # seconds: the year 3871
STDOUT, STDERR = 1, 2

Place = tuple[int, int]
"""A line, counted from 1, and a character in it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Vertices that are shown as one, such as the files of a `COPY --from` of several images."""

    id: str
    name: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Vertex:
    """The present state of one step of a build; it is reported again whenever something changes.

    Attributes:
        digest: identifies the step; builds that have a step in common report the same digest for it.
        inputs: the digests of the steps whose results it needs.
        name: `[2/5] RUN make`, `[internal] load build definition from Dockerfile`.
        cached: its result was found in the cache.
        started, completed: nanoseconds since 1970; None if it has not yet.
        error: the reason of a failure, "" for none.

    """

    digest: str
    inputs: tuple[str, ...] = ()
    name: str = ""
    cached: bool = False
    started: int | None = None
    completed: int | None = None
    error: str = ""
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class VertexStatus:
    """The progress of a part of a vertex: a layer being fetched, the context being sent.

    Attributes:
        id: identifies the part.
        vertex: the digest of its vertex.
        name: what is being done.
        current, total: bytes, or another unit; a total of 0 is unknown.
        timestamp: the time of this report, in nanoseconds since 1970.
        started, completed: nanoseconds since 1970; None if it has not yet.

    """

    id: str
    vertex: str
    name: str = ""
    current: int = 0
    total: int = 0
    timestamp: int | None = None
    started: int | None = None
    completed: int | None = None


@dataclass(frozen=True, slots=True)
class VertexLog:
    """Output of a vertex: bytes that need not end with a line. `stream` is 1 for stdout, 2 for stderr."""

    vertex: str
    timestamp: int | None
    stream: int
    data: bytes


@dataclass(frozen=True, slots=True)
class VertexWarning:
    """A warning about a vertex.

    Attributes:
        vertex: the digest of the vertex.
        level: its severity; 1 is a finding of the checks.
        short: the warning in one line.
        detail: further lines.
        url: the address of an explanation.
        filename: the name of the Dockerfile.
        source: that file's content.
        language: the language of that file.
        ranges: the places in it, each from one (line, character) to another.

    """

    vertex: str
    level: int = 0
    short: bytes = b""
    detail: tuple[bytes, ...] = ()
    url: str = ""
    filename: str = ""
    source: bytes = b""
    language: str = ""
    ranges: tuple[tuple[Place, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """One report."""

    vertexes: list[Vertex] = field(default_factory=list[Vertex])
    statuses: list[VertexStatus] = field(default_factory=list[VertexStatus])
    logs: list[VertexLog] = field(default_factory=list[VertexLog])
    warnings: list[VertexWarning] = field(default_factory=list[VertexWarning])


def read_status(aux: object) -> Status:
    """The report in the `aux` of a record.

    Raises:
        DecodeError: it does not contain a report.

    """
    if not isinstance(aux, str):
        raise DecodeError("a trace of BuildKit's is not in base64")
    try:
        data = base64.b64decode(aux, validate=True)
    except binascii.Error as error:
        raise DecodeError(f"a trace of BuildKit's is not in base64: {error}") from error
    return decode_status(data)


def decode_status(data: bytes) -> Status:
    """The report in a message.

    Raises:
        DecodeError: the message is not a `StatusResponse`.

    """
    message = Message(data)
    return Status(
        [_vertex(Message(each)) for each in message.each(1)],
        [_status(Message(each)) for each in message.each(2)],
        [_log(Message(each)) for each in message.each(3)],
        [_warning(Message(each)) for each in message.each(4)],
    )


def _vertex(message: Message) -> Vertex:
    group = message.message(8) if 8 in message else None
    return Vertex(
        digest=message.text(1),
        inputs=tuple(message.texts(2)),
        name=message.text(3),
        cached=bool(message.number(4)),
        started=read_time(message, 5),
        completed=read_time(message, 6),
        error=message.text(7),
        group=None if group is None else Group(group.text(1), group.text(2), bool(group.number(3))),
    )


def _status(message: Message) -> VertexStatus:
    return VertexStatus(
        id=message.text(1),
        vertex=message.text(2),
        name=message.text(3),
        current=message.signed(4),
        total=message.signed(5),
        timestamp=read_time(message, 6),
        started=read_time(message, 7),
        completed=read_time(message, 8),
    )


def _log(message: Message) -> VertexLog:
    return VertexLog(message.text(1), read_time(message, 2), message.signed(3), message.data(4))


def _warning(message: Message) -> VertexWarning:
    info = message.message(6)
    ranges = map(Message, message.each(7))
    return VertexWarning(
        vertex=message.text(1),
        level=message.signed(2),
        short=message.data(3),
        detail=tuple(message.each(4)),
        url=message.text(5),
        filename=info.text(1),
        source=info.data(2),
        language=info.text(4),
        ranges=tuple((_place(span.message(1)), _place(span.message(2))) for span in ranges),
    )


def _place(message: Message) -> Place:
    return message.signed(1), message.signed(2)


def read_time(message: Message, number: int) -> int | None:
    """The time in a field of a message, in nanoseconds since 1970; None if the field is missing.

    Raises:
        DecodeError: the time is out of range.

    """
    if number not in message:
        return None
    stamp = message.message(number)
    seconds, nanoseconds = stamp.signed(1), stamp.signed(2)
    if abs(seconds) > _LATEST or not 0 <= nanoseconds < _BILLION:
        raise DecodeError("a time in a trace of BuildKit's is out of range")
    return seconds * _BILLION + nanoseconds


def with_prefix(status: Status, prefix: str) -> Status:
    """A report whose vertices are named after the one of several builds that they belong to: `[web 2/5] RUN make`."""

    def renamed(vertex: Vertex) -> Vertex:
        name = vertex.name
        return replace(vertex, name=f"[{prefix} {name[1:]}" if name.startswith("[") else f"[{prefix}] {name}")

    return replace(status, vertexes=type(status.vertexes)(map(renamed, status.vertexes)))
