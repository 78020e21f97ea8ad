"""The records of builds in an engine's history."""

from __future__ import annotations

import pytest

from engineclient.build.history import Descriptor, Ended, Result, build_record, history_request
from engineclient.errors import DecodeError
from engineclient.wire.protobuf import field, message

SLSA = "https://slsa.dev/provenance/v0.2"


def pair(number: int, name: str, value: bytes | str) -> bytes:
    return message(number, field(1, name) + field(2, value))


def descriptor(media_type: str, digest: str, size: int, **annotations: str) -> bytes:
    notes = b"".join(pair(5, name, value) for name, value in annotations.items())
    return field(1, media_type) + field(2, digest) + field(3, size) + notes


def event(record: bytes) -> bytes:
    return field(1, 1) + message(2, record)


def test_the_request() -> None:
    assert history_request() == field(3, 1)
    assert history_request("r", 50) == field(2, "r") + field(3, 1) + field(5, 50)


def test_an_event_without_a_build() -> None:
    assert build_record(field(1, 2)) is None


def test_all_of_it() -> None:
    results = message(3, field(1, 1) + message(2, descriptor("i", "d2", 8)))
    results += message(3, message(2, descriptor("m", "d1", 7)))
    attestation = message(2, descriptor("t", "d3", 9, x="y"))
    record = build_record(
        event(
            field(1, "r")
            + pair(3, "target", "web")
            + message(5, field(1, 2) + field(2, "failed"))
            + message(6, field(1, 10) + field(2, 5))
            + message(7, field(1, 11))
            + message(10, attestation + results)
            + pair(11, "linux/arm64", message(2, descriptor("t", "d4", 1)))
            + field(15, 1)
            + field(16, 3)
            + field(17, 2)
            + message(18, descriptor("e", "d5", 4))
        )
    )
    assert record is not None
    assert (record.ref, record.attributes, record.error) == ("r", {"target": "web"}, Ended(2, "failed"))
    assert (record.created, record.completed) == (10_000_000_005, 11_000_000_000)
    assert record.result == Result(
        (Descriptor("t", "d3", 9, {"x": "y"}),), (Descriptor("m", "d1", 7, {}), Descriptor("i", "d2", 8, {}))
    )
    assert record.results == {"linux/arm64": Result((Descriptor("t", "d4", 1, {}),), ())}
    assert (record.cached_steps, record.total_steps, record.completed_steps) == (1, 3, 2)
    assert record.details == Descriptor("e", "d5", 4, {})


def test_a_build_that_goes_on() -> None:
    record = build_record(event(field(1, "r")))
    assert record is not None
    assert (record.error, record.created, record.completed, record.result, record.details) == (None,) * 5


@pytest.mark.parametrize(
    ("annotations", "kind"), [({"in-toto.io/predicate-type": SLSA}, SLSA), ({}, "application/json")]
)
def test_what_content_is(annotations: dict[str, str], kind: str) -> None:
    assert Descriptor("application/json", "d", 1, annotations).type == kind


def test_what_is_no_event() -> None:
    with pytest.raises(DecodeError):
        build_record(b"\xff")
