"""Log lines in the format of docker's logger, which docker prints on stderr."""

from __future__ import annotations

import time

from engineclient.golang.json import encode_ordered
from engineclient.golang.quoting import quote
from engineclient.golang.times import format_rfc3339


def error_line(message: str) -> str:
    """`message` as a log line of level error."""
    return _plain("error", message)


def json_line(level: str, message: str) -> str:
    """`message` as a log line in JSON."""
    return encode_ordered({"level": level, "msg": message, "time": format_rfc3339(time.time_ns())})


def info_line(message: str, *, coloured: bool = False) -> str:
    """`message` as a log line of level info, or in the form for a terminal if `coloured`."""
    return f"\x1b[36mINFO\x1b[0m[0000] {message:<44} " if coloured else _plain("info", message)


def warning_line(message: str, *, coloured: bool = False) -> str:
    """`message` as a log line of level warning, or in the form for a terminal if `coloured`."""
    return f"\x1b[33mWARN\x1b[0m[0000] {message:<44} " if coloured else _plain("warning", message)


def _plain(level: str, message: str) -> str:
    return f'time="{format_rfc3339(time.time_ns())}" level={level} msg={quote(message)}'
