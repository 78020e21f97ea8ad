"""logs: show the output of a container."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.since_until import query_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App


def _on_each(app: App, _command: object, args: Sequence[str], given: dict[str, Any]) -> int:
    # Imported here because rarely needed
    from engineclient.commands.container.logs_on_nodes import (
        logs_on_each,
    )

    return logs_on_each(app, *args, **given)


@command("[OPTIONS] CONTAINER", exactly(1), complete=container_names(), several=_on_each)
@flag("--details", BOOL, "Also show the labels and variables that the log driver stores")
@flag("-f, --follow", BOOL, "Continue with new output as it is printed")
@flag("--since", STRING, "Show output since a time (2013-01-02T13:23:37Z) or a duration ago (42m)")
@flag("-n, --tail", STRING, "Number of lines from the end", default="all")
@flag("-t, --timestamps", BOOL, "Show the time of each line")
@flag("--until", STRING, "Show output before a time (2013-01-02T13:23:37Z) or a duration ago (42m)")
def logs(
    app: App,
    container: str,
    *,
    details: bool,
    follow: bool,
    since: str,
    tail: str,
    timestamps: bool,
    until: str,
) -> None:
    """`minidocker logs`."""
    engine = app.engine()
    # Inspect first: before API 1.42 the answer of logs does not say whether its stream is framed.
    inspected = engine.containers.inspect(container)
    with engine.containers.logs(
        inspected.id,
        follow=follow,
        since=query_time(since, "since"),
        until=query_time(until, "until"),
        timestamps=timestamps,
        details=details,
        tail=tail,
        tty=inspected.config.tty,
    ) as frames:
        sinks = {"stdin": app.out, "stdout": app.out, "stderr": app.err}
        for frame in frames:
            sinks[frame.stream].write(frame.data)
