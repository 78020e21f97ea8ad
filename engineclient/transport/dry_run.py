"""A transport around any other that sends reads, and only shows what may change the engine."""

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


class DryRunTransport:
    """Sends reads by `inner`; shows what may change something, and answers that as an engine might.

    An attach and a wait are not sent either: what they wait for does not happen.
    """

    def __init__(self, inner: Transport, show: Show) -> None:
        self._inner = inner
        self._show = show
        self._imagination = Imagination()

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request` if it is a read, or else show it and come back with an answer that nobody gave."""
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
        """Close the transport inside."""
        await self._inner.close()


def _json_of(request: Outgoing) -> Any:
    """The body of `request` if it is JSON; a stream is not read."""
    if not isinstance(request.body, bytes):
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return None


class ImaginedAnswer:
    """An answer that no engine gave."""

    def __init__(self, imagined: Imagined) -> None:
        self.status: int = imagined.status
        self.headers: list[tuple[str, str]] = [("content-type", imagined.type)]
        self.pipe: Pipe | None = EndedPipe() if imagined.hijack else None
        self._rest = b"" if imagined.hijack else imagined.body

    async def read(self) -> bytes:
        """The body, once."""
        body, self._rest = self._rest, b""
        return body

    async def close(self) -> None:
        """Nothing is held."""

    def abort(self) -> None:
        """Nothing is held."""


class EndedPipe:
    """A connection whose other end is closed already."""

    async def read(self) -> bytes:
        """The end."""
        return b""

    async def write(self, data: bytes) -> None:
        """Refuse `data`.

        Raises:
            ConnectionFailed: always.
        """
        raise ConnectionFailed("error during connect: this connection exists only in a dry run")

    async def close_write(self) -> None:
        """Nothing is held."""

    async def close(self) -> None:
        """Nothing is held."""

    def abort(self) -> None:
        """Nothing is held."""

    def fileno(self) -> int:
        """No descriptor: there is nothing to wait for."""
        return -1

    def pending(self) -> bool:
        """The end is there."""
        return True

    def write_some(self, data: bytes) -> int:
        """Take all of `data`, which goes nowhere."""
        return len(data)
