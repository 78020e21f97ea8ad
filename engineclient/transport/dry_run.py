"""A transport that wraps another: it sends reads, and only shows requests that may change something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from engineclient.errors import ConnectionFailed
from engineclient.transport.exchange import read_body
from engineclient.transport.imagined import Imagination
from engineclient.transport.read_only import asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.backend import Pipe
    from engineclient.transport.exchange import Incoming, Outgoing, Transport
    from engineclient.transport.imagined import Imagined

    Show = Callable[["Unsent"], object]

_NOT_FOUND = 404


class Unsent(NamedTuple):
    """A request that a dry run shows instead of sending it.

    Attributes:
        method: its HTTP method.
        target: version, path and query.
        json: the body, if it is JSON; otherwise None.
        content_type: that of the body, if it has one.

    """

    method: str
    target: str
    json: Any = None
    content_type: str = ""


class DryRunTransport:
    """Sends reads through `inner`; shows other requests, and answers them as an engine might.

    An attach or a wait for something that the dry run does not do is not sent either: it would never end.
    """

    def __init__(self, inner: Transport, show: Show) -> None:
        self._inner = inner
        self._show = show
        self._imagination = Imagination()

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request` if it is a read; otherwise show it and return an invented answer."""
        ask, imagination = asked(request), self._imagination
        if imagination.sends(ask):
            return await self._inner.exchange(request)
        body = _json_of(request)
        path = imagination.question(ask, body)
        if path is not None:
            answer = await self._inner.exchange(
                request.replace(method="GET", path=path, query="", body=None, headers=())
            )
            await read_body(answer)
            if answer.status == _NOT_FOUND:
                return ImaginedAnswer(imagination.missing(body))
        if not ask.is_read:
            self._show(Unsent(ask.method, ask.target, body, ask.content_type))
        return ImaginedAnswer(imagination.answer(ask, body, upgrade=request.upgrade))

    async def close(self) -> None:
        """Close the inner transport."""
        await self._inner.close()


def _json_of(request: Outgoing) -> Any:
    """The body of `request` if it is JSON; a body that is a stream is not read."""
    if not isinstance(request.body, bytes):
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return None


class ImaginedAnswer:
    """An invented answer; see `Incoming`."""

    def __init__(self, imagined: Imagined) -> None:
        self.status: int = imagined.status
        self.headers: list[tuple[str, str]] = [("content-type", imagined.type)]
        self.pipe: Pipe | None = EndedPipe() if imagined.hijack else None
        self._rest = b"" if imagined.hijack else imagined.body

    async def read(self) -> bytes:
        """The body at the first call, then b""."""
        body, self._rest = self._rest, b""
        return body

    async def close(self) -> None:
        """Nothing to do: there is no connection."""

    def abort(self) -> None:
        """Nothing to do: there is no connection."""


class EndedPipe:
    """A hijacked connection whose other end is closed already."""

    async def read(self) -> bytes:
        """b"": the end."""
        return b""

    async def write(self, data: bytes) -> None:
        """Refuse `data`.

        Raises:
            ConnectionFailed: always.
        """
        raise ConnectionFailed("error during connect: this connection exists only in a dry run")

    async def close_write(self) -> None:
        """Nothing to do: there is no connection."""

    async def close(self) -> None:
        """Nothing to do: there is no connection."""

    def abort(self) -> None:
        """Nothing to do: there is no connection."""

    def fileno(self) -> int:
        """-1: there is no descriptor."""
        return -1

    def pending(self) -> bool:
        """True: reading returns the end at once."""
        return True

    def write_some(self, data: bytes) -> int:
        """Discard `data`."""
        return len(data)
