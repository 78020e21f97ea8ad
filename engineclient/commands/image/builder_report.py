"""builder report: show the cache hits in the builds of a directory, and their average costs."""

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
    """Show the cache hits in the last build of a directory, and the average costs of its builds.

    For each instruction: whether it was found in the cache, how long it took, in how many of the stored builds it was
    found, its cost when it runs, and its average cost; E[T] is the sum of these. Then the first misses, with the
    reasons if they are known, and advice for cheaper builds.

    Builds are stored in $XDG_STATE_HOME/minidocker/builds, or ~/.local/state/minidocker/builds: the last 50 of a
    Dockerfile and target. Values of build arguments and output are not stored.
    """
    try:
        context = local_context(path, file)
    except ContextError as error:
        raise Failure(str(error)) from error
    builds = build_history.builds_of(path_of(context), target)
    if not builds:
        raise Failure(f"no build of {path_of(context)} is stored: build it with 'minidocker build {path}'")
    app.out.write(report_of(app.engine(), builds))
