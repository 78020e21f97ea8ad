"""context ls: list contexts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.cli.command import command
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.commands.context.known_contexts import DESCRIPTION, KnownContexts
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.errors import InvalidContext
from engineclient.golang.natural import natural_key
from engineclient.text.format import Column, Formatter
from engineclient.text.table import ellipsis

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.connect.contexts import Context

_TABLE: Final = r"{{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}"
_ERROR_WIDTH: Final = 45


class _Row(NamedTuple):
    name: str
    description: str = ""
    endpoint: str = ""
    current: bool = False
    error: str = ""


_FORMATTER: Final = Formatter[_Row](
    "*formatter.clientContextContext",
    {
        "Name": Column("NAME", lambda each: each.name),
        "Description": Column("DESCRIPTION", lambda each: each.description),
        "DockerEndpoint": Column("DOCKER ENDPOINT", lambda each: each.endpoint),
        "Current": Column(None, lambda each: each.current),
        "Error": Column("ERROR", lambda each: ellipsis(each.error, _ERROR_WIDTH)),
    },
    _TABLE,
)


@command("[OPTIONS]")
@FORMAT
@flag("-q, --quiet", BOOL, "Show only names")
def ls(app: App, *, format: str, quiet: bool) -> None:
    """List contexts; an asterisk marks the one in use."""
    known = KnownContexts(app)
    rows = [_row(each, known.current) for each in known.all()]
    if all(row.name != known.current for row in rows):
        rows.append(_missing(known))
    rows.sort(key=lambda row: natural_key(row.name))
    print_list(app, _FORMATTER, rows, "{{.Name}}" if quiet else format)
    if os.environ.get("DOCKER_HOST") and known.current == DEFAULT_CONTEXT and not quiet:
        app.err.line(
            "Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set "
            "the global --context flag, or unset DOCKER_HOST environment variable."
        )


def _row(context: Context, current: str) -> _Row:
    description = DESCRIPTION if context.name == DEFAULT_CONTEXT else context.description
    try:
        endpoint, error = context.host, ""
    except InvalidContext as trouble:
        endpoint, error = "", str(trouble)
    return _Row(context.name, description, endpoint, context.name == current, error)


def _missing(known: KnownContexts) -> _Row:
    """The row of a context in use that does not exist."""
    try:
        known.get(known.current)
    except InvalidContext as error:
        return _Row(known.current, current=True, error=str(error))
    return _Row(known.current, current=True)
