"""A transport around any other that sends reads and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api.permissions import Asked
from engineclient.errors import WouldChange

if TYPE_CHECKING:
    from engineclient.transport.exchange import Incoming, Outgoing, Transport


def asked(request: Outgoing) -> Asked:
    """What decides whether `request` may be sent."""
    return Asked(request.method, request.target, request.header("content-type"))


class ReadOnlyTransport:
    """Sends reads by `inner`, and nothing else.

    The table of operations defines what a read is; what it does not list is none. An attach is one unless it sends
    input, and so is a wait.
    """

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request`.

        Raises:
            WouldChange: it may be no read; nothing was sent.
        """
        ask = asked(request)
        if not ask.is_read:
            raise WouldChange(ask.method, ask.path)
        return await self._inner.exchange(request)

    async def close(self) -> None:
        """Close the transport inside."""
        await self._inner.close()
