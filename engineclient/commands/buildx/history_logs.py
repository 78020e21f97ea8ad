"""buildx history logs: how a build went, as the engine remembers it."""

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
from engineclient.commands.buildx.history import MOST, past_builds
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import parse_atoi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.build.history import BuildRecord
    from engineclient.cli.app import App


@command("[OPTIONS] [REF]", ANY, description=(
    "Show how a build went: what its steps printed, and how long they took.\n\n"
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
        build = find_build(past_builds(app, ref), ref)
        if progress not in MODES:
            raise Failure(f"invalid progress mode {progress}")
        try:
            display = display_on(app.err, "plain" if progress == "auto" else progress)
        except ValueError as error:
            raise Failure(str(error)) from error
        for report in called(app, STATUS, status_request(build.ref)):
            display.update(decode_status(report))
        display.done()


def find_build(builds: Sequence[BuildRecord], ref: str) -> BuildRecord:
    """The build that a reference names: an id, `^N`, or "" for the last.

    Args:
        builds: the last one first.
        ref: the reference.

    Raises:
        Failure: there is none; with buildx's text.

    """
    if ref.startswith("^"):
        try:
            offset = parse_atoi(ref[1:])
        except ValueError as error:
            number = f"strconv.Atoi: parsing {quote(ref[1:])}"
            raise Failure(f"invalid offset {quote(ref)}: {number}: {error}") from error
        completed = [build for build in builds if build.completed is not None][:MOST]
        if offset > len(completed):
            raise Failure(f"no completed build found with offset {offset - len(completed)}")
        if offset < len(completed):
            return completed[max(0, offset)]
    found = next((build for build in builds if ref in ("", build.ref)), None)
    if found is None:
        raise Failure(f"no record found for ref {quote(ref)}" if ref else "no records found")
    return found
