"""Logs of several containers read together, without any I/O."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import ConnectionFailed
from engineclient.models.system import Event
from engineclient.procedures.container_logs import read_together
from engineclient.procedures.service_containers import SERVICE, TASK, containers_named, title
from engineclient.steps import Ended
from engineclient.wire.frames import Frame
from tests.procedures.engine import Engine
from tests.procedures.inspected import inspected

A, B = "a" * 64, "b" * 64


def started(id: str) -> Event:
    return Event(
        {
            "Type": "container",
            "Action": "start",
            "Actor": {"ID": id, "Attributes": {"name": "late"}},
            "time": 1,
        }
    )


def read(engine: Engine, **options: Any) -> list[tuple[str, str, bytes]]:
    lines: list[tuple[str, str, bytes]] = []
    engine.perform(read_together({"one": A}, lambda *line: lines.append(line), **options))
    return lines


def answers() -> dict[str, Any]:
    return {f"GET /containers/{id}/json": inspected() for id in (A, B)}


def test_one_that_fails_does_not_keep_the_others() -> None:
    broken = ConnectionFailed("broken")
    items = [("one", Frame("stdout", b"x")), ("two", Ended(broken)), ("one", Ended(None))]
    lines: list[tuple[str, str, bytes]] = []
    with pytest.raises(ConnectionFailed) as raised:
        Engine(answers(), items=items).perform(
            read_together({"one": A, "two": B}, lambda *line: lines.append(line))
        )
    assert raised.value is broken
    assert lines == [("one", "stdout", b"x")]


def test_one_that_starts_later_joins_once() -> None:
    items = [("", started(A)), ("", started(B)), ("", started(B)), ("late", Frame("stdout", b"hello\n"))]
    engine = Engine(answers(), items=items)
    joining = {"label": [f"{SERVICE}=web"]}
    lines = read(
        engine, joining=joining, arrived=lambda event: event.actor.attributes["name"], follow=True, tail="1"
    )
    assert lines == [("late", "stdout", b"hello")]
    assert [each for each in engine.seen if each.startswith(("merge", "join"))] == [
        "merge ",
        "join one",
        "join late",
    ]
    tails = [
        engine.requests[f"join {name}"].query["tail"]
        for name in ("one", "late")
        if "tail" in engine.requests[f"join {name}"].query
    ]
    assert tails == ["1"]  # of one that starts later everything is new


@pytest.mark.parametrize(
    ("name", "labels", "expected"),
    [
        ("/web", {}, "web"),
        ("/x", {TASK: "web.12.abcdefghijklmnopqrstuvwxy"}, "web.12.abcdefghijkl"),
        ("/x", {TASK: "every.node1.abcdefghijklmnopqrstuvwxy"}, "every.node1.abcdefghijkl"),
    ],
)
def test_what_a_container_is_called(name: str, labels: dict[str, str], expected: str) -> None:
    assert title(name, labels) == expected


def test_a_container_comes_before_a_service() -> None:
    engine = Engine({"GET /containers/web/json": inspected()})
    found = engine.perform(containers_named("web"))
    assert (list(found.ids.values()), found.service) == (["web"], "")
    assert engine.seen == ["GET /containers/web/json"]
