"""Lines of docker's log, which it writes on stderr beside its own words."""

from __future__ import annotations

import time

from engineclient.golang.quoting import quote
from engineclient.golang.times import format_rfc3339


def error_line(message: str) -> str:
    """`message` as an error in the log."""
    return f'time="{format_rfc3339(time.time_ns())}" level=error msg={quote(message)}'
