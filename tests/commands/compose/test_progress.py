"""The form of the progress, by --progress, --ansi and the kind of output."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from engineclient.cli.failures import Failure
from engineclient.commands.compose.layers import pulled_layers, pushed_layers
from engineclient.commands.compose.progress import _json, mode_of, tail
from engineclient.compose.progress import Event
from engineclient.models.images import Progress
from tests.commands.compose.programs import Program

if TYPE_CHECKING:
    from engineclient.cli.app import App


@pytest.mark.parametrize(
    ("progress", "ansi", "terminal", "mode"),
    [
        ("", "auto", True, "tty"),
        ("", "auto", False, "plain"),
        ("auto", "never", True, "plain"),
        ("auto", "always", False, "tty"),
        ("tty", "auto", False, "tty"),
        ("plain", "auto", True, "plain"),
        ("json", "never", True, "json"),
        ("quiet", "always", True, "quiet"),
    ],
)
def test_mode(progress: str, ansi: str, terminal: bool, mode: str) -> None:
    assert mode_of(progress, ansi, terminal=terminal) == mode


@pytest.mark.parametrize(
    ("progress", "ansi", "message"),
    [
        ("tty", "never", "can't use --progress tty while ANSI support is disabled"),
        ("plain", "always", "can't use --progress plain while ANSI support is forced"),
    ],
)
def test_what_cannot_be_met_at_once(progress: str, ansi: str, message: str) -> None:
    with pytest.raises(Failure, match=message):
        mode_of(progress, ansi, terminal=True)


def test_plain_is_a_line_an_event(compose: Program) -> None:
    assert compose("up", "-d").err.splitlines()[:2] == [
        " Network p_default  Creating",
        " Network p_default  Created",
    ]


def test_json_is_an_object_an_event(compose: Program) -> None:
    told = compose("--progress", "json", "up", "-d").err
    assert told.startswith('{"id":"Network p_default","status":"Creating"}\n')


def test_quiet_is_nothing(compose: Program) -> None:
    assert compose("--progress", "quiet", "up", "-d") == (0, "", "")


def test_tty_is_drawn_to_its_end(compose: Program) -> None:
    told = compose("--progress", "tty", "up", "-d").err
    last = told.split("\x1b[?25l")[-1]
    assert "[+] Running 3/3" in last
    assert last.count("✔") == 3
    assert last.endswith("\x1b[?25h")


def test_the_parts_of_an_up_that_fails_are_drawn_before_the_error(compose: Program) -> None:
    compose.memory.exits["init"] = 5
    compose.write(
        "services: {init: {image: busybox}, web: {image: busybox, "
        "depends_on: {init: {condition: service_completed_successfully}}}}"
    )
    told = compose("--progress", "tty", "up", "-d").err
    assert told.endswith("\x1b[?25h" + 'service "init" didn\'t complete successfully: exit 5\n')


LAYER = '{"status":"Downloading","progressDetail":{"current":1500,"total":3000},"id":"abc"}\n'
BAR = "[=========================>                         ]    1.5kB/3kB"


@pytest.mark.parametrize(
    ("make", "event"),
    [
        (pulled_layers, {"id": "abc", "parent_id": "web"}),
        (pushed_layers, {"id": "Pushing web: abc"}),
    ],
)
def test_a_layer_as_json(make: Callable[..., Any], event: dict[str, str]) -> None:
    shown: list[Event] = []
    record = Progress(json.loads(LAYER))
    app = SimpleNamespace(group_options={"dry_run": False}, err=Lines())
    make(app, shown.append)("web", record)
    _json(cast("App", app))(shown[0])
    told = {"text": "Downloading", "status": BAR, "current": 1500, "total": 3000, "percent": 50}
    assert json.loads(app.err.lines[0]) == {**event, **told}


class Lines:
    """Standard error that is not a terminal."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, text: str) -> None:
        self.lines.append(text)

    def is_terminal(self) -> bool:
        return False

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("mode", "lines"),
    [
        ("", ["Pushing a: <no>"]),
        ("json", ['{"tail":true,"text":"Pushing a: \\u003cno\\u003e"}']),
        ("quiet", []),
    ],
)
def test_a_text_below_all_progress(mode: str, lines: list[str]) -> None:
    app = SimpleNamespace(group_options={"progress": mode, "ansi": "auto"}, err=Lines())
    tail(cast("App", app), "Pushing a: <no>")
    assert app.err.lines == lines
