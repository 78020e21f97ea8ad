"""Changes between two recordings, and their grades."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.recording.grading import Change, Grade, grade, shape

INFO, WARNING, ERROR = Grade.INFO, Grade.WARNING, Grade.ERROR
ASK = "GET /containers/{c1}/json"


def exchange(*answer: dict[str, Any], ask: str = ASK, x: int = 1) -> list[dict[str, Any]]:
    return [{"x": x, "ask": ask}, *({"x": x} | line for line in answer)]


def answered(value: Any) -> list[dict[str, Any]]:
    return exchange({"answer": 200, "headers": {"content-type": "application/json"}, "json": value})


def short(changes: list[Change]) -> list[tuple[Grade, str]]:
    return [(change.grade, change.text) for change in changes]


BODIES: list[tuple[str, Any, Any, list[tuple[Grade, str]]]] = [
    ("the same", {"A": 1}, {"A": 2}, []),
    ("added", {"A": 1}, {"A": 1, "B": "x"}, [(INFO, "B: added (string)")]),
    ("removed", {"A": 1, "B": "x"}, {"A": 1}, [(WARNING, "B: removed (was string)")]),
    ("another type", {"A": 1}, {"A": "1"}, [(ERROR, "A: was number, is string")]),
    ("a boolean is no number", {"A": True}, {"A": 1}, [(ERROR, "A: was boolean, is number")]),
    ("deep", {"S": {"P": 1}}, {"S": {"P": "1", "Q": 1}},
     [(ERROR, "S.P: was number, is string"), (INFO, "S.Q: added (number)")]),
    ("an object added is told once", {}, {"S": {"P": 1, "T": {"U": 1}}}, [(INFO, "S: added (object)")]),
    ("an object removed is told once", {"S": {"P": 1}}, {}, [(WARNING, "S: removed (was object)")]),
    ("in a list", {"M": [{"A": 1}]}, {"M": [{"A": 1}, {"B": 1}]}, [(INFO, "M[].B: added (number)")]),
    ("an empty list tells nothing", {"M": []}, {"M": [{"A": 1}]}, []),
    ("a list that is empty now", {"M": [{"A": 1}]}, {"M": []}, []),
    ("null tells nothing", {"M": None}, {"M": [{"A": 1}]}, []),
    ("null now", {"M": [1]}, {"M": None}, [(WARNING, "M: was array, is null")]),
    ("null or a value", {"M": [{"A": None}, {"A": "x"}]}, {"M": [{"A": "y"}]}, []),
    ("keys of a map are data", {"Labels": {"a": "1"}}, {"Labels": {"b": "2", "c": "3"}}, []),
    ("values of a map are not", {"Labels": {"a": "1"}}, {"Labels": {"b": 2}},
     [(ERROR, "Labels.*: was string, is number")]),
    ("the items of networks", {"Networks": {"bridge": {"A": 1}}}, {"Networks": {"mine": {"B": 1}}},
     [(WARNING, "Networks.*.A: removed (was number)"), (INFO, "Networks.*.B: added (number)")]),
    ("options of a log", {"LogConfig": {"Config": {"a": "1"}}}, {"LogConfig": {"Config": {"b": "2"}}}, []),
    ("of a container", {"Config": {"A": 1}}, {"Config": {}}, [(WARNING, "Config.A: removed (was number)")]),
    ("the name of a number is one", {"Pid": "{#pid1}"}, {"Pid": 0}, []),
    ("the name of a text is one", {"Id": "{c1}"}, {"Id": "abc"}, []),
    ("all", [], {}, [(ERROR, "all: was array, is object")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "changes"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES]
)
def test_bodies(before: Any, after: Any, changes: list[tuple[Grade, str]]) -> None:
    assert short(grade(answered(before), answered(after))) == changes


JSON, TEXT = {"content-type": "application/json"}, {"content-type": "text/plain; charset=utf-8"}
ANSWERS: list[tuple[str, dict[str, Any], dict[str, Any], list[tuple[Grade, str]]]] = [
    ("the same", {"answer": 200}, {"answer": 200}, []),
    ("another status, and nothing else of it", {"answer": 200, "json": {"A": 1}}, {"answer": 409, "json": {}},
     [(ERROR, "status: was 200, is 409")]),
    ("no answer", {"answer": 200}, {"end": "daemon close"}, [(ERROR, "status: was 200, is None")]),
    ("hijacked", {"answer": 101, "stream": "hijack"}, {"answer": 101, "stream": "chunked"},
     [(ERROR, "the connection: was hijacked, is HTTP")]),
    ("another framing is none", {"answer": 200, "stream": "chunked"}, {"answer": 200, "framing": "length"}, []),
    ("another type", {"answer": 200, "headers": JSON}, {"answer": 200, "headers": TEXT},
     [(WARNING, "Content-Type: was application/json, is text/plain")]),
    ("a header", {"answer": 200, "headers": {"a": "1"}}, {"answer": 200, "headers": {"b": "1"}},
     [(INFO, "header b: added"), (WARNING, "header a: removed")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "changes"), [each[1:] for each in ANSWERS], ids=[each[0] for each in ANSWERS]
)
def test_answers(before: dict[str, Any], after: dict[str, Any], changes: list[tuple[Grade, str]]) -> None:
    assert short(grade(exchange(before), exchange(after))) == changes


def test_records_count_together() -> None:
    before = exchange({"answer": 200, "stream": "chunked"}, {"records": [{"status": "a", "id": "x"}]})
    after = exchange(
        {"answer": 200, "stream": "chunked"}, {"records": [{"status": "a"}]}, {"records": [{"id": "x"}]}
    )
    assert grade(before, after) == []


def test_what_differs_in_several_answers_is_told_once() -> None:
    def twice(value: Any) -> list[dict[str, Any]]:
        return [*answered(value), *({**line, "x": 2} for line in answered(value))]

    assert short(grade(twice({}), twice({"A": 1}))) == [(INFO, "A: added (number)")]


def test_requests_that_come_and_go() -> None:
    ping = exchange({"answer": 200}, ask="HEAD /_ping", x=9)
    one = exchange({"answer": 204}, ask="POST /containers/{c1}/start", x=1)
    two = exchange({"answer": 200}, ask="GET /containers/{c3}/json", x=2)
    three = exchange({"answer": 200}, ask="GET /info", x=3)
    assert grade([*one, *two], [*ping, *one, *three]) == [
        Change(WARNING, "GET /containers/{c}/json", "is no longer requested"),
        Change(WARNING, "GET /info", "is requested now"),
    ]


def test_the_numbers_of_names_are_all_the_same() -> None:
    assert (
        grade(
            exchange({"answer": 204}, ask="POST /containers/{c1}/start"),
            exchange({"answer": 204}, ask="POST /containers/{c2}/start"),
        )
        == []
    )


def test_what_was_asked_is_not_graded() -> None:
    before, after = answered({}), answered({})
    before[0]["json"], after[0]["json"] = {"A": 1}, {"A": "x"}
    assert grade(before, after) == []


def test_shape() -> None:
    assert shape([{"A": [1, "x"], "Labels": {"k": None}}]) == {
        "": {"object"},
        "A": {"array"},
        "A[]": {"number", "string"},
        "Labels": {"map"},
        "Labels.*": {"null"},
    }


@pytest.mark.parametrize(("grade", "text"), [(INFO, "info"), (WARNING, "warning"), (ERROR, "error")])
def test_a_grade_has_a_word(grade: Grade, text: str) -> None:
    assert str(grade) == text
