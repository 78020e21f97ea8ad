"""Translates calls of the API into what transports send (target, headers, body), and error answers into our errors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import APIError, DecodeError, OperationUnsupported, api_error
from engineclient.transport.exchange import AUTHORITY, Outgoing
from engineclient.transport.uploads import body_of
from engineclient.wire.percent import percent_encoded
from engineclient.wire.records import load_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.backend import Backend
    from engineclient.calls import RequestSpec, WholeAnswer
    from engineclient.transport.exchange import Timeouts

_ERROR_LIMIT: Final = 1 << 20
_NO_OPERATION: Final = r"(404 )?page not found|not found|method not allowed|path \S+ is not supported"
"""Whole messages of engines without an operation; that of a missing object names it."""

_NOT_MODIFIED: Final = 304
_LINE_BREAKS: Final = frozenset("\r\n\0")


def outgoing(
    request: RequestSpec, api_version: str, headers: Mapping[str, str], timeouts: Timeouts, backend: Backend
) -> Outgoing:
    """`request` as transports send it, with the default `headers` of every request.

    Raises:
        ValueError: a header contains a line break.
        TypeError: the body is neither bytes nor an iterable of bytes.
    """
    given: dict[str, str | list[str]] = {**headers, **request.headers}
    content = request.content
    if request.json is not None:
        text = json.dumps(request.json, ensure_ascii=False, separators=(",", ":"))
        content = text.encode(errors="surrogateescape")  # arguments and paths may not be valid UTF-8
        given["Content-Type"] = "application/json"
    sent = [
        (name, value)
        for name, values in given.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    for name, value in sent:
        if not _LINE_BREAKS.isdisjoint(value):
            raise ValueError(f"{name} cannot hold a line break (use base64.b64encode, not encodebytes)")
    return Outgoing(
        request.method,
        request.path,
        version=api_version if request.versioned else "",
        query=_query_string(request.query),
        headers=sent,
        body=body_of(content, backend),
        upgrade=request.upgrade,
        timeouts=timeouts,
    )


def _query_string(query: Mapping[str, str | list[str]]) -> str:
    if not query:
        return ""
    return "&".join(
        f"{percent_encoded(name)}={percent_encoded(value)}"
        for name, values in query.items()
        for value in ([values] if isinstance(values, str) else values)
    )


def check(answer: WholeAnswer, request: RequestSpec) -> WholeAnswer:
    """`answer` if it is not an error. A redirect is an error: the operation was not carried out.

    Raises:
        APIError: a subclass chosen by the status, with the engine's message.
        OperationUnsupported: the engine has no such operation; it is an APIError too.
    """
    status = answer.head.status
    if status < 300 and (status != 101 or request.upgrade):
        return answer
    if status == _NOT_MODIFIED and request.unchanged:
        return answer
    raise _error(answer, request)


def _error(answer: WholeAnswer, request: RequestSpec) -> APIError:
    status, message, raw = answer.head.status, error_message(answer, request), answer.body[:_ERROR_LIMIT]
    if status in (404, 405) and re.fullmatch(_NO_OPERATION, message, re.IGNORECASE):
        operation = f"{request.method} {request.path}"
        return OperationUnsupported(status, message, raw, operation=operation, speaks=answer.head.api_version)
    return api_error(status, message, raw)


def error_message(answer: WholeAnswer, request: RequestSpec) -> str:
    """The engine's message: `message` of its JSON, or the text of a body that is not JSON (podman, proxies, attach)."""
    if 300 <= answer.head.status < 400:
        return "unexpected redirect in response"  # docker's words
    text = answer.body[:_ERROR_LIMIT].decode(errors="replace").strip()
    if not text:
        status = answer.head.status
        url = f"http://{AUTHORITY}" + f"/v{answer.head.api_version}" * request.versioned + request.path
        return (
            f"request returned {status} {_phrase(status)} for API route and version "
            f"{url}, check if the server supports the requested API version"
        )
    try:
        message: Any = load_json(text.encode())["message"]
    except (DecodeError, TypeError, KeyError):
        return text
    return message.strip() if isinstance(message, str) else text


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
