"""The menu of an attached `compose up`: the escape codes that draw and erase it, and when it is shown."""

from __future__ import annotations

import os
import pty
import sys
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from engineclient.commands.compose.menu import Menu, cleared, drawn
from engineclient.commands.compose.up import has_menu

MENU = "\x1b[1;38;2;0;0;0;48;2;255;255;255mw\x1b[0m\x1b[2m Enable Watch\x1b[0m"
CLEARED_2 = "\x1b[0G\x1b7\x1b[1B\x1b[2K\x1b[1B\x1b[2K\x1b8"
ROW = "\x1b[2K\n\x1b[0G"


def test_every_line_below_is_cleared() -> None:
    assert cleared(2) == CLEARED_2


@pytest.mark.parametrize(
    ("text", "error", "height", "width", "rest"),
    [
        ("menu", "", 2, 80, f"{ROW * 2}\x1b[2A\x1b[0G\x1b7\x1b[2;0H\x1b[2Kmenu\x1b[0G\x1b8"),
        ("menu", "", 2, 3, f"{ROW * 3}\x1b[3A\x1b[0G\x1b7\x1b[1;0H\x1b[2Kmenu\x1b[0G\x1b8"),
        (
            "menu",
            "wrong",
            24,
            80,
            f"{ROW * 3}\x1b[3A\x1b[0G\x1b7\x1b[23;0H\x1b[2Kwrong\x1b[24;0H\x1b[2Kmenu\x1b[0G\x1b8",
        ),
        (
            "menu",
            "x" * 81,
            24,
            80,
            f"{ROW * 4}\x1b[4A\x1b[0G\x1b7\x1b[22;0H\x1b[2K{'x' * 81}\x1b[24;0H\x1b[2Kmenu\x1b[0G\x1b8",
        ),
        (MENU, "", 24, 15, f"{ROW * 2}\x1b[2A\x1b[0G\x1b7\x1b[24;0H\x1b[2K{MENU}\x1b[0G\x1b8"),
    ],
    ids=["alone", "narrow", "with an error", "with a long error", "codes have no width"],
)
def test_it_stands_in_the_last_line(text: str, error: str, height: int, width: int, rest: str) -> None:
    assert drawn(text, error, height, width) == cleared(height) + rest


@pytest.mark.parametrize(
    ("wanted", "variable", "progress", "ansi", "terminal", "shown"),
    [
        (None, None, "", "auto", True, True),
        (None, "true", "", "auto", True, True),
        (None, "0", "", "auto", True, False),
        (True, "0", "", "auto", True, True),
        (False, None, "", "auto", True, False),
        (None, None, "plain", "auto", True, False),
        (None, None, "json", "auto", True, True),
        (None, None, "", "never", True, False),
        (True, None, "", "auto", False, False),
    ],
)
def test_there_is_one_on_a_terminal(
    wanted: bool | None,
    variable: str | None,
    progress: str,
    ansi: str,
    terminal: bool,
    shown: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = {} if variable is None else {"COMPOSE_MENU": variable}
    output = SimpleNamespace(is_terminal=lambda: terminal, is_coloured=lambda: terminal)
    options = {"progress": progress, "ansi": ansi, "settings": settings}
    app: Any = SimpleNamespace(out=output, err=output, group_options=options)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: terminal))
    assert has_menu(app, wanted) is shown


def test_ctrl_c_takes_it_away_and_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    written: list[str] = []
    called = Event()
    output: Any = SimpleNamespace(write=written.append, size=lambda: (2, 80))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=lambda: theirs))
    menu = Menu(output, None, called.set)
    menu.open()
    with menu.around():
        written.append("line\n")
    os.write(ours, b"\x03")
    assert called.wait(10)
    with menu.around():
        written.append("last\n")
    shown = drawn(MENU, "", 2, 80)
    menu.end()
    assert written == [CLEARED_2, "line\n", shown, f"{CLEARED_2}\x1b[?25h", CLEARED_2, "last\n"]
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize(("watching", "verb"), [(False, "Enable"), (True, "Disable")])
def test_its_key_toggles_the_watch(watching: bool, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    written: list[str] = []
    toggled = Event()
    output: Any = SimpleNamespace(write=written.append, size=lambda: (2, 80))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=lambda: theirs))
    menu = Menu(output, toggled.set, lambda: None)
    menu.watching = watching
    menu.open()
    os.write(ours, b"w")
    assert toggled.wait(10)
    menu.end()
    with menu.around():
        pass
    assert written == [CLEARED_2, drawn(MENU.replace("Enable", verb), "", 2, 80)]
    os.close(ours)
    os.close(theirs)
