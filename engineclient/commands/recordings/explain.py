"""explain: explain a recorded conversation, without an engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.flag_types import BOOL, STRING, switch_or
from engineclient.cli.flags import Flag, flags
from engineclient.cli.observing.observation import ALL, Observation
from engineclient.cli.observing.recorded import of_recording
from engineclient.trace import files, jsonl

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.trace.trace import Trace


@command("[OPTIONS] RECORDING", exactly(1), observable=False, description=(
    "Explain the requests and answers of a recorded command, and what each step is\n"
    "for. No engine is needed.\n\n"
    "RECORDING is SCENARIO or ENGINE/SCENARIO of recordings/, the path of a\n"
    "recording (.json), or the path of a trace (.jsonl) that --trace has written."
))  # fmt: skip
@flags(
    Flag(
        "-a, --all", BOOL, "Show every field, including those that were not set, and every record and frame"
    ),
    Flag(
        "--curl",
        switch_or("full"),
        "Also print each request as a curl command (=full: with the whole body)",
    ),
    Flag("--trace", STRING, "Also save the conversation to a file (.jsonl, .har, .mmd or .html)"),
)
def explain(app: App, name: str, *, all: bool, curl: str, trace: str) -> None:
    """`minidocker explain`."""
    if trace:
        files.check(trace)
    kept = _load(name)
    observation = Observation(
        app.out, explain=ALL if all else "true", curl=curl, trace=trace, command=kept.command
    )
    observation.begin(kept.engine, kept.engine, timed=kept.timed, words=kept.command)
    observation.replay(kept)
    observation.end(exit_code=kept.exit_code)


def _load(name: str) -> Trace:
    """The trace or the recording of that name.

    Raises:
        EngineError: it does not exist.
        OSError, DecodeError: it cannot be read.

    """
    if name.endswith(".jsonl"):
        return jsonl.loads(Path(name).read_text("utf-8"))
    return of_recording(name)
