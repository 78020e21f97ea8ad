"""The states of tasks, from what `GET /tasks` answers again and again."""

from __future__ import annotations

from typing import Any

from engineclient.events import Request
from engineclient.trace.daemon_events import DaemonEvent, DaemonEventFilter
from engineclient.trace.exchanges import Exchange
from engineclient.trace.html import render
from engineclient.trace.task_states import TaskStates
from engineclient.trace.trace import Trace

BEGAN = 1767225600.0  # 2026-01-01T00:00:00Z


def task(state: str, second: int, **status: Any) -> dict[str, Any]:
    return {
        "ID": "t1",
        "ServiceID": "s1",
        "Slot": 2,
        "Status": {"State": state, "Timestamp": f"2026-01-01T00:00:{second:02}Z", **status},
    }


def told(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["Type"], each["Action"]) for each in events]


def test_a_state_is_told_once() -> None:
    states = TaskStates(BEGAN)
    assert told(states.new([task("pending", 1)])) == [("task", "pending")]
    assert told(states.new([task("pending", 1)])) == []
    assert told(states.new([task("running", 2)])) == [("task", "running")]


def test_what_was_before_is_not_told() -> None:
    states = TaskStates(BEGAN + 10)
    assert states.new([task("running", 5)]) == []


def test_states_come_in_the_order_of_their_times() -> None:
    later, earlier = task("running", 9), {**task("running", 3), "ID": "t2"}
    assert [each["Actor"]["ID"] for each in TaskStates(BEGAN).new([later, earlier])] == ["t2", "t1"]


def test_why_a_task_does_not_run_is_told() -> None:
    (event,) = TaskStates(BEGAN).new([task("pending", 1, Err="no suitable node")])
    daemon_event = DaemonEvent.of(event, BEGAN, 5.0)
    assert (daemon_event.title, daemon_event.at) == ("task pending", 1.0)
    assert daemon_event.details == ["slot=2", 'error="no suitable node"']


def test_a_task_belongs_to_the_conversation_that_names_its_service() -> None:
    daemon_events = DaemonEventFilter()
    (event,) = TaskStates(BEGAN).new([task("running", 1)])
    daemon_event = DaemonEvent.of(event, BEGAN, 5.0)
    assert daemon_events.heard(daemon_event) == []
    request = Request(1, 0.0, "POST", "/services/s1/update")
    assert daemon_events.named(Exchange.of(request), request) == [daemon_event]


def test_the_page_has_a_lane_a_task(trace: Trace) -> None:
    states = TaskStates(BEGAN)
    raw = [*states.new([task("pending", 1)]), *states.new([{**task("running", 2), "ID": "t2"}])]
    trace.daemon_events = [DaemonEvent.of(each, BEGAN, 5.0) for each in raw]
    page = render(trace)
    assert [f'id="task-{id}"' in page for id in ("t1", "t2", "t3")] == [True, True, False]
    assert 'id="daemon"' not in page
