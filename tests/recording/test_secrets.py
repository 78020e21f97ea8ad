"""Secrets go in by every door; none may come out in the text of a recording."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.recording.canonical import Canon

HIDDEN = "hunter2-hunter2"
CREATE: dict[str, Any] = {
    "x": 1,
    "ask": "POST /containers/create",
    "json": {"Env": [f"TOKEN={HIDDEN}", "A=1", "EMPTY=", "PATH=/mine/bin"]},
}


def named(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    canon = Canon(list(lines))
    return [canon.line(line) for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        {"x": 2, "answer": 200, "json": {"Config": {"Env": [f"TOKEN={HIDDEN}"]}}},
        {"x": 3, "stdout": f"the token is {HIDDEN}!\n"},
        {"x": 3, "stderr": f"TOKEN={HIDDEN}\n"},
        {"x": 4, "ask": f"GET /containers/{HIDDEN}/json"},
        {"x": 5, "ask": "POST /auth", "json": {"username": HIDDEN, "password": HIDDEN}},
        {"x": 6, "ask": "POST /secrets/create", "json": {"Data": HIDDEN}},
        {"x": 7, "answer": 200, "json": {"IdentityToken": HIDDEN}},
        {"x": 8, "answer": 200, "json": {"JoinTokens": {"Worker": HIDDEN, "Manager": HIDDEN}}},
    ],
)
def test_gone_with_and_without_a_hint(line: dict[str, Any]) -> None:
    assert HIDDEN not in str(named(CREATE, line))
    if "json" in line:
        assert HIDDEN not in str(named(line))


def test_variables_in_a_request() -> None:
    assert named(CREATE)[0]["json"]["Env"] == ["TOKEN={secret1}", "A={secret2}", "EMPTY=", "PATH={secret3}"]


def test_a_short_value_is_hidden_beside_its_name_alone() -> None:
    assert named(CREATE, {"x": 2, "stdout": "A=1\nB=1\n"})[1]["stdout"] == "A={secret2}\nB=1\n"
