"""Which records are errors in the place of an answer, and what they say."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.wire.error_records import ErrorRecord, error_in

PODMAN = {"cause": "the cause", "message": "wrapped: the cause", "response": 404}


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (PODMAN, ErrorRecord("wrapped: the cause", 404)),
        ({"message": "gone"}, ErrorRecord("gone", None)),
        ({**PODMAN, "message": ""}, ErrorRecord("the cause", 404)),
        ({**PODMAN, "response": "404"}, ErrorRecord("wrapped: the cause", None)),
        ({**PODMAN, "response": True}, ErrorRecord("wrapped: the cause", None)),
        ({"error": "full"}, ErrorRecord("full", None)),
        ({"errorDetail": {"code": 7, "message": "full"}, "error": "full"}, ErrorRecord("full", 7)),
        ({"errorDetail": "full"}, ErrorRecord("full", None)),
        ({"message": None}, ErrorRecord("an error without a message: {'message': None}", None)),
        ({"error": []}, ErrorRecord("an error without a message: {'error': []}", None)),
    ],
)
def test_an_error(record: dict[str, Any], error: ErrorRecord) -> None:
    assert error_in(record) == error


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"message": "an item", "time": 1},
        {**PODMAN, "id": "a"},
        {"status": "Pulling", "error": "beside other fields"},
        {"message": "of one form", "error": "and of another"},
    ],
)
def test_anything_else(record: dict[str, Any]) -> None:
    assert error_in(record) is None
