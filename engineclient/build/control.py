"""Messages of `moby.buildkit.v1.Control` about the build cache and about past builds, whichever client made them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engineclient.build.trace import read_time
from engineclient.golang.durations import parse_duration
from engineclient.wire.protobuf import Message, field

DISK_USAGE: Final = "/moby.buildkit.v1.Control/DiskUsage"
UPDATE_BUILD_HISTORY: Final = "/moby.buildkit.v1.Control/UpdateBuildHistory"
PRUNE: Final = "/moby.buildkit.v1.Control/Prune"
LISTEN_BUILD_HISTORY: Final = "/moby.buildkit.v1.Control/ListenBuildHistory"


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


@dataclass(frozen=True, slots=True)
class PastBuild:
    """One build in the engine's history.

    Attributes:
        ref: its id.
        name: a name made of what its client told the engine: the URL of the context, the Dockerfile if it has another
            name than `Dockerfile`, the target; "" if there is nothing of that.
        target: the stage that was built, "" for the last one.
        error: the reason of a failure, "" for none.
        created, completed: when it began and ended, in nanoseconds since 1970; None if it has not yet.
        cached_steps: how many steps were found in the cache.
        total_steps: how many steps it has.
        completed_steps: how many of them have ended.

    """

    ref: str
    name: str
    target: str
    error: str
    created: int | None
    completed: int | None
    cached_steps: int
    total_steps: int
    completed_steps: int

    @property
    def status(self) -> str:
        """`Running`, `Completed`, `Error` or `Canceled`."""
        if "context canceled" in self.error:
            return "Canceled"
        if self.completed is None:
            return "Running"
        return "Error" if self.error else "Completed"


HISTORY_REQUEST: Final = field(3, 1)
"""The request to `ListenBuildHistory` for the builds so far, without waiting for further ones."""


def past_build(message: bytes) -> PastBuild:
    """The build in one event of `ListenBuildHistory`.

    Raises:
        DecodeError: the message is not such an event.

    """
    record = Message(message).message(2)
    attributes = {
        name.decode("utf-8", "replace"): value.decode("utf-8", "replace")
        for name, value in record.pairs(3).items()
    }
    return PastBuild(
        ref=record.text(1),
        name=_name(attributes),
        target=attributes.get("target", ""),
        error=record.message(5).text(2) if 5 in record else "",
        created=read_time(record, 6),
        completed=read_time(record, 7),
        cached_steps=record.signed(15),
        total_steps=record.signed(16),
        completed_steps=record.signed(17),
    )


def _name(attributes: Mapping[str, str]) -> str:
    """The name that buildx gives to a build with these attributes of its frontend."""
    if given := attributes.get("build-arg:BUILDKIT_BUILD_NAME"):
        return given
    name = attributes.get("context", "")
    dockerfile = attributes.get("filename", "")
    if dockerfile not in ("", "Dockerfile"):
        name = f"{name}/{dockerfile}" if name else dockerfile
    if target := attributes.get("target"):
        name = f"{name} ({target})" if name else target
    return name


def forget(ref: str) -> bytes:
    """The request to `UpdateBuildHistory` that removes a build from the history."""
    return field(1, ref) + field(3, 1)
