"""Hooks of services, without I/O: the steps are answered by the test."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.compose.model import Hook
from engineclient.procedures.compose.hooks import HookFailed, run_hooks
from engineclient.wire.frames import Frame
from tests.compose.support import project
from tests.procedures.engine import Engine

SERVICE = project("services: {web: {image: x}}").services["web"]
CREATE, INSPECT = "POST /containers/c1/exec", "GET /exec/e1/json"
START = "POST /exec/e1/start"


def hook(**fields: Any) -> Hook:
    return Hook(command=("touch", "/x"), environment={"A": "1", "B": None}, user="me", **fields)


def test_unseen_it_is_started_and_looked_at_until_it_ends() -> None:
    states = iter(({"ID": "e1", "Running": True}, {"ID": "e1", "Running": False, "ExitCode": 0}))
    engine = Engine({CREATE: {"Id": "e1"}, INSPECT: states})
    engine.perform(run_hooks(SERVICE, [hook(working_dir="/tmp", privileged=True)], "c1"))
    assert engine.seen == [CREATE, START, INSPECT, INSPECT]
    assert engine.slept == pytest.approx(0.1)
    assert engine.requests[CREATE].json == {
        "Cmd": ["touch", "/x"],
        "User": "me",
        "Privileged": True,
        "Env": ["A=1", "B"],
        "WorkingDir": "/tmp",
        "AttachStdout": False,
        "AttachStderr": False,
    }


def test_seen_its_lines_are_handed_on() -> None:
    frames = [Frame("stdout", b"one\ntw"), Frame("stderr", b"bad\n"), Frame("stdout", b"o")]
    engine = Engine(
        {CREATE: {"Id": "e1"}, INSPECT: {"ID": "e1", "Running": False, "ExitCode": 0}},
        streams={START: [frames]},
    )
    lines: list[tuple[str, bytes]] = []
    engine.perform(run_hooks(SERVICE, [hook()], "c1", lambda stream, text: lines.append((stream, text))))
    assert lines == [("stdout", b"one"), ("stderr", b"bad"), ("stdout", b"two")]


def test_after_one_that_fails_no_other_is_run() -> None:
    engine = Engine({CREATE: {"Id": "e1"}, INSPECT: {"ID": "e1", "Running": False, "ExitCode": 3}})
    with pytest.raises(HookFailed, match=r"^web hook exited with status 3$"):
        engine.perform(run_hooks(SERVICE, [hook(), hook()], "c1"))
    assert engine.seen.count(CREATE) == 1
