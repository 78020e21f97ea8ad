"""Events in the logging module: a line a request and a line an answer, and no secret."""

from __future__ import annotations

import logging

import pytest

from engineclient import log_to
from engineclient.events import Data, End, Event, Request, Response

CONVERSATION: list[Event] = [
    Request(1, 0.5, "GET", "/version"),
    Request(2, 0.6, "POST", "/containers/create", query=(("name", "web"),)),
    Response(1, 0.75, 200),
    Data(1, 0.8, "daemon", b"{}"),
    End(1, 0.8, "daemon", "complete"),
    Response(2, 1.6, 500),
]


def test_lines_levels_and_attributes(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("test.engine")
    with caplog.at_level(logging.DEBUG, "test.engine"):
        emit = log_to(logger)
        for event in CONVERSATION:
            emit(event)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("DEBUG", "GET /version"),
        ("DEBUG", "POST /containers/create"),
        ("DEBUG", "GET /version: 200 after 250.0 ms"),
        ("WARNING", "POST /containers/create: 500 after 1000.0 ms"),
    ]
    last = vars(caplog.records[-1])
    assert (last["method"], last["path"], last["status"], last["exchange"]) == (
        "POST",
        "/containers/create",
        500,
        2,
    )


def test_a_level_of_ones_own(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "test.engine"):
        emit = log_to(logging.getLogger("test.engine"), logging.INFO)
        emit(CONVERSATION[0])
    assert [record.levelname for record in caplog.records] == ["INFO"]
