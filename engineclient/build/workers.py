"""The workers of an engine's BuildKit: version, platforms, cache rules. Messages of `Control/ListWorkers`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from engineclient.wire.protobuf import Message

LIST_WORKERS: Final = "/moby.buildkit.v1.Control/ListWorkers"
INFO: Final = "/moby.buildkit.v1.Control/Info"
_OF_MOBY: Final = "-moby"  # the suffix of the version of Docker's BuildKit


class CacheRule(NamedTuple):
    """A rule for removing records of the cache; spaces in bytes, the duration in nanoseconds, 0 for no limit.

    Attributes:
        all: also remove records that only BuildKit itself uses.
        filters: the records that the rule is for.
        keep_duration: records that were used within it are kept.
        reserved_space: this much cache is always kept.
        max_used_space: the most cache that is kept.
        min_free_space: the free disk space to reach.

    """

    all: bool
    filters: Sequence[str]
    keep_duration: int
    reserved_space: int
    max_used_space: int
    min_free_space: int


class Worker(NamedTuple):
    """A worker; an engine has one. `platforms` are strings such as `linux/arm/v7`."""

    id: str
    labels: Mapping[str, str]
    platforms: Sequence[str]
    rules: Sequence[CacheRule]
    version: str


def workers(answer: bytes) -> list[Worker]:
    """The workers in an answer.

    Raises:
        DecodeError: the message is not such an answer.

    """
    return [_worker(Message(data)) for data in Message(answer).each(1)]


def version_of(answer: bytes) -> str:
    """The version of BuildKit in an answer to `Info`, for an engine whose workers do not report it.

    Raises:
        DecodeError: the message is not such an answer.

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
    """The platforms, with the variants of an architecture combined: `linux/amd64 (+4), linux/386`."""
    groups: dict[str, int] = {}
    for platform in platforms:
        name = "/".join(platform.split("/")[:2])
        groups[name] = groups.get(name, 0) + 1
    return [f"{name} (+{count})" if count > 1 else name for name, count in groups.items()]
