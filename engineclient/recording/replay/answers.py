"""Serialize heads of answers, and make the answers that are not in the recording."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from engineclient.wire.records import json_bytes

if TYPE_CHECKING:
    from engineclient.events import Request, Response
    from engineclient.recording.recording import EngineInfo, Recording

__all__ = ["error", "head", "of_our_own"]

_BODYLESS: Final = (204, 304)
_JSON: Final = "application/json"


def head(event: Response, method: str, length: int) -> bytes:
    """The head of a recorded answer to a request with `method`; its body has `length` bytes."""
    lines = [f"HTTP/1.1 {event.status} {_reason(event.status)}"]
    lines += [f"{name}: {value}" for name, value in event.headers]
    match event.framing:
        case "hijack" if event.status == 101:
            lines += ["connection: Upgrade", "upgrade: tcp"]
        case "chunked":
            lines.append("transfer-encoding: chunked")
        case "length":
            lines.append(f"content-length: {length}")
        case "none" if event.status not in _BODYLESS and method != "HEAD":
            lines.append("content-length: 0")
        case "close":
            lines.append("connection: close")
        case _:
            pass
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def of_our_own(recording: Recording, asked: Request, unexpected: str | None) -> bytes:
    """The answer to a request that was not recorded: to /_ping or /version, or the error that it is `unexpected`."""
    engine = recording.engine
    if unexpected is not None:
        message = f"this is a recording ({recording.scenario}), and it does not hold {unexpected}"
        return error(engine, 500, message)
    if asked.path == "/_ping":
        whole = _whole(200, "text/plain; charset=utf-8", b"OK", engine)
        return whole.removesuffix(b"OK") if asked.method == "HEAD" else whole
    version = {
        "Version": engine.version,
        "ApiVersion": engine.api,
        "MinAPIVersion": engine.min_api,
        "Os": engine.os,
        "Arch": engine.arch,
    }
    return _whole(200, _JSON, json_bytes(version) + b"\n", engine)


def error(engine: EngineInfo, status: int, message: str) -> bytes:
    """An error answer in the engine's form."""
    return _whole(status, _JSON, json_bytes({"message": message}) + b"\n", engine)


def _whole(status: int, kind: str, body: bytes, engine: EngineInfo) -> bytes:
    headers = {"api-version": engine.api} | engine.headers | {"content-type": kind}
    lines = [f"HTTP/1.1 {status} {_reason(status)}", *(f"{name}: {value}" for name, value in headers.items())]
    lines.append(f"content-length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase if status != 101 else "UPGRADED"
    except ValueError:
        return "Unknown"
