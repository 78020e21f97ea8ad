"""Progress as JSON, `--progress=rawjson`: one line for each report, with buildx's names and order."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING, Any

from engineclient.golang.json import escape_html
from engineclient.options.values.json_object import present

if TYPE_CHECKING:
    from engineclient.build.trace import Place, Status, Vertex, VertexLog, VertexStatus, VertexWarning

_BILLION = 1_000_000_000


def raw_json(status: Status) -> str:
    """One report as a line; the definition of a warning's source, which only a frontend could use, is left out."""
    report = present(
        {
            "vertexes": [_vertex(vertex) for vertex in status.vertexes],
            "statuses": [_status(part) for part in status.statuses],
            "logs": [_log(log) for log in status.logs],
            "warnings": [warning_object(warning) for warning in status.warnings],
        }
    )
    text = json.dumps(report, separators=(",", ":"), ensure_ascii=False)
    return escape_html(text) + "\n"


def _vertex(vertex: Vertex) -> dict[str, Any]:
    group = vertex.group
    return present(
        {
            "digest": vertex.digest,
            "inputs": [*vertex.inputs],
            "name": vertex.name,
            "started": _time(vertex.started),
            "completed": _time(vertex.completed),
            "cached": vertex.cached,
            "error": vertex.error,
            "progressGroup": group and present({"id": group.id, "name": group.name, "weak": group.weak}),
        }
    )


def _status(part: VertexStatus) -> dict[str, Any]:
    return (
        {"id": part.id}
        | present({"vertex": part.vertex, "name": part.name, "total": part.total})
        | {"current": part.current, "timestamp": _time(part.timestamp) or _NEVER}
        | present({"started": _time(part.started), "completed": _time(part.completed)})
    )


def _log(log: VertexLog) -> dict[str, Any]:
    return present({"vertex": log.vertex, "stream": log.stream, "data": _base64(log.data)}) | {
        "timestamp": _time(log.timestamp) or _NEVER
    }


def warning_object(warning: VertexWarning) -> dict[str, Any]:
    """A warning as buildx has it in JSON."""
    source = present(
        {"filename": warning.filename, "data": _base64(warning.source), "language": warning.language}
    )
    return present(
        {
            "vertex": warning.vertex,
            "level": warning.level,
            "short": _base64(warning.short),
            "detail": [_base64(line) for line in warning.detail],
            "url": warning.url,
            "sourceInfo": source,
            "range": [{"start": _place(first), "end": _place(last)} for first, last in warning.ranges],
        }
    )


def _place(place: Place) -> dict[str, int]:
    return present({"line": place[0], "character": place[1]})


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


_NEVER = "0001-01-01T00:00:00Z"


def _time(moment: int | None) -> str:
    """RFC 3339 with as many digits as it takes; "" for no time."""
    if moment is None:
        return ""
    seconds, nanoseconds = divmod(moment, _BILLION)
    fraction = f".{nanoseconds:09d}".rstrip("0").rstrip(".")
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + fraction + "Z"
