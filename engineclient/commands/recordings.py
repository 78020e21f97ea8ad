"""record and replay: any command, with a recorder or a recording in the place of its engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.commands.arity import at_least
from engineclient.commands.command import command
from engineclient.commands.failures import Failure
from engineclient.commands.flags import Flag, flags
from engineclient.commands.flagtypes import BOOL, FLOAT
from engineclient.recording import children
from engineclient.recording.library import open_recording, save_path
from engineclient.recording.recording import EngineInfo

if TYPE_CHECKING:
    from engineclient.commands.app import App

_NOT_STARTED = 127


@command("NAME -- COMMAND [ARG...]", at_least(2), description=(
    "Run a command with a recorder between it and the engine, and keep what they said.\n\n"
    "NAME goes to recordings/ENGINE/NAME.json; with .json at its end it is a path."
))  # fmt: skip
def record(app: App, name: str, *command: str) -> int:
    """`minidocker record`."""
    engine = app.engine()
    if not engine.host.startswith("unix://"):
        raise Failure(f"only an engine at a unix socket can be recorded, not {engine.host}")
    about = EngineInfo.from_version(dict(engine.version().raw))
    path = save_path(name, about)
    try:
        recording, code = children.record(
            command, socket=engine.host.removeprefix("unix://"), engine=about, scenario=path.stem
        )
    except OSError as error:
        raise _cannot_start(command, error) from error
    recording.save(path, times=False)
    app.err.line(f"recorded {path} ({len(recording.lines)} events)")
    return code


@command("[OPTIONS] NAME -- COMMAND [ARG...]", at_least(2), description=(
    "Run a command with a recording in the place of its engine.\n\n"
    "It fails if the command asks for something else than was recorded, or leaves something out."
))  # fmt: skip
@flags(
    Flag("--lenient", BOOL, "Match requests by method and path alone, and do not mind what is left out"),
    Flag("--speed", FLOAT, "Pace of the replay: 1 as recorded, 2 twice as fast, 0 without pauses"),
)
def replay(app: App, name: str, *command: str, lenient: bool, speed: float) -> int:
    """`minidocker replay`."""
    try:
        report, code = children.replay(command, open_recording(name), lenient=lenient, speed=speed)
    except OSError as error:
        raise _cannot_start(command, error) from error
    if lenient or report.good:
        return code
    raise Failure(f"not as recorded:\n{report}", code or 1)


def _cannot_start(command: tuple[str, ...], error: OSError) -> Failure:
    return Failure(f"{command[0]}: {(error.strerror or str(error)).lower()}", _NOT_STARTED)
