"""events: print the engine's events as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.command import command
from engineclient.cli.flag_types import FILTER, STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.engine_structs import ENGINE
from engineclient.cli.printing.struct_format import check_fields, print_through, template_of
from engineclient.cli.since_until import query_time
from engineclient.golang.durations import SECOND
from engineclient.golang.times import format_rfc3339
from engineclient.wire.shapes import MapOf, fit

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.golang.template import Record
    from engineclient.models.system import Event

_BAD: Final = "Error parsing format"
_SHAPE: Final = {
    **dict.fromkeys(("status", "id", "from", "Type", "Action", "scope"), ""),
    "time": 0,
    "timeNano": 0,
    "Actor": {"ID": "", "Attributes": MapOf("")},
}


@command("[OPTIONS]")
@flag("-f, --filter", FILTER, "Show only events that meet a condition")
@flag("--format", STRING, "Output format:\n'json':             JSON, one object a line\n"
      "'TEMPLATE':         The output of a Go template, one line an event")  # fmt: skip
@flag("--since", STRING, "Also show past events, from this time")
@flag("--until", STRING, "Stop at this time")
def events(app: App, *, filter: dict[str, list[str]], format: str, since: str, until: str) -> None:
    """Print events until `--until`, or until interrupted."""
    template = template_of(format, _BAD) if format else None
    if template is not None:
        check_fields(template, _struct({}), _BAD)
    with app.engine().events(since=query_time(since), until=query_time(until), filters=filter) as happening:
        for event in happening:
            if template is None:
                app.out.line(_line(event))
            else:
                print_through(app, template, _struct(event.raw or {}))


def _struct(raw: Any) -> Record:
    fit(_SHAPE, raw, "Message")
    return ENGINE.struct("events.Message", raw, by_pointer=True)


def _line(event: Event) -> str:
    moment = format_rfc3339(event.time_nano or event.time * SECOND, nanoseconds=True)
    attributes = event.actor.attributes
    details = ", ".join(f"{key}={attributes[key]}" for key in sorted(attributes))
    return f"{moment} {event.type} {event.action} {event.actor.id}{f' ({details})' if details else ''}"
