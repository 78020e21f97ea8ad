"""A WebSocket over an upgraded connection, used like any other hijacked connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.errors import EngineError
from engineclient.wire import websocket

if TYPE_CHECKING:
    from engineclient.backend import Pipe

__all__ = ["WebSocketPipe"]


class WebSocketPipe:
    """Bytes in both directions, each piece in a frame. Pings are answered while the pipe is being read."""

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
                pass  # the connection is ending; the next read reports how
        self._over = self._over or message.kind == "close"
        return message.data if message.kind == "data" else b""

    async def write(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            ConnectionFailed: the other side accepts no more data.

        """
        if data:
            await self._pipe.write(websocket.encode(data))

    async def close_write(self) -> None:
        """Send a close frame; what the engine still sends can be read."""
        try:
            await self._pipe.write(websocket.closing())
        except EngineError:
            pass  # the other side has closed already

    async def close(self) -> None:
        """Close both directions."""
        await self._pipe.close()

    def abort(self) -> None:
        """Close at once; a blocked call ends."""
        self._pipe.abort()
