"""logs on several engines: `--context a,b logs -f web`."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.failures import failure_of
from engineclient.cli.several_engines import report
from engineclient.cli.side_by_side import side_by_side
from engineclient.cli.since_until import query_time
from engineclient.commands.container.on_nodes import nodes
from engineclient.errors import EngineError
from engineclient.procedures.container_logs import read_together
from engineclient.procedures.service_containers import SERVICE, title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engineclient.cli.app import App
    from engineclient.models.system import Event
    from engineclient.procedures.service_containers import NodeContainers

_SEPARATOR: Final = b"    | "


def logs_on_each(app: App, name: str, *, since: str, until: str, follow: bool, **options: Any) -> int:
    """Print the logs of a container, or of all containers of a swarm's service, from several engines together.

    Each line begins as with `service logs`: with the container and, after `@`, the context. The error of an engine is
    printed when it occurs, as reading may never end.
    """
    from concurrent.futures import as_completed

    options |= {"since": query_time(since, "since"), "until": query_time(until, "until"), "follow": follow}
    with nodes(app) as on:
        found = {node: result for node, [result] in on.find([name]).items()}
        code = report(app, on.failures)
        shown = _Shown(app, (f"{title}@{node}" for node, each in found.items() for title in each.ids))
        reading = {
            node: read_together(
                each.ids,
                shown.of(node),
                joining=_joining(each) if follow else None,
                arrived=_title,
                **options,
            )
            for node, each in found.items()
        }
        with side_by_side(on.engines, reading) as running:
            names = {future: node for node, future in running.items()}
            for future in as_completed(names):
                if isinstance(error := future.exception(), EngineError):
                    code = report(app, {names[future]: failure_of(error)})
                elif error is not None:
                    raise error
        return code


def _joining(found: NodeContainers) -> dict[str, list[str]] | None:
    """Filters for the containers to read when they start: those of the same service."""
    return {"label": [f"{SERVICE}={found.service}"]} if found.service else None


def _title(event: Event) -> str:
    return title(event.actor.attributes.get("name", ""), event.actor.attributes)


class _Shown:
    """Prints lines of several engines, one at a time, after prefixes of equal width; `titles` are the known prefixes."""

    def __init__(self, app: App, titles: Iterable[str]) -> None:
        self._app = app
        self._width = max(map(len, titles), default=0)
        self._lock = Lock()

    def of(self, node: str) -> Callable[[str, str, bytes], None]:
        """The function that prints the lines of one engine."""

        def line(name: str, stream: str, text: bytes) -> None:
            out = self._app.err if stream == "stderr" else self._app.out
            prefix = f"{name}@{node}".ljust(self._width).encode(errors="surrogateescape")
            with self._lock:
                out.write(prefix + _SEPARATOR + text + b"\n")

        return line
