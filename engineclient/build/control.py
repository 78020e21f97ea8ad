"""What BuildKit says of its cache and of past builds, of whatever client: messages of `moby.buildkit.v1.Control`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engineclient.build.trace import read_time
from engineclient.wire.protobuf import Message, field

DISK_USAGE: Final = "/moby.buildkit.v1.Control/DiskUsage"
LISTEN_BUILD_HISTORY: Final = "/moby.buildkit.v1.Control/ListenBuildHistory"


@dataclass(frozen=True, slots=True)
class CacheRecord:
    """One record of the cache.

    Attributes:
        id: of it.
        mutable: it is not finished: a mount, or files of a client.
        in_use: something uses it now, so that it cannot go.
        size: bytes.
        created, last_used: nanoseconds since 1970, None if not known.
        usage_count: how often it was used.
        description: what it is of.
        type: `regular`, `source.local`, `exec.cachemount`, ...
        shared: an image has the same files.
        parents: ids.

    """

    id: str
    mutable: bool
    in_use: bool
    size: int
    created: int | None
    last_used: int | None
    usage_count: int
    description: str
    type: str
    shared: bool
    parents: tuple[str, ...]


def disk_usage(message: bytes) -> list[CacheRecord]:
    """The records in the answer to `DiskUsage`.

    Raises:
        DecodeError: it is none.

    """
    return [_cache_record(Message(data)) for data in Message(message).each(1)]


def _cache_record(message: Message) -> CacheRecord:
    parent = message.text(5)
    return CacheRecord(
        id=message.text(1),
        mutable=bool(message.number(2)),
        in_use=bool(message.number(3)),
        size=message.signed(4),
        created=read_time(message, 6),
        last_used=read_time(message, 7),
        usage_count=message.signed(8),
        description=message.text(9),
        type=message.text(10),
        shared=bool(message.number(11)),
        parents=tuple(message.texts(12)) or ((parent,) if parent else ()),
    )


@dataclass(frozen=True, slots=True)
class PastBuild:
    """One build that the engine remembers.

    Attributes:
        ref: its id.
        target: the stage, "" for the last one.
        error: why it failed, "" if it did not.
        created, completed: nanoseconds since 1970; None if not yet.
        cached_steps, total_steps, completed_steps: how many.

    """

    ref: str
    target: str
    error: str
    created: int | None
    completed: int | None
    cached_steps: int
    total_steps: int
    completed_steps: int


HISTORY_REQUEST: Final = field(3, 1)
"""The request to `ListenBuildHistory` for what there is now."""


def past_build(message: bytes) -> PastBuild:
    """The build in one event of `ListenBuildHistory`.

    Raises:
        DecodeError: it is none.

    """
    record = Message(message).message(2)
    attributes = {name.decode("utf-8", "replace"): value for name, value in record.pairs(3).items()}
    return PastBuild(
        ref=record.text(1),
        target=attributes.get("target", b"").decode("utf-8", "replace"),
        error=record.message(5).text(2) if 5 in record else "",
        created=read_time(record, 6),
        completed=read_time(record, 7),
        cached_steps=record.signed(15),
        total_steps=record.signed(16),
        completed_steps=record.signed(17),
    )
