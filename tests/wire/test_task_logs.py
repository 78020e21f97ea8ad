"""Lines of the logs of services, and where they come from."""

from __future__ import annotations

import pytest

from engineclient.wire.task_logs import TaskLine, parse_context

CONTEXT = b"com.docker.swarm.node.id=n,com.docker.swarm.service.id=s,com.docker.swarm.task.id=t"

LINES: list[tuple[bytes, bool, TaskLine]] = [
    (CONTEXT + b" hello world\n", False, TaskLine("n", "s", "t", {}, b"hello world\n")),
    (
        b"2026-01-01T00:00:00Z " + CONTEXT + b" a",
        True,
        TaskLine("n", "s", "t", {}, b"a", b"2026-01-01T00:00:00Z"),
    ),
    (b"b=2," + CONTEXT + b",a=x%2Cy+z \n", False, TaskLine("n", "s", "t", {"a": "x,y z", "b": "2"}, b"\n")),
    (CONTEXT + b" \xff\n", False, TaskLine("n", "s", "t", {}, b"\xff\n")),
]


@pytest.mark.parametrize(("line", "timestamps", "expected"), LINES)
def test_read(line: bytes, timestamps: bool, expected: TaskLine) -> None:
    assert parse_context(line, timestamps=timestamps) == expected


def test_the_other_details_stand_in_the_order_of_their_names() -> None:
    assert parse_context(LINES[2][0]).rest() == b"a=x,y z,b=2"


@pytest.mark.parametrize(
    ("line", "timestamps", "message"),
    [
        (b"nothing", False, "invalid context in log message: nothing"),
        (CONTEXT + b" text", True, "invalid context in log message"),
        (b"a=b text", False, "missing node id in details: map[a:b]"),
        (b"a text", False, "invalid details format"),
    ],
)
def test_not_of_a_service(line: bytes, timestamps: bool, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("[", r"\[")):
        parse_context(line, timestamps=timestamps)
