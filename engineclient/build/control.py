"""Messages of `moby.buildkit.v1.Control` about the build cache. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engineclient.build.trace import read_time
from engineclient.golang.durations import parse_duration
from engineclient.wire.protobuf import Message, field

DISK_USAGE: Final = "/moby.buildkit.v1.Control/DiskUsage"
PRUNE: Final = "/moby.buildkit.v1.Control/Prune"


@dataclass(frozen=True, slots=True)
class CacheRecord:
    """One record of the build cache.

    Attributes:
        id: its id.
        mutable: its content may still change: a cache mount, or the files that a client sends.
        in_use: a build is using it, so that it cannot be removed now.
        size: its size in bytes.
        created, last_used: nanoseconds since 1970, None if unknown.
        usage_count: how often it was used.
        description: the step or the source that it is the result of.
        type: `regular`, `source.local`, `exec.cachemount`, ...
        shared: an image has the same files, so that removing the record frees no space.
        parents: the ids of the records that it builds on.

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
    """The records in an answer to `DiskUsage`.

    Raises:
        DecodeError: the message is not such an answer.

    """
    return [_cache_record(Message(data)) for data in Message(message).each(1)]


def disk_usage_record(message: bytes) -> CacheRecord:
    """The record that one answer to `Prune` reports as removed.

    Raises:
        DecodeError: the message is not such an answer.

    """
    return _cache_record(Message(message))


def cache_condition(filters: Mapping[str, Sequence[str]]) -> tuple[str, int]:
    """Translate filters: a condition in BuildKit's filter language, and an age in nanoseconds.

    Records that were used more recently than that age are kept.

    Raises:
        ValueError: the filters cannot be combined, or a duration is malformed; with buildx's message.

    """
    conditions: list[str] = []
    keep = 0
    if {"until", "unused-for"} <= filters.keys():
        raise ValueError('conflicting filters "until" and "unused-for"')
    for key in sorted(filters):
        values = filters[key]
        if len(values) != 1:
            raise ValueError("filters expect only one value")
        if key in ("until", "unused-for"):
            try:
                keep = parse_duration(values[0])
            except ValueError as error:
                raise ValueError(f"\"{key}\" filter expects a duration (e.g., '24h'): {error}") from error
        else:
            conditions.append(f"{key}{'~=' if key == 'id' else '=='}{values[0]}")
    return ",".join(conditions), keep


def disk_usage_request(condition: str) -> bytes:
    """The request to `DiskUsage` for the records that meet a condition of `cache_condition`."""
    return field(1, condition) if condition else b""


def prune_request(condition: str, keep: int, *, all: bool, reserved: int, most: int, free: int) -> bytes:
    """The request to `Prune`.

    Args:
        condition: from `cache_condition`: which records may be removed.
        keep: the age from there, in nanoseconds.
        all: also remove what only BuildKit itself uses, such as images of frontends.
        reserved: bytes of cache that are kept in any case.
        most: bytes of cache that may be kept at most; 0 for no limit.
        free: bytes of free disk space to reach; 0 for no such goal.

    """
    numbers = {2: int(all), 3: keep, 4: reserved, 5: most, 6: free}
    asked = b"".join(field(number, value) for number, value in numbers.items() if value)
    return disk_usage_request(condition) + asked


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
