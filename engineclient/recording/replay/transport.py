"""httpx transports that play a recording in this process, through the code that talks to a live engine."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from engineclient.recording.replay.server import NO_FAULTS, PATIENCE, ReplayServer
from engineclient.transport.async_unix import AsyncSocketTransport
from engineclient.transport.unix import SocketTransport

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.recording.faults import Faults
    from engineclient.recording.recording import Recording

__all__ = ["AsyncReplayTransport", "ReplayServer", "ReplayTransport"]


class _Narrow(socket.socket):
    """A socket from which at most `width` bytes are read at a time: cuts a stream where no sender would."""

    width = 1

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        return super().recv(min(bufsize, self.width), flags)


def _connector(server: ReplayServer, width: int | None) -> Callable[[float | None], socket.socket]:
    if width is None:
        return server.connect

    def connect(timeout: float | None) -> socket.socket:
        narrow = _Narrow(fileno=server.connect().detach())
        narrow.width = width
        narrow.settimeout(timeout)
        return narrow

    return connect


class ReplayTransport(SocketTransport):
    """Plays `recording` once. Give it to `Engine(transport=...)`.

    Args:
        recording: what to play.
        lenient: see `ReplayServer`.
        speed: see `ReplayServer`.
        width: let the client read no more than so many bytes at a time.
        patience: see `ReplayServer`.
        faults: what goes wrong.

    Attributes:
        server: knows what did not go as recorded (`report`, `check`).

    """

    def __init__(
        self,
        recording: Recording,
        *,
        lenient: bool = False,
        speed: float = 0,
        width: int | None = None,
        patience: float = PATIENCE,
        faults: Faults = NO_FAULTS,
    ) -> None:
        self.server: ReplayServer = ReplayServer(
            recording, lenient=lenient, speed=speed, patience=patience, faults=faults
        )
        super().__init__(_connector(self.server, width))

    def close(self) -> None:
        """Close the connections and end the server's threads."""
        super().close()
        self.server.close()


class AsyncReplayTransport(AsyncSocketTransport):
    """Plays `recording` once. Give it to `AsyncEngine(transport=...)`; for the rest see `ReplayTransport`."""

    def __init__(
        self,
        recording: Recording,
        *,
        lenient: bool = False,
        speed: float = 0,
        width: int | None = None,
        patience: float = PATIENCE,
        faults: Faults = NO_FAULTS,
    ) -> None:
        self.server: ReplayServer = ReplayServer(
            recording, lenient=lenient, speed=speed, patience=patience, faults=faults
        )
        super().__init__(_connector(self.server, width))

    async def aclose(self) -> None:
        """Close the connections and end the server's threads."""
        await super().aclose()
        await asyncio.to_thread(self.server.close)
