"""`compose stats`: show the resource usage of a project's containers, once or continuously."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import at_most
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT
from engineclient.cli.settings import setting
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.running import named
from engineclient.compose import labels

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[OPTIONS] [SERVICE]", at_most(1))
@flag("-a, --all", BOOL, "Also show stopped containers")
@FORMAT
@flag("--no-stream", BOOL, "Print one result and exit")
@flag("--no-trunc", BOOL, "Do not shorten long values")
def stats(app: App, *services: str, all: bool, format: str, no_stream: bool, no_trunc: bool) -> None:
    """Show the CPU, memory, network and disk use of containers."""
    from engineclient.cli.printing.stats_reader import Watch
    from engineclient.cli.printing.stats_table import show_stats

    target = named(app)
    wanted = [f"{labels.PROJECT}={target.name}", *(f"{labels.SERVICE}={name}" for name in services)]
    watch = Watch((), all=all, stream=not no_stream, filters={"label": wanted})
    format = format or setting(app, "statsFormat")
    show_stats(app, watch, format, stream=not no_stream, truncate=not no_trunc)
