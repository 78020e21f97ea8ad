"""A transport that wraps another: it sends reads, and only shows requests that may change something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from engineclient.errors import ConnectionFailed
from engineclient.transport.dry_run_answers import DryRunAnswers
from engineclient.transport.exchange import read_body
from engineclient.transport.read_only import summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.backend import Pipe
    from engineclient.transport.dry_run_answers import DryRunAnswer
    from engineclient.transport.exchange import Incoming, Outgoing, Transport

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
        self._answers = DryRunAnswers()

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request` if it is a read; otherwise show it and return an invented answer."""
        about, answers = summary(request), self._answers
        if answers.sends(about):
            return await self._inner.exchange(request)
        body = _json_of(request)
        path = answers.question(about, body)
        if path is not None:
            answer = await self._inner.exchange(
                request.replace(method="GET", path=path, query="", body=None, headers=())
            )
            await read_body(answer)
            if answer.status == _NOT_FOUND:
                return DryRunIncoming(answers.missing(body))
        if not about.is_read:
            self._show(Unsent(about.method, about.target, body, about.content_type))
        return DryRunIncoming(answers.answer(about, body, upgrade=request.upgrade))

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


class DryRunIncoming:
    """An invented answer; see `Incoming`."""

    def __init__(self, answer: DryRunAnswer) -> None:
        self.status: int = answer.status
        self.headers: list[tuple[str, str]] = [("content-type", answer.type)]
        self.pipe: Pipe | None = EndedPipe() if answer.hijack else None
        self._rest = b"" if answer.hijack else answer.body

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
