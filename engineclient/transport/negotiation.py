"""Finds out which API version to use with an engine, also behind proxies that refuse to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient import versions
from engineclient.calls import Head, RequestSpec, WholeAnswer
from engineclient.errors import ConnectionFailed, DecodeError
from engineclient.transport.exchange import read_body
from engineclient.wire.records import load_json

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from engineclient.transport.exchange import Incoming

    SendRequest = Callable[[RequestSpec], Awaitable[Incoming]]

PING: Final = RequestSpec(method="HEAD", path="/_ping", versioned=False)
_OK: Final = 200
_PING_BY_GET: Final = RequestSpec(method="GET", path="/_ping", versioned=False)
_VERSION: Final = RequestSpec(method="GET", path="/version", versioned=False)


async def negotiated(send: SendRequest) -> str:
    """The API version to use. As docker does, ping the engine, by GET where HEAD fails, and continue if that fails, too.

    An engine whose ping is refused is asked for `/version`, which docker does not do.

    Raises:
        ConnectionFailed, EngineTimeout: the engine cannot be reached, or is silent.
        EngineError: it is too old for this client, or its version is malformed.
    """
    for request in (PING, _PING_BY_GET):
        answer = await _answer(send, request)
        announced = "" if answer is None else answer.head.headers.get("api-version", "")
        if announced or (answer is not None and answer.head.status == _OK):
            return versions.negotiate(announced)
    version = await _answer(send, _VERSION)
    return versions.negotiate("" if version is None else _named(version), refused=True)


async def _answer(send: SendRequest, request: RequestSpec) -> WholeAnswer | None:
    """The answer to a request that only asks for a version, None if the connection breaks instead."""
    try:
        incoming = await send(request)
        body = await read_body(incoming)
    except ConnectionFailed as error:
        if not error.reached:
            raise
        return None
    return WholeAnswer(Head(incoming.status, dict(incoming.headers), versions.NEWEST), body)


def _named(answer: WholeAnswer) -> str:
    """The version in the answer of `/version`, "" if there is none."""
    try:
        found = load_json(answer.body)
    except DecodeError:
        return ""
    version = found.get("ApiVersion") if isinstance(found, dict) else None
    return version if isinstance(version, str) else ""
