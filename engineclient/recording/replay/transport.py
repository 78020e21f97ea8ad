"""A transport that plays a recording in this process, through the code that talks to a live engine."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from engineclient.connect.hosts import Endpoint
from engineclient.recording.replay.server import NO_FAULTS, PATIENCE, ReplayServer
from engineclient.transport.http1 import Http1

if TYPE_CHECKING:
    from engineclient.backend import Backend, Line
    from engineclient.recording.faults import Faults
    from engineclient.recording.recording import Recording
    from engineclient.transport.exchange import Incoming, Outgoing

__all__ = ["AsyncReplayTransport", "ReplayServer", "ReplayTransport"]


class _Narrow(socket.socket):
    """A socket from which at most `width` bytes are read at a time: cuts a stream where no sender would."""

    width = 1

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        return super().recv(min(bufsize, self.width), flags)


class ReplayTransport:
    """Plays `recording` once. Give it to `Engine(transport=...)` or to `AsyncEngine(transport=...)`.

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
        self._width = width
        self._backend: Backend | None = None
        self._http = Http1(self._connect, Endpoint("recording", recording.scenario))

    def bind(self, backend: Backend) -> None:
        """Play to the world of this backend: an engine calls it."""
        self._backend = backend

    async def _connect(self, timeout: float | None) -> Line:
        assert self._backend is not None, "a transport is used by an engine"
        connection = self.server.connect()
        if self._width is not None:
            narrow = _Narrow(fileno=connection.detach())
            narrow.width = self._width
            connection = narrow
        return self._backend.line(connection)

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request` and come back with the head of the recorded answer."""
        return await self._http.exchange(request)

    async def close(self) -> None:
        """Close the connections and end the server's threads."""
        await self._http.close()
        if self._backend is not None:
            await self._backend.call(self.server.close)
        else:
            self.server.close()


AsyncReplayTransport = ReplayTransport
"""The same: it plays to both."""
