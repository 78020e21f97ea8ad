from __future__ import annotations

import threading
from typing import Any

import pytest

from engineclient.recording.replay.gate import Gate

LINES: list[dict[str, Any]] = [
    {"x": 1, "ask": "HEAD /_ping"},
    {"x": 1, "answer": 200},
    {"x": 2, "ask": "GET /containers/a/json"},
    {"x": 2, "answer": 200},
    {"x": 3, "ask": "POST /containers/a/attach"},
    {"x": 3, "answer": 101, "stream": "hijack"},
    {"x": 4, "ask": "POST /containers/a/start"},
    {"x": 4, "answer": 204},
    {"x": 3, "sent": "in"},
    {"x": 3, "stdout": "out"},
]


@pytest.mark.parametrize(
    ("seen", "index", "held_by"),
    [
        ([], 1, None),  # nobody waits for a ping
        ([], 3, None),  # nor for a read, whose answer says the same at any time
        ([2], 5, 4),
        ([4], 5, None),  # a read passed over holds nothing
        ([2, 4], 7, 6),
        ([4, 6], 7, None),
        ([6], 7, 4),  # what changes something does
        ([4, 6], 9, 8),
        ([4, 6, 8], 9, None),
    ],
)
def test_holds(seen: list[int], index: int, held_by: int | None) -> None:
    gate = Gate(LINES, patience=0)
    for line in seen:
        gate.saw(line)
    assert gate.holds(index) == held_by
    assert gate.wait(index) == held_by


def test_wait_ends_with_what_it_waits_for() -> None:
    gate = Gate(LINES, patience=60)
    thread = threading.Thread(target=gate.saw, args=(4,))
    thread.start()
    assert gate.wait(5) is None
    thread.join()


def test_close_ends_every_wait() -> None:
    gate = Gate(LINES, patience=60)
    thread = threading.Thread(target=gate.close)
    thread.start()
    assert gate.wait(5) is None
    thread.join()
    assert gate.closed


@pytest.mark.parametrize("read", ["HEAD /_ping", "GET /containers/json"])
def test_of_two_equal_reads_either_may_lead_on(read: str) -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": read},
        {"x": 2, "ask": read},
        {"x": 1, "answer": 200},
        {"x": 3, "ask": "POST /containers/create"},
        {"x": 2, "answer": 200},
    ]
    gate = Gate(lines, patience=0)
    gate.saw(0)
    gate.saw(1)
    assert gate.holds(4) is None  # who creates may be the one that waits for this answer


def test_a_read_that_streams_is_held() -> None:
    lines: list[dict[str, Any]] = [
        {"x": 1, "ask": "GET /events"},
        {"x": 1, "answer": 200, "stream": "chunked"},
        {"x": 2, "ask": "POST /containers/create"},
        {"x": 1, "json": {"Action": "create"}},
    ]
    gate = Gate(lines, patience=0)
    gate.saw(0)
    assert gate.holds(3) == 2
