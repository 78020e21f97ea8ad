"""A transport that plays a recording in this process, through the same code as for a live engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.connect.hosts import Endpoint
from engineclient.recording.replay.server import NO_FAULTS, PATIENCE, ReplayServer
from engineclient.transport.http1 import Http1
from engineclient.transport.sockets import Connection

if TYPE_CHECKING:
    from engineclient.backend import Backend, Line
    from engineclient.recording.faults import Faults
    from engineclient.recording.recording import Recording
    from engineclient.transport.exchange import Incoming, Outgoing

__all__ = ["AsyncReplayTransport", "ReplayServer", "ReplayTransport"]


class _Narrow(Connection):
    """A socket from which at most `width` bytes are read at a time, to cut a stream where no sender would."""

    width = 1

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        return super().recv(min(bufsize, self.width), flags)


class ReplayTransport:
    """Plays `recording` once. For `Engine(transport=...)` and `AsyncEngine(transport=...)`.

    Args:
        recording: the recording.
        lenient: see `ReplayServer`.
        speed: see `ReplayServer`.
        width: the maximum number of bytes that the client reads at a time; None for no limit.
        patience: see `ReplayServer`.
        faults: faults to inject.

    Attributes:
        server: the server that plays it; its `report` and `check` show deviations.

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
        """Set the backend, sync or async, that connections are made with. Called by an engine."""
        self._backend = backend

    async def _connect(self, timeout: float | None) -> Line:
        assert self._backend is not None, "bind is called first, by an engine"
        descriptor = self.server.connect().detach()
        if self._width is None:
            return self._backend.line(Connection(fileno=descriptor))
        narrow = _Narrow(fileno=descriptor)
        narrow.width = self._width
        return self._backend.line(narrow)

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request`, and return when the head of the recorded answer has arrived."""
        return await self._http.exchange(request)

    async def close(self) -> None:
        """Close the connections and end the server's threads."""
        await self._http.close()
        if self._backend is not None:
            await self._backend.call(self.server.close)
        else:
            self.server.close()


AsyncReplayTransport = ReplayTransport
"""The same class, as it serves both kinds of engine."""
