"""`compose kill`, `pause`, `unpause`, `top` and `plan`: their requests and output."""

from __future__ import annotations

import json

import pytest

from engineclient.compose import labels
from tests.commands.compose.programs import Program
from tests.commands.engine import Minidocker

ID = "a" * 64
LISTED = {
    "Id": ID,
    "Names": ["/p-web-1"],
    "Labels": {labels.PROJECT: "p", labels.SERVICE: "web", labels.NUMBER: "1", labels.ONE_OFF: "False"},
    "State": "running",
    "Status": "Up",
    "Image": "busybox",
    "ImageID": "i",
    "Command": "",
    "Created": 1,
    "Mounts": [],
}


@pytest.mark.parametrize(
    ("words", "request_", "progress"),
    [
        (("kill",), f"POST /containers/{ID}/kill?signal=SIGKILL", ("Killing", "Killed")),
        (("kill", "-s", "HUP"), f"POST /containers/{ID}/kill?signal=HUP", ("Killing", "Killed")),
        (("pause",), f"POST /containers/{ID}/pause", ("Paused",)),
        (("unpause",), f"POST /containers/{ID}/unpause", ("Unpaused",)),
    ],
)
def test_an_operation_on_each_container(
    minidocker: Minidocker, words: tuple[str, ...], request_: str, progress: tuple[str, ...]
) -> None:
    minidocker.answers = {"GET /containers/json": [LISTED], request_: 204}
    ended = minidocker("compose", "-p", "p", *words)
    assert (ended.code, ended.out) == (0, "")
    assert minidocker.asked[-1] == request_
    assert ended.err.splitlines() == [f" Container p-web-1  {each}" for each in progress]


def test_top_shows_the_service_first(minidocker: Minidocker) -> None:
    processes = {"Titles": ["PID", "CMD"], "Processes": [["7", "sleep 1000"]]}
    minidocker.answers = {"GET /containers/json": [LISTED], f"GET /containers/{ID}/top": processes}
    ended = minidocker("compose", "-p", "p", "top")
    assert (ended.code, ended.err) == (0, "")
    assert [line.split() for line in ended.out.splitlines()] == [
        ["SERVICE", "#", "PID", "CMD"],
        ["web", "1", "7", "sleep", "1000"],
    ]


def test_plan_changes_nothing(compose: Program) -> None:
    ended = compose("plan", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [(each["Name"], each["Action"]) for each in told] == [
        ("p_default", "create"),
        ("p-db-1", "create"),
        ("p-web-1", "create"),
    ]
    assert compose.memory.requests == []
