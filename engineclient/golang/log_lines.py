"""Log lines in the format of docker's logger, which docker prints on stderr."""

from __future__ import annotations

import time

from engineclient.golang.json import encode_ordered
from engineclient.golang.quoting import quote
from engineclient.golang.times import format_rfc3339


def error_line(message: str) -> str:
    """`message` as a log line of level error."""
    return f'time="{format_rfc3339(time.time_ns())}" level=error msg={quote(message)}'


def json_warning_line(message: str) -> str:
    """`message` as a log line of level warning, in JSON."""
    return encode_ordered({"level": "warning", "msg": message, "time": format_rfc3339(time.time_ns())})


def info_line(message: str, *, coloured: bool = False) -> str:
    """`message` as a log line of level info, or in the form for a terminal if `coloured`."""
    if coloured:
        return f"\x1b[36mINFO\x1b[0m[0000] {message:<44} "
    return f'time="{format_rfc3339(time.time_ns())}" level=info msg={quote(message)}'


def warning_line(message: str, *, coloured: bool = False) -> str:
    """`message` as a log line of level warning, or in the form for a terminal if `coloured`."""
    if coloured:
        return f"\x1b[33mWARN\x1b[0m[0000] {message:<44} "
    return f'time="{format_rfc3339(time.time_ns())}" level=warning msg={quote(message)}'
