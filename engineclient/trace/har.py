"""A trace as HAR 1.2, for the network panels of browsers. Source: the HTTP Archive format, W3C draft of 2012.

Frames of a hijacked connection are in `_webSocketMessages`, which Chromium's panel shows; the daemon's events are in
`_daemonEvents`, a field of our own.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from engineclient.events import Elided, Pairs
from engineclient.trace.phrases import phrase
from engineclient.versions import CLIENT

if TYPE_CHECKING:
    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.part import Part
    from engineclient.trace.trace import Trace

__all__ = ["render"]

_HTTP: Final = "HTTP/1.1"
_TEXT, _BINARY = 1, 2  # opcodes of a WebSocket


def render(trace: Trace) -> str:
    """The text of the file."""
    log: dict[str, Any] = {
        "version": "1.2",
        "creator": {"name": "engineclient", "version": CLIENT},
        "entries": [
            _entry(trace, exchange, parts) for exchange, parts in trace.exchanges() if exchange.request.method
        ],
        "comment": " ".join([trace.engine, *trace.command]),
        "_daemonEvents": [
            {
                "time": trace.date(daemon_event.at),
                "type": daemon_event.kind,
                "action": daemon_event.action,
                "id": daemon_event.id,
            }
            | {"attributes": dict(daemon_event.attributes)}
            for daemon_event in trace.daemon_events
        ],
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n"


def _entry(trace: Trace, exchange: Exchange, parts: list[Part]) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    headed = response.at if response else _ended(exchange)
    wait, receive = (headed - request.at) * 1000, max(0.0, _ended(exchange) - headed) * 1000
    entry: dict[str, Any] = {
        "startedDateTime": trace.date(request.at),
        "time": wait + receive,
        "request": _request(exchange),
        "response": _response(exchange, parts),
        "cache": {},
        "timings": {
            "blocked": -1,
            "dns": -1,
            "connect": -1,
            "send": 0,
            "wait": wait,
            "receive": receive,
            "ssl": -1,
        },
        "connection": str(exchange.number),
        "_resourceType": "websocket" if exchange.hijacked else "fetch",
    }
    if exchange.note:
        entry["comment"] = exchange.note.purpose
    if exchange.hijacked:
        entry["_webSocketMessages"] = [_message(trace, part) for part in parts]
    return entry


def _ended(exchange: Exchange) -> float:
    times = [end.at for end in exchange.ends] or [
        exchange.response.at if exchange.response else exchange.request.at
    ]
    return max(times)


def _request(exchange: Exchange) -> dict[str, Any]:
    request = exchange.request
    version = f"/v{request.version}" if request.version else ""
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in request.query)
    entry: dict[str, Any] = {
        "method": request.method,
        "url": f"http://localhost{version}{request.path}" + ("?" + query if query else ""),
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": _named(request.headers),
        "queryString": _named(request.query),
        "headersSize": -1,
        "bodySize": _size(exchange.body),
    }
    if exchange.body:
        kind = dict(request.headers).get("content-type", "application/octet-stream")
        entry["postData"] = {"mimeType": kind, "params": [], "text": _text(exchange.body)}
    return entry


def _response(exchange: Exchange, parts: list[Part]) -> dict[str, Any]:
    response = exchange.response
    headers = dict(response.headers) if response else {}
    content: dict[str, Any] = {"size": 0, "mimeType": headers.get("content-type", "")}
    if not exchange.hijacked:
        content |= _content([part for part in parts if part.side == "daemon"])
    return {
        "status": response.status if response else 0,
        "statusText": phrase(response.status) if response else "",
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": _named(response.headers) if response else [],
        "content": content,
        "redirectURL": headers.get("location", ""),
        "headersSize": -1,
        "bodySize": content["size"] if response else -1,
    } | ({} if response else {"_error": "the connection ended without an answer"})


def _content(parts: list[Part]) -> dict[str, Any]:
    """The body of an answer: records one a line, output without the headers of its frames."""
    end = b"\n" if parts and parts[0].kind == "record" else b""
    kept = b"".join(part.data + end for part in parts if isinstance(part.data, bytes))
    size = sum(part.size + len(end) for part in parts)
    left_out = {"comment": "not kept"} if any(isinstance(part.data, Elided) for part in parts) else {}
    try:
        return {"size": size, "text": kept.decode()} | left_out
    except UnicodeDecodeError:
        return {"size": size, "text": base64.b64encode(kept).decode(), "encoding": "base64"} | left_out


def _message(trace: Trace, part: Part) -> dict[str, Any]:
    message = {
        "type": "send" if part.side == "client" else "receive",
        "time": trace.began + part.at,
        "_stream": part.kind,
    }
    try:
        text = part.data.decode() if isinstance(part.data, bytes) else part.text
    except UnicodeDecodeError:
        assert isinstance(part.data, bytes)
        return message | {"opcode": _BINARY, "data": base64.b64encode(part.data).decode()}
    return message | {"opcode": _TEXT, "data": text}


def _named(pairs: Pairs) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _size(data: bytes | Elided) -> int:
    return data.size if isinstance(data, Elided) else len(data)


def _text(data: bytes | Elided) -> str:
    return f"({data.size} bytes, not kept)" if isinstance(data, Elided) else data.decode(errors="replace")
