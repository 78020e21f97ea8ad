"""What a dry run answers in the place of an engine, by the table of operations."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engineclient.api.permissions import RequestSummary
from engineclient.transport.dry_run_answers import DryRunAnswers

SWARM = r"[0-9a-z]{25}"

ANSWERS: list[tuple[str, Any, int, Any]] = [
    ("POST /services/create", {"Name": "web"}, 201, {"ID": SWARM}),
    ("POST /services/web/update?version=1", {}, 200, {}),
    ("DELETE /services/web", None, 200, None),
    ("POST /secrets/create", {"Name": "s"}, 201, {"ID": SWARM}),
    ("POST /configs/create", {"Name": "c"}, 201, {"ID": SWARM}),
    ("POST /swarm/init", {}, 200, SWARM),
    ("POST /swarm/leave", None, 200, None),
    ("POST /networks/create", {"Name": "n"}, 201, {"Id": "[0-9a-f]{64}", "Warning": ""}),
    ("POST /commit?container=web", None, 201, {"Id": "sha256:[0-9a-f]{64}"}),
    ("POST /volumes/create", {"Name": "data", "Driver": "nfs"}, 201, {"Name": "data", "Driver": "nfs"}),
    ("POST /volumes/create", {}, 201, {"Name": "[0-9a-f]{64}", "Driver": "local"}),
    ("POST /plugins/pull?remote=a/b", [], 200, None),
    ("DELETE /plugins/a/b", None, 200, {}),
    ("POST /exec/e/start", {"Detach": True}, 200, None),
    ("POST /unheard/of", {}, 204, None),
]


def fits(answer: Any, pattern: Any) -> bool:
    if isinstance(pattern, dict):
        return answer.keys() == pattern.keys() and all(fits(answer[key], pattern[key]) for key in pattern)
    if isinstance(pattern, str) and pattern:
        return re.fullmatch(pattern, answer) is not None
    return bool(answer == pattern)


@pytest.mark.parametrize(("ask", "body", "status", "answer"), ANSWERS, ids=[ask for ask, *_ in ANSWERS])
def test_answers(ask: str, body: Any, status: int, answer: Any) -> None:
    method, _, target = ask.partition(" ")
    invented = DryRunAnswers().answer(RequestSummary(method, f"/v1.50{target}"), body, upgrade=False)
    assert invented.status == status
    assert fits(invented.json, answer), invented.json


def test_ids_differ() -> None:
    answers = DryRunAnswers()
    ids = {
        answers.answer(RequestSummary("POST", "/services/create"), {}, upgrade=False).json["ID"]
        for _ in range(9)
    }
    assert len(ids) == 9


def test_an_image_that_would_be_built_is_taken_for_built() -> None:
    answers = DryRunAnswers()
    create = RequestSummary("POST", "/containers/create")
    assert answers.question(create, {"Image": "own"}) == "/images/own/json"
    answers.answer(RequestSummary("POST", "/build?t=other%3A1&t=own"), None, upgrade=False)
    assert answers.question(create, {"Image": "own"}) is None
    assert answers.question(create, {"Image": "other"}) == "/images/other/json"
