"""Logs of several containers, without I/O: the steps are answered by the test."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.compose import labels
from engineclient.compose.state import Container
from engineclient.errors import ConnectionFailed
from engineclient.models.system import Event
from engineclient.procedures.compose.logs import follow_logs, logs
from engineclient.steps import Ended
from engineclient.wire.frames import Frame
from tests.procedures.engine import Engine

A, B = "a" * 64, "b" * 64


def container(name: str, id: str, state: str = "running") -> Container:
    return Container({"Id": id, "Names": [f"/{name}"], "State": state, "Labels": {labels.SERVICE: name[0]}})


def inspected(code: int = 0, *, running: bool = False, restarting: bool = False) -> dict[str, Any]:
    return {
        "Id": A,
        "Name": "/a",
        "Image": "i",
        "Config": {"Tty": False},
        "State": {
            "Status": "running" if running else "exited",
            "Running": running,
            "Restarting": restarting,
            "ExitCode": code,
            "StartedAt": "2026-01-01T00:00:00Z",
            "FinishedAt": "2026-01-01T00:00:09Z",
            "Paused": False,
            "OOMKilled": False,
            "Dead": False,
            "Pid": 1,
            "Error": "",
        },
    }


def started(name: str, id: str, **more: str) -> Event:
    attributes = {"name": name, labels.SERVICE: name[0], **more}
    return Event(
        {"Type": "container", "Action": "start", "Actor": {"ID": id, "Attributes": attributes}, "time": 1}
    )


class Seen:
    """The calls of the callbacks."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def line(self, name: str, stream: str, text: bytes) -> None:
        self.told.append(f"{name} {stream} {text.decode()}")

    def exited(self, name: str, code: int, restarting: bool) -> None:
        self.told.append(f"{name} exited {code}{' restarting' if restarting else ''}")

    def arrived(self, found: Container) -> None:
        self.told.append(f"{found.name} arrived")


def follow(engine: Engine, found: list[Container], services: list[str] | None = None) -> list[str]:
    seen = Seen()
    engine.perform(follow_logs("p", services or [], found, seen.line, seen.exited, seen.arrived))
    return seen.told


def test_lines_are_put_together_for_each_container_and_stream() -> None:
    items = [
        ("a-1", Frame("stdout", b"one\ntw")),
        ("a-1", Frame("stderr", b"bad")),
        ("a-1", Frame("stdout", b"o\n")),
        ("a-1", Ended(None)),
    ]
    engine = Engine({f"GET /containers/{A}/json": inspected()}, items=items)
    seen = Seen()
    engine.perform(logs([container("a-1", A)], seen.line))
    assert seen.told == ["a-1 stdout one", "a-1 stdout two", "a-1 stderr bad"]


def test_the_error_of_a_log_is_raised() -> None:
    engine = Engine(
        {f"GET /containers/{A}/json": inspected()}, items=[("a-1", Ended(ConnectionFailed("gone")))]
    )
    with pytest.raises(ConnectionFailed):
        engine.perform(logs([container("a-1", A)], Seen().line))


def test_following_ends_when_all_have_ended() -> None:
    engine = Engine(
        {f"GET /containers/{A}/json": inspected(3)},
        items=[("a-1", Frame("stdout", b"last")), ("a-1", Ended(None)), ("a-1", Frame("stdout", b"never\n"))],
    )
    assert follow(engine, [container("a-1", A)]) == ["a-1 stdout last", "a-1 exited 3"]


def test_of_one_that_had_ended_before_no_end_is_told() -> None:
    engine = Engine({f"GET /containers/{A}/json": inspected(3)}, items=[("a-1", Ended(None))])
    assert follow(engine, [container("a-1", A, "exited")]) == []


def test_one_that_is_restarted_is_waited_for_and_read_from_its_end_on() -> None:
    states = (inspected(running=True), inspected(1, restarting=True), inspected(), inspected())
    answers = {f"GET /containers/{A}/json": iter(states)}
    items = [
        ("a-1", Ended(None)),
        ("", started("a-1", A)),
        ("a-1", Frame("stdout", b"again\n")),
        ("a-1", Ended(None)),
    ]
    engine = Engine(answers, items=items)
    assert follow(engine, [container("a-1", A)]) == [
        "a-1 exited 1 restarting",
        "a-1 stdout again",
        "a-1 exited 0",
    ]
    assert engine.requests["join a-1"].query["since"].startswith("1767225609")


def test_one_that_is_started_meanwhile_joins() -> None:
    answers = {f"GET /containers/{A}/json": inspected(), f"GET /containers/{B}/json": inspected()}
    items = [
        ("", started("b-1", B)),
        ("b-1", Frame("stdout", b"hi\n")),
        ("b-1", Ended(None)),
        ("a-1", Ended(None)),
    ]
    assert follow(Engine(answers, items=items), [container("a-1", A)]) == [
        "b-1 arrived",
        "b-1 stdout hi",
        "b-1 exited 0",
        "a-1 exited 0",
    ]


@pytest.mark.parametrize(
    ("event", "services"),
    [(started("b-1", B), ["a"]), (started("a-run", B, **{labels.ONE_OFF: "True"}), [])],
    ids=["of another service", "one-off"],
)
def test_others_do_not_join(event: Event, services: list[str]) -> None:
    answers = {f"GET /containers/{A}/json": inspected()}
    engine = Engine(answers, items=[("", event), ("a-1", Ended(None))])
    assert follow(engine, [container("a-1", A)], services) == ["a-1 exited 0"]
