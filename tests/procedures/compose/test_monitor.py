"""The monitor of an attached up, without any I/O: its steps are read, and answered by hand."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.errors import NotFound
from engineclient.models.system import Event
from engineclient.procedures.compose.follow import Watcher
from engineclient.procedures.compose.monitor import AllEnded, Monitor, events
from engineclient.steps import Ended
from engineclient.wire.frames import Frame
from tests.procedures.compose.test_logs import A, B, inspected
from tests.procedures.engine import Engine

OF_A, OF_B = f"GET /containers/{A}/json", f"GET /containers/{B}/json"
NOBODY: dict[str, Any] = {"GET /containers/json": []}


def event(action: str, name: str, id: str, **more: str) -> tuple[str, Event]:
    attributes = {"name": f"p-{name}", labels.SERVICE: name[0], **more}
    actor = {"ID": id, "Attributes": attributes}
    return "", Event({"Type": "container", "Action": action, "Actor": actor, "time": 1})


class Seen:
    """What a watcher is given."""

    def __init__(self, shown: str = "ab", watched: str = "ab") -> None:
        self.given: list[str] = []
        self.watcher = Watcher(
            shown=[*shown],
            watched=[*watched],
            attaching=lambda _containers: None,
            line=lambda name, stream, text: self.given.append(f"{name} {stream} {text.decode()}"),
            exited=lambda name, code, again: self.given.append(f"{name} exited {code}{' again' * again}"),
            arrived=lambda name, service: self.given.append(f"{name} arrived, of {service}"),
            recreated=lambda name, service: self.given.append(f"{name} recreated, of {service}"),
        )


def watch(seen: Seen, items: list[tuple[str, Any]], answers: dict[str, Any]) -> None:
    """Watch the project of p-a-1, whose ID is A, while `items` happen."""
    monitor = Monitor("p", seen.watcher, {A: "p-a-1"}, [A])

    def procedure() -> Steps[None]:
        yield from monitor.watch((yield from events("p")))

    Engine({**NOBODY, **answers}, items=items).perform(procedure())


def test_the_watch_ends_with_the_last_container() -> None:
    seen = Seen()
    watch(seen, [event("die", "a-1", A, exitCode="3"), event("start", "b-1", B)], {OF_A: inspected(3)})
    assert seen.given == []  # its output and its end are those of `follow`


def test_what_another_command_starts_is_shown_and_awaited() -> None:
    seen = Seen()
    items = [
        event("create", "b-1", B),
        event("start", "b-1", B),
        event("die", "a-1", A),
        (B, Frame("stdout", b"hi\n")),
        event("die", "b-1", B, exitCode="1"),
        (B, Ended(None)),
    ]
    watch(seen, items, {OF_A: inspected(), OF_B: iter([inspected(running=True), inspected(1), inspected(1)])})
    assert seen.given == ["p-b-1 arrived, of b", "p-b-1 stdout hi", "p-b-1 exited 1"]


@pytest.mark.parametrize(
    "items",
    [
        [event("start", "c-1", B)],
        [event("start", "a-run", B, **{labels.ONE_OFF: "True"})],
        [event("start", "a-1", A)],
    ],
    ids=["another service", "one-off", "followed from its start"],
)
def test_what_does_not_join(items: list[tuple[str, Any]]) -> None:
    seen = Seen()
    watch(seen, [*items, event("die", "a-1", A)], {OF_A: inspected()})
    assert seen.given == []


def test_a_container_that_replaces_another_one_is_awaited() -> None:
    seen = Seen()
    items = [
        event("create", "b_p-a-1", B, **{labels.SERVICE: "a", labels.REPLACE: "a-1"}),
        event("die", "a-1", A),
        event("start", "a-1", B),
        event("die", "a-1", B),
        (B, Ended(None)),
    ]
    watch(seen, items, {OF_A: inspected(), OF_B: inspected(7)})
    assert seen.given == ["a-1 recreated, of a", "p-a-1 arrived, of a", "p-a-1 exited 7"]


def test_one_that_is_restarted_is_awaited_still() -> None:
    states = iter([inspected(1, running=True, restarting=True), inspected()])
    seen = Seen()
    watch(seen, [event("die", "a-1", A), event("start", "a-1", A), event("die", "a-1", A)], {OF_A: states})
    assert next(states, None) is None  # both ends were looked at


@pytest.mark.parametrize("action", ["stop", "destroy"])
def test_one_that_waits_for_its_restart_ends_without_dying_once_more(action: str) -> None:
    states = iter([inspected(1, running=True, restarting=True), inspected(1)])
    seen = Seen()
    watch(seen, [event("die", "a-1", A), event(action, "a-1", A), event("start", "b-1", B)], {OF_A: states})
    assert seen.given == []


def test_one_that_another_command_restarts_runs_again_a_moment_later() -> None:
    again = {"Id": A, "Names": ["/p-a-1"], "Image": "i", "ImageID": "i", "Command": "", "Created": 1}
    listed = iter([[{**again, "State": "running", "Status": "Up", "Labels": {}}], []])
    seen = Seen()
    items = [event("die", "a-1", A), event("die", "a-1", A), event("start", "b-1", B)]
    watch(seen, items, {OF_A: inspected(), "GET /containers/json": listed})
    assert next(listed, None) is None


class Gone:
    """The answers about a container that is removed after the first one."""

    def __init__(self) -> None:
        self._answers = iter([inspected(running=True)])

    def __iter__(self) -> Gone:
        return self

    def __next__(self) -> Any:
        for answer in self._answers:
            return answer
        raise NotFound(404, "No such container")


def test_a_removed_container_has_ended_with_the_code_of_its_event() -> None:
    seen = Seen()
    items = [
        event("start", "b-1", B),
        event("die", "b-1", B, exitCode="137"),
        (B, Ended(None)),
        event("destroy", "a-1", A),
    ]
    watch(seen, items, {OF_A: inspected(), OF_B: Gone()})
    assert seen.given == ["p-b-1 arrived, of b", "p-b-1 exited 137"]


def test_what_is_only_shown_does_not_keep_the_command() -> None:
    seen = Seen(shown="ab", watched="a")
    monitor = Monitor("p", seen.watcher, {A: "p-a-1", B: "p-b-1"}, [A])

    def procedure() -> Steps[None]:
        merged = yield from events("p")
        yield from monitor.watch(merged)

    engine = Engine({**NOBODY, OF_A: inspected()}, items=[event("die", "a-1", A)])
    engine.perform(procedure())  # p-a-1 is followed still
    with pytest.raises(AllEnded):
        Engine({OF_A: inspected()}, frames=()).perform(_followed(monitor))
    assert seen.given == ["p-a-1 exited 0"]


def _followed(monitor: Monitor) -> Steps[None]:
    from engineclient.api.containers import containers

    yield from monitor.follow(A, (yield from containers.attach(A)))
