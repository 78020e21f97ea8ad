"""builder report: what the cache did in the builds of a directory, and what they cost on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.archive.context import ContextError, local_context
from engineclient.cli.arity import at_most
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import flag
from engineclient.commands.image import build_history
from engineclient.commands.image.build_report import path_of, report_of

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS] [PATH]", at_most(1))
@flag("-f, --file", STRING, 'Path of the Dockerfile (if not "PATH/Dockerfile")')
@flag("--target", STRING, "The stage that was built")
def report(app: App, path: str = ".", *, file: str, target: str) -> None:
    """Show what the cache did in the last build of a directory, and what its builds cost on average.

    For each instruction: whether it was found in the cache, how long it took, in how many of the kept builds it was
    found, what it costs when it runs, and what it costs on average: E[T] is the sum of these. Then where the misses
    began, and why as far as it can be told, and what would make builds cheaper.

    Builds are kept below $XDG_STATE_HOME/minidocker/builds, or ~/.local/state/minidocker/builds: the last 50 of a
    Dockerfile and target. No value of a build argument and no output is kept.
    """
    try:
        context = local_context(path, file)
    except ContextError as error:
        raise Failure(str(error)) from error
    builds = build_history.builds_of(path_of(context), target)
    if not builds:
        raise Failure(f"no build of {path_of(context)} is kept: build it with 'minidocker build {path}'")
    app.out.write(report_of(app.engine(), builds))
