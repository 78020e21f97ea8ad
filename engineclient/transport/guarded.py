"""Transports around any other that cannot send what may change the engine: one refuses it, one only shows it."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from engineclient.api.permissions import Asked
from engineclient.errors import WouldChange
from engineclient.transport.imagined import Imagination
from engineclient.transport.unix import SocketStream, wants_upgrade

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.transport.imagined import Imagined

    Show = Callable[["Unsent"], object]


class Unsent(NamedTuple):
    """A request that a dry run did not send.

    Attributes:
        method: its HTTP method.
        target: path and query, with the version in front.
        json: its body, if that is JSON.
        content_type: of its body, if it has one.

    """

    method: str
    target: str
    json: Any = None
    content_type: str = ""


def asked(request: httpx.Request) -> Asked:
    """What decides whether `request` may be sent."""
    content_type = request.headers.get("content-type", "")
    return Asked(request.method, request.url.raw_path.decode("ascii"), content_type)


def body_of(request: httpx.Request) -> Any:
    """The body of `request` if it is JSON; a stream is not read."""
    if not isinstance(request.stream, httpx.ByteStream):
        return None
    try:
        return json.loads(b"".join(request.stream))
    except ValueError:
        return None


def question(request: httpx.Request, path: str) -> httpx.Request:
    """A read of `path` in the version of `request`, and with its patience."""
    begin, _, _ = request.url.raw_path.decode("ascii").partition("/containers/")
    url = request.url.copy_with(raw_path=(begin + path).encode())
    return httpx.Request("GET", url, extensions=request.extensions)


def refuse_changes(request: httpx.Request) -> None:
    """Let a read pass.

    Raises:
        WouldChange: `request` may be none.

    """
    ask = asked(request)
    if not ask.is_read:
        raise WouldChange(ask.method, ask.path)


def response(imagined: Imagined, stream: Callable[[socket.socket, bytes], Any]) -> httpx.Response:
    """`imagined` as an answer; `stream` makes the network_stream of a connection whose other end is closed."""
    headers = {"content-type": imagined.type}
    if not imagined.hijack:
        return httpx.Response(imagined.status, headers=headers, content=imagined.body)
    ours, theirs = socket.socketpair()
    ours.setblocking(False)  # as the one for asyncio wants it; the other sets what it needs itself
    theirs.close()
    return httpx.Response(imagined.status, headers=headers, extensions={"network_stream": stream(ours, b"")})


class ReadOnlyTransport(httpx.BaseTransport):
    """Sends reads by `inner`, and nothing else.

    What is a read, the table of operations says; what does not stand there is none. An attach is one unless it sends
    input, and so is a wait.
    """

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`.

        Raises:
            WouldChange: it may be no read; nothing was sent.
        """
        refuse_changes(request)
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the transport inside."""
        self._inner.close()


class DryRunTransport(httpx.BaseTransport):
    """Sends reads by `inner`; shows what may change something, and answers that as an engine might.

    An attach and a wait are not sent either: what they wait for does not happen.
    """

    def __init__(self, inner: httpx.BaseTransport, show: Show) -> None:
        self._inner = inner
        self._show = show
        self._imagination = Imagination()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` if it is a read, or else show it and come back with an answer that nobody gave."""
        ask, imagination = asked(request), self._imagination
        if imagination.sends(ask):
            return self._inner.handle_request(request)
        body = body_of(request)
        path = imagination.question(ask, body)
        if path is not None:
            answer = self._inner.handle_request(question(request, path))
            answer.read()
            answer.close()
            if answer.status_code == httpx.codes.NOT_FOUND:
                return response(imagination.missing(body), SocketStream)
        if not ask.is_read:
            self._show(Unsent(ask.method, ask.target, body, ask.content_type))
        return response(imagination.answer(ask, body, upgrade=wants_upgrade(request)), SocketStream)

    def close(self) -> None:
        """Close the transport inside."""
        self._inner.close()
