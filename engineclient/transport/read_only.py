"""A transport that wraps another and sends only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.api.permissions import RequestSummary, refusal
from engineclient.errors import WouldChange

if TYPE_CHECKING:
    from engineclient.transport.exchange import Incoming, Outgoing, Transport


def summary(request: Outgoing) -> RequestSummary:
    """The properties of `request` that decide whether it may be sent."""
    return RequestSummary(request.method, request.target, request.header("content-type"))


class ReadOnlyTransport:
    """Sends reads through `inner`, and refuses all other requests.

    The rule is that of the read-only proxy, `api.permissions.refusal`: the table of operations lists the operation as a
    read, and every engine interprets the request in the same way. A wait is a read, and so is an attach without input.
    """

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request`.

        Raises:
            WouldChange: it may change something; nothing was sent.
        """
        length = len(request.body or b"") if isinstance(request.body, bytes | None) else None
        reason = refusal(request.method, request.target, request.headers, length=length)
        about = summary(request)
        if reason is not None:
            raise WouldChange(about.method, about.path, reason)
        incoming = await self._inner.exchange(request)
        if incoming.pipe is not None:
            incoming.pipe = ReadOnlyPipe(incoming.pipe, about)
        return incoming

    async def close(self) -> None:
        """Close the inner transport."""
        await self._inner.close()


class ReadOnlyPipe:
    """A hijacked connection that can only be read.

    Podman attaches stdin even if the request does not mention it: what is written would reach the container.
    """

    def __init__(self, inner: Any, about: RequestSummary) -> None:
        self._inner = inner
        self._about = about

    async def read(self) -> bytes:
        """The next bytes, b"" at the end."""
        data: bytes = await self._inner.read()
        return data

    async def write(self, data: bytes) -> None:
        """Refuse `data`.

        Raises:
            WouldChange: always; nothing was sent.
        """
        self.write_some(data)

    def write_some(self, data: bytes) -> int:
        """Refuse `data`.

        Raises:
            WouldChange: always; nothing was sent.
        """
        what = f"{self._about.method} {self._about.path}"
        raise WouldChange(self._about.method, self._about.path, f"{what}: its input may change something")

    async def close_write(self) -> None:
        """Do nothing: the end of stdin is input of the container too."""

    async def close(self) -> None:
        """Close the connection."""
        await self._inner.close()

    def abort(self) -> None:
        """Close the connection at once; a blocked call ends."""
        self._inner.abort()

    def fileno(self) -> int:
        """The descriptor to watch.

        Raises:
            EngineError: there is none.
        """
        number: int = self._inner.fileno()
        return number

    def pending(self) -> bool:
        """Whether reading returns at once, though the descriptor may not be readable."""
        there: bool = self._inner.pending()
        return there
