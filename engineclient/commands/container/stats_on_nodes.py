"""stats on several engines: `--context a,b stats web`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.printing.listing import short_id, with_context
from engineclient.cli.printing.stats_reader import Watch
from engineclient.cli.printing.stats_table import INTERVAL, screen, usage_formatter
from engineclient.cli.settings import setting
from engineclient.cli.several_engines import report, source_with_context
from engineclient.cli.side_by_side import side_by_side
from engineclient.commands.container.on_nodes import nodes
from engineclient.errors import EngineError
from engineclient.golang.template import TemplateError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from engineclient.cli.app import App
    from engineclient.cli.printing.stats_reader import Row
    from engineclient.commands.container.on_nodes import Nodes


def stats_on_each(app: App, *names: str, all: bool, format: str, no_stream: bool, no_trunc: bool) -> int:
    """Show what containers use on several engines, in one table with a column for the context.

    A name may be that of a swarm's service: it means the service's containers on each engine.
    """
    source = source_with_context(format or setting(app, "statsFormat"))
    try:
        layout = with_context(usage_formatter(truncate=not no_trunc)).layout(source)
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}") from error
    with nodes(app) as on:
        watches = _watches(on, names, all=all, stream=not no_stream)
        reading = {node: watch.read() for node, watch in watches.items()}

        def rows() -> list[tuple[str, Row]]:
            return [(node, row) for node, watch in watches.items() for row in watch.rows()]

        with side_by_side(on.engines, reading) as running:
            while not no_stream and not _ended(running):
                time.sleep(INTERVAL)
                app.out.write(screen(layout, rows()))
            for node, future in running.items():
                if isinstance(failed := future.exception(), EngineError):
                    on.failures[node] = failure_of(failed)
        if no_stream and (shown := rows()):
            app.out.write(layout.render(shown))
        return report(app, on.failures)


def _watches(on: Nodes, names: tuple[str, ...], *, all: bool, stream: bool) -> dict[str, Watch]:
    """The readers of the stats on each engine: of the named containers that exist there, or of all containers."""
    if not names:
        return {node: Watch((), all=all, stream=stream) for node in on.engines}
    ids = {
        node: [short_id(id) for each in found for id in each.ids.values()]
        for node, found in on.find(names).items()
    }
    return {node: Watch(own, all=all, stream=stream) for node, own in ids.items() if own}


def _ended(running: dict[str, Future[None]]) -> bool:
    return all(future.done() for future in running.values())
