"""The push of a built image as a step: the reports for the records of the engine."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from engineclient.build.push_status import PushStatus
from engineclient.build.trace import VertexStatus
from engineclient.models.images import Progress


def pushed(*records: dict[str, Any]) -> tuple[PushStatus, list[list[VertexStatus]]]:
    status = PushStatus("x", count(1).__next__)
    told = [status.of(Progress(record)) for record in records]
    return status, [each.statuses for each in told if each is not None]


def test_the_step() -> None:
    status = PushStatus("host/x", count(1).__next__)
    (began,), (ended,) = status.began().vertexes, status.ended("refused").vertexes
    assert (began.name, began.started, began.completed) == ("pushing host/x with docker", 1, None)
    assert (ended.digest, ended.completed, ended.error) == (began.digest, 2, "refused")
    assert began.digest.startswith("sha256:")
    assert PushStatus("host/x", int).began().vertexes[0].digest != began.digest


@pytest.mark.parametrize(
    ("record", "amount", "is_completed"),
    [
        ({"id": "a", "status": "Preparing", "progressDetail": {}}, (0, 0), False),
        ({"id": "a", "status": "Pushing", "progressDetail": {"current": 5, "total": 9}}, (5, 9), False),
        ({"id": "a", "status": "Pushed", "progressDetail": {}}, (0, 0), True),
        ({"id": "a", "status": "Pushed"}, (0, 0), True),
    ],
    ids=str,
)
def test_a_layer(record: dict[str, Any], amount: tuple[int, int], is_completed: bool) -> None:
    _, [[layer]] = pushed(record)
    assert (layer.id, layer.current, layer.total) == ("pushing layer a", *amount)
    assert (layer.completed is not None) is is_completed


@pytest.mark.parametrize(
    "record",
    [{"status": "The push refers to repository [x]"}, {"id": "a", "status": "Waiting"}],
    ids=str,
)
def test_what_is_not_of_a_layer(record: dict[str, Any]) -> None:
    assert pushed(record)[1] == []


def test_a_layer_that_the_registry_has_ends_with_the_push() -> None:
    status, ((first,), (second,)) = pushed(
        {"id": "a", "status": "Preparing", "progressDetail": {}},
        {"id": "a", "status": "Layer already exists", "progressDetail": {}},
    )
    assert (first.started, second.started, second.completed) == (second.started, first.started, None)
    (ended,) = status.ended().statuses
    assert (ended.id, ended.completed) == ("pushing layer a", 5)
    assert pushed()[0].ended().statuses == []
