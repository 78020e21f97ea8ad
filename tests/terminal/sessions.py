"""Recorded sessions, which are replayed to a client that types the same keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from engineclient import Engine
from engineclient.recording.recording import Recording
from tests.scenarios.programs import path_with
from tests.terminal.script import MINIDOCKER, Script
from tests.terminal.scripts.containers import PROMPT, SLEEPING
from tests.terminal.terminal import Terminal

FOLDER: Final = Path(__file__).parents[2] / "recordings" / "docker-20.10"
CONTAINER: Final = "web"
"""The name of the container, where there is one before."""


Type = Callable[[Terminal, bytes], object]


def session(name: str, type: Type = Terminal.type) -> Script:
    """The script of a session, typed at once or key by key."""

    def act(t: Terminal) -> None:
        t.expect(PROMPT)
        type(t, b"echo $((6 * 7))\r")
        t.expect(rb"42\r\n" + PROMPT)
        type(t, b"exit 5\r")

    return replace(SESSIONS[name], act=act)


SESSIONS: Final = {
    "run-terminal": Script("run -it --rm busybox sh"),
    "exec-terminal": Script(f"exec -it {CONTAINER} sh", SLEEPING),
}


def path(name: str) -> Path:
    """The path of a recording."""
    return FOLDER / f"{name}.json"


def screen(name: str) -> str:
    """All output of the recorded session, from its hijacked connection."""
    lines = Recording.load(path(name)).lines
    hijacked = {line["x"] for line in lines if line.get("stream") == "hijack"}
    return "".join(line["text"] for line in lines if line["x"] in hijacked and "text" in line)


def record(engine: Engine) -> None:
    """Record all sessions."""
    with TemporaryDirectory() as folder:
        environ = {"PATH": path_with(Path(folder))}
        for name in SESSIONS:
            script = session(name)
            command = f"record {path(name)} -- minidocker {script.command}"
            replace(script, command=command, environ=environ).play(MINIDOCKER, engine, CONTAINER)
            path(name).with_suffix(".times").unlink()
