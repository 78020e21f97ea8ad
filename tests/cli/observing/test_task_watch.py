"""The tasks of a swarm beside a command's own conversation."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from engineclient import Engine
from engineclient.cli.observing.task_watch import TaskWatch, changes_services
from engineclient.events import Request, Response


@pytest.mark.parametrize(
    ("method", "path", "changes"),
    [
        ("POST", "/services/create", True),
        ("POST", "/services/web/update", True),
        ("GET", "/services/web", False),
        ("POST", "/containers/create", False),
    ],
)
def test_only_requests_that_change_services_are_watched(method: str, path: str, changes: bool) -> None:
    assert changes_services(Request(1, 0.0, method, path)) is changes


def test_an_answer_is_no_request() -> None:
    assert not changes_services(Response(1, 0.0, 200))


def test_states_are_told_until_the_end() -> None:
    states = iter(["pending", "running"])
    now: list[str] = []
    running = threading.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        now[:] = [next(states, "running")]
        task = {"ID": "t", "ServiceID": "s", "Status": {"State": now[0], "Timestamp": "2126-01-01T00:00:00Z"}}
        return httpx.Response(200, json=[task])

    told: list[Any] = []

    def tell(event: Any) -> None:
        told.append(event["Action"])
        if event["Action"] == "running":
            running.set()

    watch = TaskWatch(lambda: Engine(transport=httpx.MockTransport(answer), api_version="1.50"), tell)
    assert running.wait(10), "nothing was told"
    watch.end()
    assert told == ["pending", "running"]


def test_an_engine_that_is_no_manager_tells_nothing() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503, json={"message": "This node is not a swarm manager."})

    told: list[Any] = []
    watch = TaskWatch(lambda: Engine(transport=httpx.MockTransport(answer), api_version="1.50"), told.append)
    watch.end()
    assert told == []
