"""tour: `run hello-world` one request at a time, on the engine, or on a recording where there is none."""

from __future__ import annotations

import os
import sys
import termios
import tty
from functools import partial
from typing import TYPE_CHECKING

from engineclient.cli.arity import NONE
from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag, flags
from engineclient.cli.observing.observation import Observation
from engineclient.errors import ConnectionFailed

if TYPE_CHECKING:
    from engineclient import Engine
    from engineclient.cli.app import App

_IMAGE = "hello-world"
_HALF_TRUE = b"The Docker daemon pulled"  # says the image of itself
_LEAVING = ("q", "\x03", "\x04", "\x1b")
_NEXT = f"""
What next:
  {PROGRAM} --explain run --rm busybox echo hello   the same of any command, while it runs
  {PROGRAM} --curl ps                               its requests, to be pasted
  {PROGRAM} --trace run.html run hello-world        a page to look at and to pass on
  {PROGRAM} explain run-stdin                       a recorded story"""


@command("[OPTIONS]", NONE, observable=False, description=(
    "Walk through `run hello-world`, one request at a time: what is asked, what comes back, and what it is for.\n\n"
    "On the engine, or on a recording where there is none. A key goes on to the next step, q ends the tour. What the\n"
    "tour makes it removes, except for the image."
))  # fmt: skip
@flags(Flag("--no-wait", BOOL, "Do not wait for a key at each step; so it is off a terminal, too"))
def tour(app: App, *, no_wait: bool) -> None:
    """`minidocker tour`."""
    waits = not no_wait and sys.stdin is not None and sys.stdin.isatty() and app.out.is_terminal()
    observation = Observation(app.out, explain=True, pace=partial(_wait_for_key, app) if waits else None)
    app.out.line(f"This is `{PROGRAM} run {_IMAGE}`, one request at a time.")
    if waits:
        app.out.line("Any key goes on to the next step, q ends the tour.")
    try:
        _walk(app, observation)
    finally:
        observation.end()
    app.out.line(_NEXT)


def _walk(app: App, observation: Observation) -> None:
    why = _absence(app)
    if why is None and app.engine().endpoint.kind != "recording":
        if app.options.dry_run or app.options.read_only:
            raise Failure(f"the tour runs a container; one that runs none is `{PROGRAM} -H recording: tour`")
        with app.connect(observation.event) as engine:
            observation.begin(f"live: the engine at {engine.host}", engine.host)
            observation.listen(app.connect)
            _run(app, engine)
        return
    from engineclient import Engine
    from engineclient.recording.library import open_recording
    from engineclient.recording.replay.transport import ReplayTransport

    recording = open_recording(app.engine().endpoint.address if why is None else "")
    if why is not None:
        app.out.line(f"{why} So the engine's part is played by a recording.")
    with Engine(transport=ReplayTransport(recording, lenient=True), on_event=observation.event) as engine:
        observation.begin(recording.description, recording.description, timed=False)
        _run(app, engine, removes=False)


def _absence(app: App) -> str | None:
    """Why there is no engine; None if there is one, or if a recording is asked for."""
    if app.engine().endpoint.kind == "recording":
        return None
    try:
        app.engine().ping()
    except ConnectionFailed as error:
        return str(error)
    return None


def _run(app: App, engine: Engine, *, removes: bool = True) -> None:
    made: list[str] = []
    try:
        ended = engine.run(_IMAGE, created=lambda container: made.append(container.id))
        app.out.line(f"\nThe container wrote, and ended with {ended.exit_code}:\n")
        app.out.write(ended.stdout)
        if _HALF_TRUE in ended.stdout:
            app.out.line("(The daemon pulled it, yes, but because the client told it to.)\n")
        if removes:
            app.out.line("One more step, so that nothing of the tour stays:")
            engine.containers.remove(ended.id)
            made.clear()
    finally:
        for container in made if removes else ():
            app.engine().containers.remove(container, force=True)


def _wait_for_key(app: App) -> None:
    """Go on at a key.

    Raises:
        Failure: it was the one that ends the tour, which is no error.

    """
    app.out.write("\n  … ")
    key = _key()
    app.out.write("\r    \r")
    if key in _LEAVING:
        raise Failure("", 0)


def _key() -> str:
    """A key of the terminal on stdin, "q" if there will be none."""
    before = termios.tcgetattr(0)
    try:
        tty.setcbreak(0)
        return os.read(0, 32).decode(errors="replace") or "q"
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
