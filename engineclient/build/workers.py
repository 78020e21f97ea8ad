"""The workers of an engine's BuildKit: version, platforms, cache rules. Pure.

Source: `moby.buildkit.v1.Control/ListWorkers` and `Info`, BuildKit 0.25 (api/services/control).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from engineclient.wire.protobuf import Message

LIST_WORKERS: Final = "/moby.buildkit.v1.Control/ListWorkers"
INFO: Final = "/moby.buildkit.v1.Control/Info"
_OF_MOBY: Final = "-moby"  # the suffix of the version of Docker's BuildKit


class CacheRule(NamedTuple):
    """A rule of the garbage collection of the build cache; spaces in bytes, 0 for no limit.

    Attributes:
        all: whether it also removes internal records of BuildKit.
        filters: the conditions of the records that it removes.
        keep_duration: records that were used within this time, in nanoseconds, are kept.
        reserved_space: the amount of cache that is always kept.
        max_used_space: the maximum amount of cache to keep.
        min_free_space: the amount of free disk space to reach.

    """

    all: bool
    filters: Sequence[str]
    keep_duration: int
    reserved_space: int
    max_used_space: int
    min_free_space: int


class Worker(NamedTuple):
    """A worker of BuildKit; an engine has one.

    Attributes:
        id: its id.
        labels: its labels, sorted by name.
        platforms: the platforms that it builds for, such as `linux/arm/v7`.
        rules: the rules of the garbage collection.
        version: the version of BuildKit; "" if the worker does not report it.

    """

    id: str
    labels: Mapping[str, str]
    platforms: Sequence[str]
    rules: Sequence[CacheRule]
    version: str


def workers(answer: bytes) -> list[Worker]:
    """The workers in an answer of `ListWorkers`.

    Raises:
        DecodeError: the message cannot be parsed.

    """
    return [_worker(Message(data)) for data in Message(answer).each(1)]


def version_of(answer: bytes) -> str:
    """The version of BuildKit in an answer of `Info`, for an engine whose workers do not report it.

    Raises:
        DecodeError: the message cannot be parsed.

    """
    return Message(answer).message(1).text(2).removesuffix(_OF_MOBY)


def _worker(record: Message) -> Worker:
    labels = {key.decode(): value.decode() for key, value in record.pairs(2).items()}
    version = record.message(5).text(2) if 5 in record else ""
    return Worker(
        record.text(1),
        dict(sorted(labels.items())),
        [_platform(Message(data)) for data in record.each(3)],
        [_rule(Message(data)) for data in record.each(4)],
        version.removesuffix(_OF_MOBY),
    )


def _platform(platform: Message) -> str:
    parts = (platform.text(2), platform.text(1), platform.text(3))
    return "/".join(part for part in parts if part)


def _rule(rule: Message) -> CacheRule:
    return CacheRule(
        all=bool(rule.number(1)),
        filters=rule.texts(4),
        keep_duration=rule.signed(2),
        reserved_space=rule.signed(3),
        max_used_space=rule.signed(5),
        min_free_space=rule.signed(6),
    )


def in_groups(platforms: Sequence[str]) -> list[str]:
    """The platforms, with the variants of an architecture combined: `["linux/amd64 (+4)", "linux/386"]`."""
    groups: dict[str, int] = {}
    for platform in platforms:
        name = "/".join(platform.split("/")[:2])
        groups[name] = groups.get(name, 0) + 1
    return [f"{name} (+{count})" if count > 1 else name for name, count in groups.items()]
