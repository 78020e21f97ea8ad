"""A trace as JSON, one event a line: for programs, and to be read back."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from engineclient.errors import DecodeError
from engineclient.events import Data, Elided, End, Event, Pairs, Request, Response
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.exchanges import redacted_events
from engineclient.trace.trace import Trace

__all__ = ["loads", "render"]

_FORMAT: Final = "engineclient trace 1"


def render(trace: Trace) -> str:
    """The text of the file: a line about the trace, then all events and the daemon's events, by time."""
    head = {
        "format": _FORMAT,
        "engine": trace.engine,
        "command": [*trace.command],
        "began": trace.began,
        "timed": trace.timed,
    }
    if trace.exit_code is not None:
        head["exit_code"] = trace.exit_code
    lines = [(event.at, _event_line(event)) for event in redacted_events(trace.events)]
    for daemon_event in trace.daemon_events:
        place = next((index for index, (at, _) in enumerate(lines) if at > daemon_event.at), len(lines))
        lines.insert(place, (daemon_event.at, _daemon_event_line(daemon_event)))
    return "".join(
        json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *(line for _, line in lines))
    )


def loads(text: str) -> Trace:
    """Parse the text of such a file.

    Raises:
        DecodeError: it is not a trace, or has another format version.

    """
    try:
        head, *lines = map(json.loads, filter(None, text.split("\n")))
        if head["format"] != _FORMAT:
            raise DecodeError(f"not a trace that this version reads: {head['format']}")
        trace = Trace(
            head["engine"], head["command"], head["began"], head["timed"], exit_code=head.get("exit_code")
        )
        for line in lines:
            if line["event"] == "moment":
                del line["event"]
                trace.daemon_events.append(DaemonEvent(**line))
            else:
                trace.events.append(_to_event(line))
    except (ValueError, KeyError, TypeError) as error:
        raise DecodeError(f"not a trace: {error!r}") from error
    return trace


def _event_line(event: Event) -> dict[str, Any]:
    base = {"exchange": event.exchange, "at": round(event.at, 6)}
    match event:
        case Request():
            return {
                "event": "request",
                **base,
                "method": event.method,
                "path": event.path,
                "version": event.version,
                "query": [*map(list, event.query)],
                "headers": [*map(list, event.headers)],
                "complete": event.complete,
                **_bytes("body", event.body),
            }
        case Response():
            headers = [*map(list, event.headers)]
            return {
                "event": "response",
                **base,
                "status": event.status,
                "framing": event.framing,
                "headers": headers,
            }
        case Data():
            return {"event": "data", **base, "side": event.side, **_bytes("data", event.data)}
        case End():
            return {"event": "end", **base, "side": event.side, "how": event.how}


def _daemon_event_line(daemon_event: DaemonEvent) -> dict[str, Any]:
    return {
        "event": "moment",
        "at": round(daemon_event.at, 6),
        "kind": daemon_event.kind,
        "action": daemon_event.action,
        "id": daemon_event.id,
        "attributes": dict(daemon_event.attributes),
    }


def _to_event(line: dict[str, Any]) -> Event:
    exchange, at = line["exchange"], line["at"]
    match line["event"]:
        case "request":
            body = _to_bytes("body", line)
            query, headers = _pairs(line["query"]), _pairs(line["headers"])
            if isinstance(body, Elided):
                raise DecodeError("a request's body is never left out")
            return Request(
                exchange,
                at,
                line["method"],
                line["path"],
                line["version"],
                query,
                headers,
                body,
                line["complete"],
            )
        case "response":
            return Response(exchange, at, line["status"], _pairs(line["headers"]), line["framing"])
        case "data":
            return Data(exchange, at, line["side"], _to_bytes("data", line))
        case "end":
            return End(exchange, at, line["side"], line["how"])
        case other:
            raise DecodeError(f"not an event of a trace: {other}")


def _pairs(pairs: list[list[str]]) -> Pairs:
    return tuple((name, value) for name, value in pairs)


def _bytes(name: str, data: bytes | Elided) -> dict[str, Any]:
    if isinstance(data, Elided):
        return {"elided": data.size, "sha256": data.sha256}
    try:
        return {name: data.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _to_bytes(name: str, line: dict[str, Any]) -> bytes | Elided:
    if "elided" in line:
        return Elided(line["elided"], line["sha256"])
    return base64.b64decode(line["base64"]) if "base64" in line else line[name].encode()
