"""Requests that were sent side by side: between which the order tells nothing, and whose they are."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.recording.grading import Grade, grade
from engineclient.recording.side_by_side import containers, unordered

Lines = list[dict[str, Any]]


def conversation(*moves: str) -> Lines:
    """`1 GET /a` begins exchange 1, `1` ends it."""
    lines: Lines = []
    for move in moves:
        number, _, ask = move.partition(" ")
        lines.append(
            {"x": int(number), "ask": ask} if ask else {"x": int(number), "answer": 200, "json": {"A": 1}}
        )
    return lines


IN_TURN = conversation("1 GET /volumes/a", "1", "2 GET /volumes/b", "2")
OTHER_TURN = conversation("1 GET /volumes/b", "1", "2 GET /volumes/a", "2")
BESIDE = conversation("1 GET /volumes/a", "2 GET /volumes/b", "2", "1")
OTHER_BESIDE = conversation("1 GET /volumes/b", "2 GET /volumes/a", "2", "1")

STREAM: Lines = [
    {"x": 1, "ask": "GET /x"},
    {"x": 1, "answer": 200, "stream": "frames"},
    *conversation("2 GET /y", "2"),
    {"x": 1, "end": "x"},
]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (IN_TURN, set()),
        (BESIDE, {1, 2}),
        (
            conversation(
                "1 GET /a",
                "1",
                "2 GET /b",
                "3 GET /c",
                "2",
                "3",
                "4 GET /d",
                "4",
                "5 GET /e",
                "6 GET /f",
                "5",
                "6",
            ),
            {2, 3, 4, 5, 6},
        ),
        (conversation("1 POST /containers/{c1}/wait", "2 POST /containers/{c1}/start", "2", "1"), set()),
        (STREAM, set()),
    ],
    ids=["in turn", "beside", "between the first and the last", "a wait", "a stream"],
)
def test_unordered(lines: Lines, found: set[int]) -> None:
    assert unordered(lines) == found


LABELS = {"com.docker.compose.service": "web", "com.docker.compose.container-number": "2"}


@pytest.mark.parametrize(
    "lines",
    [
        [
            {"x": 1, "ask": "POST /containers/create", "json": {"Labels": LABELS}},
            {"x": 1, "answer": 201, "json": {"Id": "{c1}"}},
        ],
        [
            {"x": 1, "ask": "GET /containers/json"},
            {"x": 1, "answer": 200, "json": [{"Id": "{c1}", "Labels": LABELS}]},
        ],
        [
            {"x": 1, "ask": "GET /containers/p-web-2/json"},
            {"x": 1, "answer": 200, "json": {"Id": "{c1}", "Config": {"Labels": LABELS}}},
        ],
    ],
    ids=["created", "listed", "inspected"],
)
def test_the_containers_of_compose(lines: Lines) -> None:
    assert containers(lines) == {"{c1}": "web-2"}


def test_one_offs_are_nobodys() -> None:
    labels = {**LABELS, "com.docker.compose.oneoff": "True"}
    lines = [
        {"x": 1, "ask": "GET /containers/json"},
        {"x": 1, "answer": 200, "json": [{"Id": "{c1}", "Labels": labels}]},
    ]
    assert containers(lines) == {}


def told(before: Lines, after: Lines) -> list[str]:
    return [f"{each.request} {each.text}" for each in grade(before, after)]


def test_another_order_of_what_is_sent_side_by_side_is_no_change() -> None:
    assert told(BESIDE, OTHER_BESIDE) == []
    assert told(BESIDE, OTHER_TURN) == []


def test_another_order_of_what_is_sent_in_turn_is_one() -> None:
    assert len(told(IN_TURN, OTHER_TURN)) == 2


def test_what_moved_is_compared() -> None:
    after = [*OTHER_BESIDE]
    after[-1] = {**after[-1], "json": {"A": "text"}}
    (change,) = grade(BESIDE, after)
    assert (change.grade, change.request, change.text) == (
        Grade.ERROR,
        "GET /volumes/b",
        "A: was number, is string",
    )


def test_what_is_asked_until_something_comes_may_be_asked_more_often() -> None:
    once = conversation("1 GET /containers/a/json", "2 GET /containers/b/json", "1", "2")
    twice = conversation(
        "1 GET /containers/a/json",
        "2 GET /containers/b/json",
        "1",
        "2",
        "3 GET /containers/a/json",
        "4 GET /x",
        "3",
        "4",
    )
    assert told(once, twice) == ["GET /x is requested now"]
