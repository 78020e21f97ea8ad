"""A transport around any other that sends reads and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.api.permissions import Asked, refusal
from engineclient.errors import WouldChange

if TYPE_CHECKING:
    from engineclient.transport.exchange import Incoming, Outgoing, Transport


def asked(request: Outgoing) -> Asked:
    """What decides whether `request` may be sent."""
    return Asked(request.method, request.target, request.header("content-type"))


class ReadOnlyTransport:
    """Sends reads by `inner`, and nothing else.

    The rule is that of the read-only proxy, `api.permissions.refusal`: an operation that the table lists as a read, in
    a form that every engine reads alike. An attach is one unless it sends input, and so is a wait.
    """

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request`.

        Raises:
            WouldChange: it may be no read; nothing was sent.
        """
        length = len(request.body or b"") if isinstance(request.body, bytes | None) else None
        reason = refusal(request.method, request.target, request.headers, length=length)
        ask = asked(request)
        if reason is not None:
            raise WouldChange(ask.method, ask.path, reason)
        incoming = await self._inner.exchange(request)
        if incoming.pipe is not None:
            incoming.pipe = ReadOnlyPipe(incoming.pipe, ask)
        return incoming

    async def close(self) -> None:
        """Close the transport inside."""
        await self._inner.close()


class ReadOnlyPipe:
    """A connection from which is only read.

    Podman takes an attach that does not mention stdin for one with it: what is written would run in the container.
    """

    def __init__(self, inner: Any, ask: Asked) -> None:
        self._inner = inner
        self._ask = ask

    async def read(self) -> bytes:
        """What the engine sends, b"" at the end."""
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
        what = f"{self._ask.method} {self._ask.path}"
        raise WouldChange(self._ask.method, self._ask.path, f"{what}: its input may change something")

    async def close_write(self) -> None:
        """Send no end either: to a container it is input."""

    async def close(self) -> None:
        """Close the connection."""
        await self._inner.close()

    def abort(self) -> None:
        """Close the connection at once, waking whoever is blocked in it."""
        self._inner.abort()

    def fileno(self) -> int:
        """The descriptor to watch.

        Raises:
            EngineError: there is none.
        """
        number: int = self._inner.fileno()
        return number

    def pending(self) -> bool:
        """Reading gives something at once, whatever the descriptor says."""
        there: bool = self._inner.pending()
        return there
