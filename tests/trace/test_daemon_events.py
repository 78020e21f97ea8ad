"""The daemon's own events: what is read of them, and whose they are."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.events import Request
from engineclient.trace.daemon_events import DaemonEvent, DaemonEventFilter
from engineclient.trace.exchanges import Exchange
from engineclient.trace.trace import Trace
from tests.trace.conftest import ID, exchange

RAW: dict[str, Any] = {
    "Type": "container",
    "Action": "die",
    "Actor": {"ID": ID, "Attributes": {"exitCode": "3", "name": "web", "com.example": "x"}},
    "time": 1_795_527_374,
    "timeNano": 1_795_527_374_250_000_000,
}


def test_an_item_of_events_is_read() -> None:
    daemon_event = DaemonEvent.of(RAW, began=1_795_527_374.0, now=1.0)
    assert (daemon_event.at, daemon_event.title, daemon_event.details) == (
        0.25,
        "container die",
        ["exitCode=3", "name=web"],
    )


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ({"time": 1_795_527_374}, 0.0),
        ({"time": 1_795_527_380}, 1.0),  # the daemon's clock is ahead: not later than it was heard
        ({"Actor": None, "time": 1_795_527_374}, 0.0),
    ],
)
def test_items_that_say_less(raw: dict[str, Any], at: float) -> None:
    assert DaemonEvent.of(raw, began=1_795_527_374.0, now=1.0).at == at


def pulling(image: str, tag: str = "") -> Request:
    return Request(1, 0, "POST", "/images/create", "", (("fromImage", image), ("tag", tag)))


def daemon_event(id: str, **attributes: str) -> DaemonEvent:
    return DaemonEvent(0.0, "image", "pull", id, attributes)


@pytest.mark.parametrize(
    ("request_", "theirs", "mine"),
    [
        (Request(1, 0, "POST", "/containers/web/start"), daemon_event("f" * 64, name="web"), True),
        (Request(1, 0, "POST", "/containers/web/start"), daemon_event("f" * 64, name="webs"), False),
        (Request(1, 0, "POST", f"/containers/{ID}/start"), daemon_event("n" * 64, container=ID, name="bridge"), True),
        (Request(1, 0, "POST", "/volumes/a%20b"), daemon_event("a b"), True),
        (pulling("docker.io/library/busybox", "latest"), daemon_event("busybox:latest"), True),
        (pulling("h:5/a", "sha256:" + "a" * 64), daemon_event("h:5/a@sha256:" + "a" * 64), True),
        (pulling("!"), daemon_event("!"), False),
        (Request(1, 0, "POST", "/containers/create", "", (("name", "web"),)), daemon_event("f" * 64, name="web"), True),
    ],
)  # fmt: skip
def test_whose_it_is(request_: Request, theirs: DaemonEvent, mine: bool) -> None:
    daemon_events = DaemonEventFilter()
    daemon_events.named(Exchange.of(request_), request_)
    assert daemon_events.heard(theirs) == ([theirs] if mine else [])


def test_a_trace_keeps_its_own() -> None:
    own, other = daemon_event(ID, name="web"), daemon_event("f" * 64, name="db")
    trace = Trace(
        "e",
        events=exchange(1, 0.0, "POST", "/containers/create", 201, {"Id": ID}),
        daemon_events=[own, other],
    )
    trace.keep_own_daemon_events()
    assert trace.daemon_events == [own]
