"""recordings ls and show: list the recordings, and the events of one."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import NONE, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, recording_names
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.events import Elided
from engineclient.recording.content import KEYS, from_text
from engineclient.recording.faults import frames
from engineclient.recording.library import open_recording, recordings
from engineclient.recording.recording import Recording
from engineclient.text.table import align
from engineclient.trace.build_steps import in_words
from engineclient.trace.fields import fields, plain, quoted, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engineclient.cli.app import App
    from engineclient.recording.format import Line

_MOST_FIELDS: Final = 8


@command("[OPTIONS]", NONE, observable=False)
@flag("-q, --quiet", BOOL, "Show only names")
def ls(app: App, *, quiet: bool) -> None:
    """`minidocker recordings ls`."""
    rows = [(name, Recording.load(path)) for name, path in recordings()]
    if quiet:
        for name, _ in rows:
            app.out.line(name)
        return
    header = "NAME\tENGINE\tAPI\tREQUESTS\tFRAMES\tTIMES\tCOMMAND"
    app.out.line(align("\n".join((header, *(_row(name, recording) for name, recording in rows)))))


def _row(name: str, recording: Recording) -> str:
    engine = recording.engine
    requests = sum("ask" in line for line in recording.lines)
    times = "kept" if recording.times else "-"
    return "\t".join(
        (
            name,
            plain(f"{engine.name} {engine.version}"),
            plain(engine.api),
            str(requests),
            str(len(frames(recording.lines))),
            times,
            _shown(recording),
        )
    )


def _shown(recording: Recording) -> str:
    """The command line in one line, quoted for a shell."""
    return plain(shlex.join(recording.command))


@command("NAME", exactly(1), observable=False, complete=in_turn(recording_names), description=(
    "List the requests, answers and frames of a recording, with the numbers that\n"
    "options of `minidocker replay` take."
))  # fmt: skip
def show(app: App, name: str) -> None:
    """`minidocker recordings show`."""
    recording = open_recording(name)
    app.out.line(f"{plain(recording.scenario)}: {recording.engine}")
    if recording.command:
        app.out.line(f"$ {_shown(recording)}")
    for line in listing(recording.lines):
        app.out.line(line)


def listing(lines: Sequence[Line]) -> Iterator[str]:
    """One line for each event: the number of its request, the direction and the content."""
    numbers = {place: number for number, place in enumerate(frames(lines), 1)}
    width = len(str(max((line["x"] for line in lines), default=0)))
    for place, line in enumerate(lines):
        yield plain(f"{line['x']:>{width}} {_event(line, numbers.get(place, 0))}".rstrip())


def _event(line: Line, frame: int) -> str:
    if "ask" in line:
        query = "&".join(f"{name}={short(value)}" for name, value in line.get("query", {}).items())
        return "  ".join((f"-> {line['ask']}{'?' if query else ''}{query}", *_content(line)))
    if "answer" in line:
        way = [f"({line['stream']})"] if "stream" in line else []
        return "  ".join((f"<- {line['answer']}", *way, *_content(line)))
    if "sent" in line:
        sent = line["sent"]
        return f"-> {in_words(sent['json']) if 'json' in sent else _text(sent)}"
    if "end" in line:
        side, _, how = line["end"].partition(" ")
        return f"{'->' if side == 'client' else '<-'} {how}"
    return "  ".join((f"<- frame {frame}", *_content(line)))


def _content(line: Line) -> list[str]:
    for stream in ("stdin", "stdout", "stderr"):
        if stream in line:
            return [stream, _text(line[stream])]
    for key in KEYS & line.keys():
        value = line[key]
        match key:
            case "json":
                words = in_words(value)
                return fields(value) if words is None else [words]
            case "records" | "lines":
                return [field for record in value for field in fields(record)][:_MOST_FIELDS]
            case "tar":
                return [
                    f"a tar archive, {len(value)} members: {', '.join(member['name'] for member in value)}"
                ]
            case "elided":
                return [f"{value} bytes, not kept"]
            case _:
                return [_text(line if key == "base64" else value)]
    return []


def _text(value: Any) -> str:
    data = from_text(value)
    if isinstance(data, Elided):
        return f"{data.size} bytes, not kept"
    return quoted(value) if isinstance(value, str) else f"{len(data)} bytes"
