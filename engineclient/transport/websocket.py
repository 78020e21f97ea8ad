"""A WebSocket over the connection that an upgrade leaves: to its user a pipe like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.errors import EngineError
from engineclient.wire import websocket

if TYPE_CHECKING:
    from engineclient.backend import Pipe

__all__ = ["WebSocketPipe"]


class WebSocketPipe:
    """Bytes both ways, each piece in a frame. Pings are answered while somebody reads."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._messages = websocket.Messages()
        self._over = False

    async def read(self) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            ConnectionFailed: the connection broke.
            StreamError: the engine closed it because of an error.
            StreamTruncated: it ended inside a frame.

        """
        while not self._over:
            received = await self._pipe.read()
            if not received:
                self._messages.end()
                break
            data = [await self._take(message) for message in self._messages.feed(received)]
            if joined := b"".join(data):
                return joined
        return b""

    async def _take(self, message: websocket.Message) -> bytes:
        if message.kind == "ping":
            try:
                await self._pipe.write(websocket.pong(message.data))
            except EngineError:
                pass  # it is going; reading says how
        self._over = self._over or message.kind == "close"
        return message.data if message.kind == "data" else b""

    async def write(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            ConnectionFailed: the other side does not take any more.

        """
        if data:
            await self._pipe.write(websocket.encode(data))

    async def close_write(self) -> None:
        """Say that nothing more comes; what the engine still sends can be read."""
        try:
            await self._pipe.write(websocket.closing())
        except EngineError:
            pass  # the other side was quicker to close

    async def close(self) -> None:
        """Close both directions."""
        await self._pipe.close()

    def abort(self) -> None:
        """Close at once, waking whoever is blocked in it."""
        self._pipe.abort()
