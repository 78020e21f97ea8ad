"""`buildx history logs`: show the output of a build in the history of the engine, and the durations of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.build.solve import STATUS, status_request
from engineclient.build.trace import decode_status
from engineclient.cli.arity import ANY
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildkit_control import called
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.build_display import MODES, display_on
from engineclient.commands.buildx.history import named_build

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS] [REF]", ANY, description=(
    "Show the output of the steps of a build, and their durations.\n\n"
    "REF is a build's id, as `buildx history ls` shows it, or ^1 for the last build but\n"
    "one, ^2 for the one before, and so on; without it the last build is shown."
))  # fmt: skip
@on_builder
@flag("--progress", STRING, "How to show it: plain, tty, rawjson", default="plain")
def logs(app: App, *refs: str, progress: str) -> None:
    """`minidocker buildx history logs`."""
    with marked():
        if len(refs) > 1:
            raise Failure(f"accepts at most 1 arg(s), received {len(refs)}")
        ref = refs[0] if refs else ""
        build = named_build(app, ref)
        if progress not in MODES:
            raise Failure(f"invalid progress mode {progress}")
        try:
            display = display_on(app.err, "plain" if progress == "auto" else progress)
        except ValueError as error:
            raise Failure(str(error)) from error
        for report in called(app, STATUS, status_request(build.ref)):
            display.update(decode_status(report))
        display.done()
