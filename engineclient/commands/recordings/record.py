"""record and replay: run any command with a recorder in front of its engine, or with a recording as its engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, recording_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, DURATION, FLOAT, INT, STRING, list_of
from engineclient.cli.flags import Flag, flags
from engineclient.commands.recordings.sockets import (
    at_a_socket,
    cannot_listen,
    listening_at,
    not_in_a_dry_run,
)
from engineclient.proxy.guard import judge
from engineclient.recording import child_process
from engineclient.recording.faults import Faults, parse_status
from engineclient.recording.library import open_recording, save_path
from engineclient.recording.recording import EngineInfo
from engineclient.recording.replay.server import ReplayServer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.recording.replay.server import Report

_NOT_STARTED = 127
_NANOSECONDS = 1e9


@command("NAME -- COMMAND [ARG...]", at_least(2), observable=False, description=(
    "Run a command with a recorder between it and the engine, and save their\n"
    "conversation.\n\n"
    "The file is recordings/ENGINE/NAME.json, or NAME itself if it ends with .json.\n"
    "The times go to NAME.times beside it, which is not for version control: it\n"
    "differs in every run."
))  # fmt: skip
def record(app: App, name: str, *command: str) -> int:
    """`minidocker record`."""
    not_in_a_dry_run(app, "record")
    socket = at_a_socket(app)
    about = EngineInfo.from_version(dict(app.engine().version().raw))
    path = save_path(name, about)
    judging = judge(read_only=True) if app.options.read_only else None
    try:
        recording, code = child_process.record(
            command, socket=socket, engine=about, scenario=path.stem, judge=judging
        )
    except OSError as error:
        raise cannot_start(command, error) from error
    recording.save(path)
    app.err.line(f"recorded {path} ({len(recording.lines)} events)")
    return code


@command("[OPTIONS] NAME [-- COMMAND [ARG...]]", at_least(1), observable=False,
         complete=in_turn(recording_names), description=(
    "Play the engine's part of a recording to a command, or with --listen on a\n"
    "socket to any clients, until all of it is played or SIGINT or SIGTERM arrives.\n\n"
    "Fails if the client sends other requests than were recorded, or leaves some\n"
    "out. Requests and frames are numbered as `minidocker recordings show NAME`\n"
    "prints them."
))  # fmt: skip
@flags(
    Flag("--cut-after", INT, "Break the connection after this frame"),
    Flag("--lenient", BOOL, "Match requests by method and path alone, and allow requests to be left out"),
    Flag("--listen", STRING, "Path of a socket to serve, instead of running a command"),
    Flag(
        "--slow",
        DURATION.replace(bare="100ms", takes_next=True),
        "Wait before each answer, record and frame (without a value, 100ms)",
    ),
    Flag("--speed", FLOAT, "Pace of the replay: 1 as recorded, 2 twice as fast, 0 without pauses"),
    Flag(
        "--status",
        list_of(parse_status),
        "Answer a request with another status: 500@3 is status 500 for request 3",
    ),
)
def replay(
    app: App,
    name: str,
    *command: str,
    cut_after: int,
    lenient: bool,
    listen: str,
    slow: int,
    speed: float,
    status: list[tuple[int, int]],
) -> int:
    """`minidocker replay`."""
    if bool(command) == bool(listen):
        raise Failure("a command to run is required after --, or --listen with the path of a socket to serve")
    faults = Faults(cut_after, tuple(status), slow / _NANOSECONDS)
    recording = open_recording(name)
    home = str(Path.home())
    server = ReplayServer(recording, lenient=lenient, speed=speed, home=home, faults=faults)
    if listen:
        report, code = _serve(app, server, listen), 0
    else:
        try:
            report, code = child_process.replay(command, server)
        except OSError as error:
            raise cannot_start(command, error) from error
    if lenient or faults or report.good:
        return code
    raise Failure(f"not as recorded:\n{report}", code or 1)


def _serve(app: App, server: ReplayServer, path: str) -> Report:
    """Replay on a socket until all is played, or a signal arrives."""
    with server:
        try:
            server.listen(path)
            listening_at(app, Path(path), server.recording.description)
            server.wait()
        except OSError as error:
            raise cannot_listen(path, error) from error
        except KeyboardInterrupt:
            pass
        return server.report()


def cannot_start(command: Sequence[str], error: OSError) -> Failure:
    """The failure for a program that cannot be started."""
    return Failure(f"{command[0]}: {(error.strerror or str(error)).lower()}", _NOT_STARTED)
