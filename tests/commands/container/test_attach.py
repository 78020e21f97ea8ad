"""exec, attach and start -a as far as they come without a conversation: what they ask, and what they refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker

ID = "e" * 64
INSPECT, CREATE, START = "GET /containers/web/json", "POST /containers/web/exec", f"POST /exec/{ID}/start"

PLAIN = {
    "Cmd": ["true"],
    "AttachStdin": False,
    "AttachStdout": False,
    "AttachStderr": False,
    "User": "",
    "Privileged": False,
    "Tty": False,
    "Detach": True,
    "DetachKeys": "",
    "Env": None,
    "WorkingDir": "",
}


@pytest.mark.parametrize(
    ("flags", "changes"),
    [
        ((), {}),
        (("-i",), {}),  # left alone, it reads nothing of ours
        (("-t",), {"Tty": True, "ConsoleSize": [0, 0]}),
        (("-itu", "33:33"), {"Tty": True, "ConsoleSize": [0, 0], "User": "33:33"}),
        (("-w", "/tmp", "--privileged"), {"WorkingDir": "/tmp", "Privileged": True}),
        (("-e", "A=1", "-e", "HERE", "-e", "A=2"), {"Env": ["A=1", "HERE=here", "A=2"]}),
        (("--env-file", "variables", "-e", "B=flag"), {"Env": ["A=a b", "B=file", "B=flag"]}),
        (("-e", "NOWHERE"), {"Env": ["NOWHERE"]}),
        (("--detach-keys", "ctrl-x,x"), {"DetachKeys": "ctrl-x,x"}),
    ],
)
def test_what_is_to_run(
    minidocker: Minidocker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    flags: tuple[str, ...],
    changes: dict[str, Any],
) -> None:
    monkeypatch.setenv("HERE", "here")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "variables").write_text("# words\nA=a b\nB=file\n")
    minidocker.answers = {INSPECT: {"Id": "c"}, CREATE: {"Id": ID}, START: 200}
    assert minidocker("exec", "-d", *flags, "web", "true") == (0, "", "")
    assert minidocker.asked == [INSPECT, CREATE, START]
    assert [json.loads(body) for body in minidocker.bodies[1:]] == [
        PLAIN | changes,
        {"Detach": True, "Tty": "Tty" in changes},
    ]


def test_an_older_engine_is_not_told_of_a_size_that_it_does_not_know(minidocker: Minidocker) -> None:
    minidocker.api_version = "1.41"
    minidocker.answers = {INSPECT: {"Id": "c"}, CREATE: {"Id": ID}, START: 200}
    assert minidocker("exec", "-dt", "web", "true").code == 0
    assert json.loads(minidocker.bodies[1]) == PLAIN | {"Tty": True}


RUNNING = {"Running": True, "Paused": False, "Restarting": False}


@pytest.mark.parametrize(
    ("line", "state", "err"),
    [
        ("exec -it web sh", {}, "the input device is not a TTY"),
        ("exec -it nope sh", {}, "Error response from daemon: No such container: nope"),
        ("exec --env-file /nope web sh", {}, "open /nope: no such file or directory"),
        ("attach web", {"Running": False}, "You cannot attach to a stopped container, start it first"),
        ("attach web", {"Paused": True}, "You cannot attach to a paused container, unpause it first"),
        (
            "attach web",
            {"Restarting": True},
            "You cannot attach to a restarting container, wait until it is running",
        ),
        ("attach web", {}, "the input device is not a TTY"),
        ("attach nope", {}, "Error response from daemon: No such container: nope"),
        ("start -a nope", {}, "Error response from daemon: No such container: nope"),
    ],
)
def test_refusals(minidocker: Minidocker, line: str, state: dict[str, bool], err: str) -> None:
    minidocker.answers = {
        INSPECT: {"Id": "c", "State": RUNNING | state, "Config": {"Tty": True, "OpenStdin": True}},
        "POST /containers/web/wait": {"StatusCode": 0},
    }
    assert minidocker(*line.split()) == (1, "", f"{err}\n")
