"""Show the requests that a dry run does not send."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from engineclient.api.permissions import RequestSummary
from engineclient.cli.failures import PROGRAM
from engineclient.cli.output import Output
from engineclient.events.redaction import redacted, redacted_parameter
from engineclient.trace.fields import brief, fields, short

if TYPE_CHECKING:
    from engineclient.transport.dry_run import Unsent

_MOST_FIELDS: Final = 30
_NO_BODY: Final = ("", "application/json", "text/plain")


def show_unsent(unsent: Unsent) -> None:
    """Print an unsent request on stderr, as `minidocker: dry run: POST /containers/create?name=web  Image=nginx`."""
    Output(sys.stderr).line(f"{PROGRAM}: dry run: {described(unsent)}")


def described(unsent: Unsent) -> str:
    """A request in one line: method, path and the fields of its body, without secrets."""
    path = RequestSummary(unsent.method, unsent.target).path
    query = parse_qsl(unsent.target.partition("?")[2])
    pairs = "&".join(f"{name}={short(redacted_parameter(name, value))}" for name, value in query)
    body = fields(redacted(unsent.json, f"{unsent.method} {path}"), limit=_MOST_FIELDS)
    if unsent.json is None and unsent.content_type not in _NO_BODY:
        body = [f"({unsent.content_type})"]
    return "  ".join((f"{unsent.method} {brief(path)}{'?' if pairs else ''}{pairs}", *body))
