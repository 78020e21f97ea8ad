"""The build history of an engine, which contains the builds of all clients: requests and records. Pure.

Source: `moby.buildkit.v1.Control/ListenBuildHistory` and `UpdateBuildHistory`, BuildKit 0.25 (api/services/control).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from engineclient.build.trace import read_time
from engineclient.wire.protobuf import Message, field

LISTEN_BUILD_HISTORY: Final = "/moby.buildkit.v1.Control/ListenBuildHistory"
UPDATE_BUILD_HISTORY: Final = "/moby.buildkit.v1.Control/UpdateBuildHistory"
_PREDICATE: Final = "in-toto.io/predicate-type"


class Descriptor(NamedTuple):
    """The descriptor of a blob in the engine's content store.

    Attributes:
        media_type: its media type.
        digest: its digest, `sha256:...`.
        size: its size in bytes.
        annotations: its annotations.

    """

    media_type: str
    digest: str
    size: int
    annotations: Mapping[str, str]

    @property
    def type(self) -> str:
        """The type of the predicate for an attestation, otherwise the media type."""
        return self.annotations.get(_PREDICATE) or self.media_type


class Result(NamedTuple):
    """The result of a build for one platform, or for all platforms.

    Attributes:
        attestations: the attestations about it.
        results: the exported manifests.

    """

    attestations: tuple[Descriptor, ...]
    results: tuple[Descriptor, ...]


class Ended(NamedTuple):
    """The error of a build: a gRPC status code, and the message."""

    code: int
    message: str


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A build in the history.

    Attributes:
        ref: its id.
        attributes: the attributes of its frontend: `target`, `build-arg:NAME`, `label:NAME`, ...
        error: its error; None if it has not failed.
        details: the blob with the details of the error: the position in the Dockerfile and the step; None without details.
        created, completed: the times of its begin and end in nanoseconds since 1970; None before them.
        result: its result; None for a build without one, or for several platforms.
        results: the results of a build for several platforms, by platform.
        cached_steps: the number of steps that were found in the cache.
        total_steps: the number of its steps.
        completed_steps: the number of steps that have ended.
        trace: the blob with its trace; None before that is complete.
        logs: the blob with the output of its steps; None if it is not kept.
        encoded: the whole record as BuildKit sent it.

    """

    ref: str
    attributes: Mapping[str, str]
    error: Ended | None
    details: Descriptor | None
    created: int | None
    completed: int | None
    result: Result | None
    results: Mapping[str, Result]
    cached_steps: int
    total_steps: int
    completed_steps: int
    trace: Descriptor | None = None
    logs: Descriptor | None = None
    encoded: bytes = b""

    @property
    def status(self) -> str:
        """`Running`, `Completed` or `Error`."""
        if self.completed is None:
            return "Running"
        return "Completed" if self.error is None else "Error"

    @property
    def is_canceled(self) -> bool:
        """Whether its client cancelled it; its status is `Error` then."""
        return self.error is not None and "context canceled" in self.error.message


def history_request(ref: str = "", limit: int = 0, condition: str = "") -> bytes:
    """The request of `ListenBuildHistory` for the builds so far; the answer ends with them.

    Args:
        ref: the id of a build; "" for all builds.
        limit: the maximum number of builds, the latest first; 0 for no limit.
        condition: the condition that builds must meet, in BuildKit's syntax; "" for none.

    """
    return field(2, ref) + field(3, 1) + field(4, condition) + field(5, limit)


def build_record(message: bytes) -> BuildRecord | None:
    """The build in an event of `ListenBuildHistory`; None if the event has none.

    Raises:
        DecodeError: the message cannot be parsed.

    """
    event = Message(message)
    if 2 not in event:
        return None
    record = event.message(2)
    error = record.message(5)
    return BuildRecord(
        ref=record.text(1),
        attributes=_texts(record.pairs(3)),
        error=Ended(error.signed(1), error.text(2)) if 5 in record else None,
        details=_descriptor(record.message(18)) if 18 in record else None,
        created=read_time(record, 6),
        completed=read_time(record, 7),
        result=_result(record.message(10)) if 10 in record else None,
        results={_text(name): _result(Message(data)) for name, data in record.pairs(11).items()},
        cached_steps=record.signed(15),
        total_steps=record.signed(16),
        completed_steps=record.signed(17),
        trace=_descriptor(record.message(13)) if 13 in record else None,
        logs=_descriptor(record.message(8)) if 8 in record else None,
        encoded=event.data(2),
    )


def forget(ref: str) -> bytes:
    """The request of `UpdateBuildHistory` that removes the build with the id `ref` from the history."""
    return field(1, ref) + field(3, 1)


def finalize(ref: str) -> bytes:
    """The request to `UpdateBuildHistory` that completes the trace of a build."""
    return field(1, ref) + field(4, 1)


def _result(message: Message) -> Result:
    entries = [Message(each) for each in message.each(3)]
    by_place = sorted((entry.signed(1), _descriptor(entry.message(2))) for entry in entries)
    attestations = tuple(_descriptor(Message(each)) for each in message.each(2))
    return Result(attestations, tuple(descriptor for _, descriptor in by_place))


def _descriptor(message: Message) -> Descriptor:
    return Descriptor(message.text(1), message.text(2), message.signed(3), _texts(message.pairs(5)))


def _texts(pairs: Mapping[bytes, bytes]) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in pairs.items()}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
