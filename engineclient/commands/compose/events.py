"""`compose events`: print the events of a project's containers as they occur."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.since_until import query_time
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.running import named
from engineclient.compose import labels
from engineclient.golang.durations import SECOND

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.models.system import Event

_LEFT_OUT: Final = "com.docker.compose."
_TRAILING: Final = re.compile(r"\.?0+(?=Z|[+-]\d\d:\d\d$)")  # zeros at the end of the fraction


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--json", BOOL, "Print each event as a JSON object")
@flag("--since", STRING, "Show events since this time")
@flag("--until", STRING, "Show events until this time")
def events(app: App, *services: str, json: bool, since: str, until: str) -> None:
    """Print events of the containers of a project until `--until`, or until interrupted."""
    target = named(app)
    filters = {"type": ["container"], "label": [f"{labels.PROJECT}={target.name}"]}
    with app.engine().events(since=query_time(since), until=query_time(until), filters=filters) as happening:
        for event in happening:
            attributes = event.actor.attributes
            if attributes.get(labels.ONE_OFF) == "True":
                continue
            if not services or attributes.get(labels.SERVICE) in services:
                app.out.line(_json(event) if json else _line(event))
    raise Failure("EOF")  # the end of docker compose, too, when the stream of events ends


def _own(event: Event) -> dict[str, str]:
    """The attributes of an event without docker compose's labels, sorted by name."""
    found = event.actor.attributes
    return {name: found[name] for name in sorted(found) if not name.startswith(_LEFT_OUT)}


def _line(event: Event) -> str:
    """An event as a line, with an empty line after it."""
    seconds, nanoseconds = divmod(event.time_nano or event.time * SECOND, SECOND)
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
    attributes = ", ".join(f"{name}={value}" for name, value in _own(event).items())
    return f"{moment}.{nanoseconds // 1000:06} container {event.action} {event.actor.id} ({attributes})\n"


def _json(event: Event) -> str:
    from engineclient.golang.json import encode_ordered, escape_html
    from engineclient.golang.times import format_rfc3339

    moment = format_rfc3339(event.time_nano or event.time * SECOND, nanoseconds=True)
    shown = {
        "action": event.action,
        "attributes": _own(event),
        "id": event.actor.id,
        "service": event.actor.attributes.get(labels.SERVICE, ""),
        "time": _TRAILING.sub("", moment),
        "type": "container",
    }
    return escape_html(encode_ordered(shown))
