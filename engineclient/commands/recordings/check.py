"""recordings check and diff: compare an engine with a recording, or two recordings, and grade the differences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, recording_names
from engineclient.cli.failures import Failure
from engineclient.commands.recordings.record import cannot_start
from engineclient.commands.recordings.sockets import at_a_socket, not_in_a_dry_run
from engineclient.commands.recordings.this_program import on_path
from engineclient.events import Elided
from engineclient.proxy.guard import judge
from engineclient.recording import child_process
from engineclient.recording.content import from_text
from engineclient.recording.grading import Change, Grade, grade
from engineclient.recording.library import find_recording, open_recording, recordings
from engineclient.recording.recording import EngineInfo, Recording
from engineclient.text.table import align
from engineclient.trace.fields import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient.cli.app import App
    from engineclient.recording.format import Line

_STDERR: Final = 2
_NOT_RUN: Final = 125

_GRADES = (
    "Exit code: 0 if there are at most additions (info), 1 if something is missing\n"
    "or requests come in another order (warning), 2 if a field has another type or\n"
    "an answer another status (error)."
)


@command("NAME [NAME...]", at_least(1), observable=False, complete=recording_names, description=(
    "Run the commands of recordings again on a live engine, and grade how its\n"
    "answers differ from the recorded ones.\n\n"
    "The commands' output goes to standard error. Objects that a scenario needs\n"
    "must exist beforehand.\n\n" + _GRADES
))  # fmt: skip
def check(app: App, *names: str) -> int:
    """`minidocker recordings check`."""
    not_in_a_dry_run(app, "recordings check")
    socket = at_a_socket(app)
    engine = EngineInfo.from_version(dict(app.engine().version().raw))
    judging = judge(read_only=True) if app.options.read_only else None
    worst = Grade.INFO
    for name in names:
        old = open_recording(name)
        argv, stdin = _argv(old), _input(old)
        try:
            with on_path() as environ:
                new, _ = child_process.record(
                    argv,
                    socket=socket,
                    engine=engine,
                    scenario=old.scenario,
                    judge=judging,
                    stdin=stdin,
                    stdout=_STDERR,
                    environ=environ,
                )
        except OSError as error:
            raise cannot_start(argv, error) from error
        worst = max(
            worst, _tell(app, f"{old.scenario}: {old.engine} -> {engine}", grade(old.lines, new.lines))
        )
    return worst


def _argv(recording: Recording) -> list[str]:
    """The recorded command line, to run it again."""
    argv = [recording.values(home=str(Path.home())).fill_text(word) for word in recording.command]
    if not argv:
        raise Failure(f"{recording.scenario}: the recording does not name its command", _NOT_RUN)
    if any("{secret" in word for word in recording.command):
        raise Failure(
            f"{recording.scenario}: its command contains a secret, which was not recorded", _NOT_RUN
        )
    if any(line["json"].get("Tty") and line["json"].get("AttachStdin") for line in _bodies(recording)):
        raise Failure(f"{recording.scenario}: its command needs a terminal", _NOT_RUN)
    return argv


def _bodies(recording: Recording) -> Iterator[Line]:
    return (line for line in recording.lines if "ask" in line and isinstance(line.get("json"), dict))


def _input(recording: Recording) -> bytes:
    """The input that the command sent to the engine."""
    values = recording.values(home=str(Path.home()))
    hijacked = {line["x"] for line in recording.lines if line.get("stream") == "hijack"}
    sent = [
        from_text(values.fill(line["sent"]))
        for line in recording.lines
        if "sent" in line and line["x"] in hijacked and "json" not in line["sent"]
    ]
    if any(isinstance(data, Elided) for data in sent):
        raise Failure(f"{recording.scenario}: its input was too long to be recorded", _NOT_RUN)
    return b"".join(data for data in sent if isinstance(data, bytes))


@command("RECORDING RECORDING | ENGINE ENGINE", exactly(2), observable=False,
         complete=in_turn(recording_names, recording_names), description=(
    "Grade how the answers of two engines differ in one scenario, or in all scenarios that both have.\n\n"
    + _GRADES
))  # fmt: skip
def diff(app: App, before: str, after: str) -> int:
    """`minidocker recordings diff`."""
    worst = Grade.INFO
    for one, other in _pairs(before, after):
        old, new = Recording.load(one), Recording.load(other)
        title = f"{plain(old.scenario)}: {old.engine} -> {new.engine}"
        worst = max(worst, _tell(app, title, grade(old.lines, new.lines)))
    return worst


def _pairs(before: str, after: str) -> list[tuple[Path, Path]]:
    """The files to compare: two recordings, or those of two engines with one name."""
    old, new = _of_engine(before), _of_engine(after)
    for engine, other, found in ((before, after, new), (after, before, old)):
        if _of_engine(engine) and not found:
            raise Failure(f'"{engine}" is an engine with recordings, but "{other}" is not')
    if not (old and new):
        return [(find_recording(before), find_recording(after))]
    both = old.keys() & new.keys()
    if not both:
        raise Failure(f"{before} and {after} have no scenario in common")
    return [(old[scenario], new[scenario]) for scenario in sorted(both)]


def _of_engine(engine: str) -> dict[str, Path]:
    """The recordings of an engine, by scenario."""
    split = ((name.partition("/"), path) for name, path in recordings())
    return {scenario: path for (folder, _, scenario), path in split if folder == engine}


def _tell(app: App, title: str, changes: Iterable[Change]) -> Grade:
    """Print the changes of one scenario, and return the worst grade."""
    worst = Grade.INFO
    lines: list[str] = []
    for change in changes:
        worst = max(worst, change.grade)
        lines.append(f"  {change.grade}\t{plain(change.request)}\t{plain(change.text)}")
    app.out.line(f"{title}: {'no change' if not lines else worst}")
    if lines:
        app.out.line(align("\n".join(lines)))
    return worst
