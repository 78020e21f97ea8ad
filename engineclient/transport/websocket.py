"""A WebSocket over an upgraded connection, used like any other hijacked connection."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from engineclient.errors import ConnectionFailed, EngineError
from engineclient.wire import websocket

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.backend import Pipe

__all__ = ["WebSocketPipe"]


class WebSocketPipe:
    """Bytes in both directions, each piece in a frame. Pings are answered while the pipe is being read.

    Reader and writer may be two threads or tasks. The reader never waits to send an answer, because the engine may read
    nothing until it has been read; and never sends one inside a frame of the writer, who sends it afterwards instead.
    """

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._write_some: Callable[[bytes], int] | None = getattr(pipe, "write_some", None)
        self._messages = websocket.Messages()
        self._over = False
        self._lock = threading.Lock()
        self._in_frame = False  # a writer is sending a frame, or was interrupted in one
        self._cut = False  # it was interrupted
        self._pong = b""  # the answer to the latest ping, which answers those before it too
        self._rest = b""  # of an answer that was sent in part

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
            data = [self._take(message) for message in self._messages.feed(received)]
            self._answer()
            if joined := b"".join(data):
                return joined
        return b""

    def _take(self, message: websocket.Message) -> bytes:
        if message.kind == "ping":
            with self._lock:
                self._pong = websocket.pong(message.data)
        self._over = self._over or message.kind == "close"
        return message.data if message.kind == "data" else b""

    def _answer(self) -> None:
        """Answer a ping, as far as that is possible without waiting."""
        if self._write_some is None:
            return  # the writer does it, before its next frame
        with self._lock:
            while (answer := self._rest or self._pong) and not self._in_frame:
                if not self._rest:
                    self._pong = b""
                self._rest = answer
                try:
                    sent = self._write_some(answer)
                except EngineError:
                    return  # either the connection ends, as the next read reports, or only the writer can answer
                self._rest = answer[sent:]
                if not sent:
                    return

    async def write(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            ConnectionFailed: the other side accepts no more data, or an earlier write was interrupted.

        """
        if data:
            await self._send(websocket.encode(data))

    async def _send(self, frame: bytes) -> None:
        with self._lock:
            if self._cut:
                raise ConnectionFailed(
                    "a write was interrupted inside a WebSocket frame, so nothing can follow it"
                )
            self._in_frame = True
            answers, self._rest, self._pong = self._rest + self._pong, b"", b""
        try:
            await self._pipe.write(answers + frame)
        except BaseException:
            self._cut = True
            raise
        self._in_frame = False
        self._answer()

    async def close_write(self) -> None:
        """Send a close frame; what the engine still sends can be read."""
        try:
            await self._send(websocket.closing())
        except EngineError:
            pass  # the other side has closed already

    async def close(self) -> None:
        """Close both directions."""
        await self._pipe.close()

    def abort(self) -> None:
        """Close at once; a blocked call ends."""
        self._pipe.abort()
