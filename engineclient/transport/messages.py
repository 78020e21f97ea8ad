"""Between our requests and answers and httpx's: one place for URLs, headers, timeouts and errors."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import quote

import httpx

from engineclient.calls import Answer, Head, Request
from engineclient.errors import (
    ConnectionFailed,
    DecodeError,
    EngineError,
    EngineTimeout,
    StreamTruncated,
    api_error,
)

_AUTHORITY: Final = "http://api.moby.localhost"  # what docker's own client puts into Host
_ERROR_LIMIT: Final = 1 << 20
_PIECE: Final = 64 * 1024

Timeouts = Mapping[str, float | None]


def build(request: Request, api_version: str, timeout: float | None, agent: str) -> httpx.Request:
    """`request` as httpx sends it, with its timeouts in the place where httpx's transports look for them."""
    prefix = f"/v{api_version}" if request.versioned else ""
    headers: dict[str, str] = {"User-Agent": agent, **request.headers}
    content: Any = request.content
    if request.json is not None:
        text = json.dumps(request.json, ensure_ascii=False, separators=(",", ":"))
        content = text.encode(errors="surrogateescape")  # arguments and paths of this machine need be no text
        headers["Content-Type"] = "application/json"
    if broken := [name for name, value in headers.items() if not value.isprintable()]:
        raise ValueError(f"{broken[0]} cannot hold a line break (use base64.b64encode, not encodebytes)")
    read = getattr(content, "read", None)
    if read is not None and isinstance(content, Iterable):
        # From where the file stands, in chunks: httpx would promise its whole length, and the engine wait for it.
        content = iter(partial(read, _PIECE), b"")
    if request.upgrade:
        # Both: podman wants `Connection`, and without `Upgrade` docker mislabels the stream.
        headers |= {"Connection": "Upgrade", "Upgrade": "tcp"}
    return httpx.Request(
        request.method,
        _AUTHORITY + prefix + request.path + _query_string(request.query),
        headers=headers,
        content=content,
        extensions={"timeout": _timeouts(request.patience, timeout)},
    )


def _query_string(query: Mapping[str, str | list[str]]) -> str:
    pairs = [
        f"{quote(name, safe='')}={quote(value, safe='', errors='surrogateescape')}"
        for name, values in query.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return "?" + "&".join(pairs) if pairs else ""


def _timeouts(patience: float | None, timeout: float | None) -> Timeouts:
    read = None if patience is None or timeout is None else timeout + patience
    return {"connect": timeout, "read": read, "write": timeout, "pool": timeout}


def head_of(response: httpx.Response, api_version: str) -> Head:
    """The head of `response`."""
    return Head(
        response.status_code, {name.lower(): value for name, value in response.headers.items()}, api_version
    )


def check(answer: Answer, request: Request) -> Answer:
    """`answer` if it is no error.

    Raises:
        APIError: its class by the status, its message the engine's.
    """
    status = answer.head.status
    if status < 400 and (status != 101 or request.upgrade):
        return answer
    raise api_error(status, error_message(answer, request), answer.body[:_ERROR_LIMIT])


def error_message(answer: Answer, request: Request) -> str:
    """The engine's own words: `message` of its JSON, or the text of a body that is none (podman, proxies, attach)."""
    text = answer.body[:_ERROR_LIMIT].decode(errors="replace").strip()
    if not text:
        reason = httpx.codes.get_reason_phrase(answer.head.status)
        url = _AUTHORITY + f"/v{answer.head.api_version}" * request.versioned + request.path
        return (
            f"request returned {answer.head.status} {reason} for API route and version {url}, "
            "check if the server supports the requested API version"
        )
    try:
        message = json.loads(text)["message"]
    except (ValueError, TypeError, KeyError):
        return text
    return message.strip() if isinstance(message, str) else text


def translate(error: httpx.TransportError, host: str) -> EngineError:
    """Our error for httpx's, with docker's text and a hint."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return _unreachable(error, host)
    if isinstance(error, httpx.TimeoutException):
        return EngineTimeout(f"{host}: {error}")
    if isinstance(error, httpx.RemoteProtocolError):
        if "without" in str(error):  # an answer
            return ConnectionFailed(f"error during connect: {error}", host=host, hint=_BROKEN)
        if "closed" in str(error):
            return StreamTruncated(f"unexpected EOF: {error}")
        return DecodeError(str(error))
    return ConnectionFailed(f"error during connect: {error}", host=host, hint=_BROKEN)


_BROKEN: Final = "The connection broke. Is the engine still running?"
_NO_DAEMON: Final = "Cannot connect to the Docker daemon at {host}. Is the docker daemon running?"


def _unreachable(error: httpx.TransportError, host: str) -> ConnectionFailed:
    cause = error.__cause__
    path = host.removeprefix("unix://")
    number = cause.errno if isinstance(cause, OSError) else None
    if number in (errno.EACCES, errno.EPERM):
        return ConnectionFailed(
            f"permission denied while trying to connect to the Docker daemon socket at {host}: {error}",
            host=host,
            hint=f"You may not use {path}. Become a member of its group (docker), or use sudo.",
        )
    hint = {
        errno.ENOENT: f"There is no socket at {path}: no engine has made one.",
        errno.ECONNREFUSED: f"{path} is there, but nobody listens: the engine has stopped, or this is no socket.",
        errno.ENOTSOCK: f"{path} is not a socket.",
        errno.ENOTDIR: f"{path} is no path to a socket: a part of it is a file.",
    }.get(number or 0, str(error))
    return ConnectionFailed(_NO_DAEMON.format(host=host), host=host, hint=hint)
