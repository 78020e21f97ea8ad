"""stats: what containers use, once or live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import ANY
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT
from engineclient.cli.printing.stats_reader import Watch
from engineclient.cli.printing.stats_table import show_stats
from engineclient.cli.settings import setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App


def _on_each(app: App, _command: object, args: Sequence[str], given: dict[str, Any]) -> int:
    # Imported here because rarely needed
    from engineclient.commands.container.stats_on_nodes import (
        stats_on_each,
    )

    return stats_on_each(app, *args, **given)


@command("[OPTIONS] [CONTAINER...]", ANY, complete=container_names("running"), several=_on_each)
@flag("-a, --all", BOOL, "Also show containers that are not running")
@FORMAT
@flag("--no-stream", BOOL, "Print one record of each container, and exit")
@flag("--no-trunc", BOOL, "Do not shorten IDs")
def stats(app: App, *names: str, all: bool, format: str, no_stream: bool, no_trunc: bool) -> None:
    """`minidocker stats`."""
    watch = Watch(names, all=all, stream=not no_stream)
    format = format or setting(app, "statsFormat")
    show_stats(app, watch, format, stream=not no_stream, truncate=not no_trunc, strict=bool(names))
