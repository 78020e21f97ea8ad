"""What BuildKit reports of a build while it goes on: its vertices (steps), their progress, output and warnings.

The records of `POST /build` whose id is `moby.buildkit.trace` hold it, in base64. Source: `moby.buildkit.v1.StatusResponse`.
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
"""A line, from 1, and a character in it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Vertices that are shown as one, such as the files of a `COPY --from` of several images."""

    id: str
    name: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Vertex:
    """One step of a build, as far as is known by now; it is told again whenever something changes.

    Attributes:
        digest: tells it from others; two builds that share it, share the step.
        inputs: the digests of those that it needs.
        name: `[2/5] RUN make`, `[internal] load build definition from Dockerfile`.
        cached: its result was there.
        started, completed: nanoseconds since 1970; None if not yet.
        error: why it failed, empty if it did not.

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
    """How far a part of a vertex is: a layer that is fetched, bytes of context that are sent.

    Attributes:
        id: of the part.
        vertex: the digest of the whole.
        name: what is done.
        current, total: bytes, or whatever is counted; a total of 0 is not known.
        timestamp: of this report, in nanoseconds since 1970.
        started, completed: None if not yet.

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
    """What a vertex warns of.

    Attributes:
        vertex: its digest.
        level: how grave, 1 is a lint.
        short: one line.
        detail: more lines.
        url: where it is explained.
        filename: of the Dockerfile.
        source: that file's content.
        language: in which it is written.
        ranges: the places it is about, as (first, last) pairs of line and character.

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
        DecodeError: it is none.

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
        DecodeError: it is no `StatusResponse`.

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
    """The time in a field of a message, in nanoseconds since 1970; None if it is not there.

    Raises:
        DecodeError: no calendar has it.

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
