"""A connection after an upgrade: raw bytes in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.backend import READ_SIZE
from engineclient.transport.failures import broken, silent

if TYPE_CHECKING:
    from engineclient.backend import Line
    from engineclient.transport.exchange import Timeouts
    from engineclient.transport.failures import At

_PIECE: Final = 512 * 1024  # bytes sent at once


class LinePipe:
    """A connection after an upgrade; see `backend.PollablePipe`."""

    def __init__(self, line: Line, early: bytes, at: At, timeouts: Timeouts) -> None:
        self._line = line
        self._early = early  # bytes that arrived together with the head
        self._at = at
        self._silence = timeouts.silence

    async def read(self) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            ConnectionFailed: the connection broke.
            EngineTimeout: nothing came in time.
        """
        if self._early:
            data, self._early = self._early, b""
            return data
        try:
            return await self._line.receive(READ_SIZE, self._silence)
        except TimeoutError as error:
            raise silent(self._at) from error
        except OSError as error:
            raise broken(error, self._at) from error

    async def write(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            ConnectionFailed: the other side accepts no more data.
        """
        try:
            for start in range(0, len(data), _PIECE):
                await self._line.send(data[start : start + _PIECE], None)
        except OSError as error:
            raise broken(error, self._at) from error

    async def close_write(self) -> None:
        """Half-close."""
        try:
            await self._line.shut()
        except OSError:
            pass  # the other side has closed already

    async def close(self) -> None:
        """Close both directions."""
        self._line.abort()

    def abort(self) -> None:
        """Close both directions at once."""
        self._line.abort()

    def fileno(self) -> int:
        """The descriptor of the connection."""
        return self._line.fileno()

    def pending(self) -> bool:
        """Whether received bytes are kept here (as those after the head), though the descriptor is not readable."""
        return bool(self._early) or self._line.buffered()

    def write_some(self, data: bytes) -> int:
        """Send without waiting; returns the number of bytes sent. The rest must be offered again, unchanged.

        Raises:
            ConnectionFailed: the other side accepts no more data.
        """
        try:
            return self._line.offer(data)
        except OSError as error:
            raise broken(error, self._at) from error
