"""The logs of a service without any I/O: which tasks are read, when, and what comes of them."""

from __future__ import annotations

from itertools import repeat
from typing import Any

import pytest

from engineclient.errors import EngineError, NotFound, StreamError
from engineclient.procedures.service_logs import LogsIncomplete, TaskOutput, read_logs
from engineclient.steps import Ended
from engineclient.wire.frames import Frame
from tests.procedures.engine import Engine

INSPECT, TASKS = "GET /services/web", "GET /tasks"
NO_MORE: Any = None  # all that are open have ended
_CONTAINER = {"State": "running", "ContainerStatus": {"ContainerID": "c"}}


class Enough(Exception):
    """Ends what is followed."""


def service(*, tty: bool = False) -> dict[str, Any]:
    spec = {"Name": "web", "TaskTemplate": {"ContainerSpec": {"Image": "busybox", "TTY": tty}}, "Mode": {}}
    return {"ID": "s", "Version": {"Index": 7}, "Spec": spec}


def task(slot: int, status: dict[str, Any] = _CONTAINER, *, tty: bool = False) -> dict[str, Any]:
    return {"ID": f"t{slot}", "Slot": slot, "Status": status, "Spec": {"ContainerSpec": {"TTY": tty}}}


def piece(slot: int, data: bytes) -> tuple[str, Frame]:
    return f"t{slot}", Frame("stdout", data)


def end(slot: int, error: EngineError | None = None) -> tuple[str, Ended]:
    return f"t{slot}", Ended(error)


def pieces(read: list[TaskOutput]) -> list[tuple[int | None, bytes]]:
    return [(each.task.slot, each.data) for each in read]


def test_logs_are_those_of_all_tasks_that_had_a_container() -> None:
    engine = Engine(
        {INSPECT: service(), TASKS: [task(1), task(2), task(3, {"State": "pending"})]},
        items=[("t2", Frame("stderr", b"1\n")), piece(1, b"2\n"), end(2), piece(1, b"3\n"), end(1)],
    )
    read: list[TaskOutput] = []
    engine.perform(read_logs("web", read.append, tail=5))
    assert engine.seen == [INSPECT, TASKS, "join t1", "join t2"]
    assert engine.requests["join t1"].query["tail"] == "5"
    assert pieces(read) == [(2, b"1\n"), (1, b"2\n"), (1, b"3\n")]
    assert read[0].stream == "stderr"


def test_no_task_no_logs() -> None:
    engine = Engine({INSPECT: service(), TASKS: []})
    engine.perform(read_logs("web", lambda _: pytest.fail("there is nothing to read")))
    assert engine.seen == [INSPECT, TASKS]


_INCOMPLETE = "error from daemon in stream: some logs could not be retrieved for the following reasons: "


def test_an_error_is_raised_when_the_others_have_been_read() -> None:
    broken = StreamError(f"{_INCOMPLETE}node a is not available")
    engine = Engine(
        {INSPECT: service(), TASKS: [task(1), task(2), task(3)]},
        items=[end(1, broken), piece(2, b"1\n"), end(2, StreamError(str(broken))), end(3)],
    )
    read: list[TaskOutput] = []
    with pytest.raises(StreamError) as raised:
        engine.perform(read_logs("web", read.append))
    assert raised.value is broken
    assert pieces(read) == [(2, b"1\n")]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        pytest.param(
            [f"{_INCOMPLETE}node {name} is down\n" for name in "aba"],
            f"{_INCOMPLETE}node a is down, node b is down\n",
            id="reasons are joined",
        ),
        pytest.param(
            ["one", f"{_INCOMPLETE}two", "one"], f"one\n{_INCOMPLETE}two", id="a line for each text"
        ),
    ],
)
def test_all_errors_are_in_the_message(texts: list[str], message: str) -> None:
    errors = [StreamError(text) for text in texts]
    engine = Engine(
        {INSPECT: service(), TASKS: [task(1), task(2), task(3)]},
        items=[end(slot, error) for slot, error in enumerate(errors, 1)],
    )
    with pytest.raises(LogsIncomplete) as raised:
        engine.perform(read_logs("web", lambda _: None))
    assert str(raised.value) == message
    assert raised.value.errors == tuple(errors)


def test_a_task_that_was_removed_meanwhile_is_no_error() -> None:
    engine = Engine(
        {INSPECT: service(), TASKS: [task(1)]}, items=[end(1, NotFound(404, "task t1 not found", b""))]
    )
    engine.perform(read_logs("web", lambda _: None))
    assert engine.seen[-1] == "join t1"


@pytest.mark.parametrize(
    ("of_service", "of_task", "read"),
    [
        pytest.param(False, True, [b"one\n", b"two\n", b"$ "], id="the service has none: by line"),
        pytest.param(True, True, [b"on", b"e\ntwo\n$", b" "], id="both: as it comes"),
        pytest.param(True, False, [b"on", b"e\ntwo\n$", b" "], id="the task has none: frames as they are"),
    ],
)
def test_the_log_of_a_task_is_read_as_the_task_was_made(
    of_service: bool, of_task: bool, read: list[bytes]
) -> None:
    engine = Engine(
        {INSPECT: service(tty=of_service), TASKS: [task(1, tty=of_task)]},
        items=[piece(1, b"on"), piece(1, b"e\ntwo\n$"), piece(1, b" "), end(1)],
    )
    seen: list[TaskOutput] = []
    engine.perform(read_logs("web", seen.append))
    assert [each.data for each in seen] == read


def test_of_many_tasks_the_next_is_read_when_one_has_ended() -> None:
    def items() -> Any:
        yield piece(1, b"x")
        assert engine.seen[-1] == "join t64"
        yield end(1)
        yield end(2)
        assert engine.seen[-1] == "join t66"

    engine = Engine({INSPECT: service(), TASKS: [task(slot) for slot in range(1, 67)]}, items=items())
    engine.perform(read_logs("web", lambda _: None))
    assert engine.seen[2:] == [f"join t{slot}" for slot in range(1, 67)]


def test_a_task_that_starts_while_logs_are_followed_is_read_from_its_start() -> None:
    lists = iter([[task(1)], [task(1), task(2)]])
    engine = Engine(
        {INSPECT: service(), TASKS: lists},
        items=[piece(1, b"1\n"), end(1), NO_MORE, piece(2, b"2\n")],
    )
    read: list[TaskOutput] = []

    def output(line: TaskOutput) -> None:
        read.append(line)
        if line.task.slot == 2:
            raise Enough

    with pytest.raises(Enough):
        engine.perform(read_logs("web", output, follow=True, tail=1))
    assert pieces(read) == [(1, b"1\n"), (2, b"2\n")]
    assert engine.seen == [INSPECT, TASKS, "join t1", TASKS, "join t2"]
    assert engine.requests["join t1"].query["tail"] == "1"
    assert "tail" not in engine.requests["join t2"].query


def test_a_service_without_tasks_is_followed_until_it_has_one() -> None:
    lists = iter([[], [task(1, {"State": "preparing"})], [task(1)]])
    engine = Engine({INSPECT: service(), TASKS: lists}, items=[NO_MORE, NO_MORE, piece(1, b"1\n")])
    with pytest.raises(Enough):
        engine.perform(read_logs("web", _stop, follow=True))
    assert engine.seen == [INSPECT, TASKS, TASKS, TASKS, "join t1"]


def _stop(_: TaskOutput) -> None:
    raise Enough


def test_a_task_that_was_removed_does_not_end_what_is_followed() -> None:
    items = [end(1, NotFound(404, "task t1 not found", b"")), piece(2, b"2\n")]
    engine = Engine({INSPECT: service(), TASKS: repeat([task(1), task(2)])}, items=items)
    with pytest.raises(Enough):
        engine.perform(read_logs("web", _stop, follow=True))


def test_an_error_ends_what_is_followed() -> None:
    items = [end(1, StreamError("broken"))]
    engine = Engine({INSPECT: service(), TASKS: [task(1)]}, items=items)
    with pytest.raises(StreamError, match="broken"):
        engine.perform(read_logs("web", lambda _: None, follow=True))
