"""HTTP/1.1 over a connection to the engine: keep-alive, streaming both ways, upgrade. Written once for both worlds.

A C parser takes whole buffers: the daemon sends a chunk for every line of log.
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Final

from engineclient.backend import READ_SIZE
from engineclient.errors import EngineError, StreamTruncated
from engineclient.transport.exchange import AUTHORITY, Timeouts
from engineclient.transport.failures import broken, silent, stuck, unreachable
from engineclient.wire.http import ResponseParser, request_head

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from engineclient.backend import Line, Pipe, Upload
    from engineclient.transport.exchange import Outgoing

    Connect = Callable[[float | None], Awaitable[Line]]

_MOST_IDLE: Final = 20
_PIECE: Final = 64 * 1024
_LAST_CHUNK: Final = b"0\r\n\r\n"
_REPEATABLE: Final = ("GET", "HEAD")
_WITH_BODY: Final = ("POST", "PUT", "PATCH")


class _Stale(Exception):
    """A kept connection ended before a byte of an answer came: the engine had closed it."""


class IdleLines:
    """Connections kept for the next request. They belong to the process that opened them: a fork gets none."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._process = os.getpid()

    def take(self) -> Line | None:
        """One that is still alive: there is nothing to read, not even an end."""
        if self._process != os.getpid():
            self.close()
            self._process = os.getpid()
        while self._lines:
            try:
                line = self._lines.pop()
            except IndexError:  # another thread was quicker
                return None
            if not line.readable():
                return line
            line.abort()
        return None

    def put(self, line: Line) -> None:
        """Keep `line`, or close it if enough are kept: many threads at once leave many behind."""
        if len(self._lines) < _MOST_IDLE:
            self._lines.append(line)
        else:
            line.abort()

    def close(self) -> None:
        """Close all of them."""
        while self._lines:
            self._lines.pop().abort()


class Http1:
    """A transport over the connections that `connect(timeout)` opens. Threads may share it, or tasks of one loop.

    Args:
        connect: opens a connection; raises OSError.
        host: where it leads, for messages.
        authority: what is sent as Host.
        base: a path in front of every target, without a slash at its end.

    """

    def __init__(self, connect: Connect, host: str, *, authority: str = AUTHORITY, base: str = "") -> None:
        self._connect = connect
        self._host = host
        self._authority = authority
        self._base = base
        self._idle = IdleLines()

    async def exchange(self, request: Outgoing) -> HttpAnswer:
        """Send `request` and come back with the head of its answer.

        Raises:
            ConnectionFailed, EngineTimeout, StreamTruncated, DecodeError: there is none.
        """
        kept = self._idle.take()
        if kept is not None:
            try:
                return await self._converse(kept, request, kept=True)
            except _Stale:
                pass  # it repeats a request that changes nothing, as every HTTP client does
        try:
            line = await self._connect(request.timeouts.within(request.timeouts.connect))
        except OSError as error:
            raise unreachable(error, self._host) from error
        return await self._converse(line, request, kept=False)

    async def close(self) -> None:
        """Close the idle connections; those in use end with their answers."""
        self._idle.close()

    async def _converse(self, line: Line, request: Outgoing, *, kept: bool) -> HttpAnswer:
        parser = ResponseParser(method=request.method, upgrade=request.upgrade)
        answer = HttpAnswer(line, parser, self._idle, self._host, request.timeouts)
        repeatable = kept and request.method in _REPEATABLE and not hasattr(request.body, "next")
        try:
            try:
                whole = await self._send(line, request, answer)
            except OSError as error:
                # An engine may refuse a body before it has read it all: then there is an answer all the same.
                try:
                    await answer.receive_head()
                except EngineError:
                    raise broken(error, self._host) from error
                whole = False
            else:
                await answer.receive_head()
        except EngineError as error:
            line.abort()
            if repeatable and parser.silent and answer.ended:
                raise _Stale from error
            raise
        except BaseException:
            line.abort()
            raise
        answer.opened(whole=whole, streaming=request.streaming or request.upgrade)
        return answer

    async def _send(self, line: Line, request: Outgoing, answer: HttpAnswer) -> bool:
        """Send the request; False if the engine had answered before all of it was sent."""
        body = request.body
        head = self._head(request)
        timeouts = request.timeouts
        if body is None or isinstance(body, bytes):
            await _send_all(line, head + body if body else head, timeouts, self._host)
            return True
        await _send_all(line, head, timeouts, self._host)
        chunked = not request.header("content-length")
        return await self._send_pieces(line, body, answer, timeouts, chunked=chunked)

    async def _send_pieces(
        self, line: Line, body: Upload, answer: HttpAnswer, timeouts: Timeouts, *, chunked: bool
    ) -> bool:
        while (piece := await body.next()) is not None:
            if line.readable() and await answer.receive_early():
                return False
            if piece:
                data = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
                await _send_all(line, data, timeouts, self._host)
        if chunked:
            await _send_all(line, _LAST_CHUNK, timeouts, self._host)
        return True

    def _head(self, request: Outgoing) -> bytes:
        headers = list(request.headers)
        given = {name.lower() for name, _ in headers}
        if "host" not in given:
            headers.insert(0, ("Host", self._authority))
        body = request.body
        if not {"content-length", "transfer-encoding"} & given:
            if isinstance(body, bytes):
                headers.append(("Content-Length", str(len(body))))
            elif body is not None:
                headers.append(("Transfer-Encoding", "chunked"))
            elif request.method in _WITH_BODY:
                headers.append(("Content-Length", "0"))
        if request.upgrade and "upgrade" not in given:
            # Both: podman wants `Connection`, and without `Upgrade` docker mislabels the stream.
            headers += [("Connection", "Upgrade"), ("Upgrade", "tcp")]
        return request_head(request.method, self._base + request.target, headers)


async def _send_all(line: Line, data: bytes, timeouts: Timeouts, host: str) -> None:
    """Send `data`; each silence of an engine that does not read is bounded.

    Raises:
        OSError: the connection is broken.
        EngineTimeout: the engine does not read.
    """
    try:
        await line.send(data, timeouts.within(timeouts.write))
    except TimeoutError as error:
        raise stuck(host) from error


class HttpAnswer:
    """An answer that arrives; see `Incoming`."""

    def __init__(
        self, line: Line, parser: ResponseParser, idle: IdleLines, host: str, timeouts: Timeouts
    ) -> None:
        self.status: int = 0
        self.headers: list[tuple[str, str]] = []
        self.pipe: Pipe | None = None
        self.ended: bool = False  # by the engine
        self._line = line
        self._parser = parser
        self._idle = idle
        self._host = host
        self._timeouts = timeouts
        self._reusable = True
        self._closed = False

    async def receive_head(self) -> None:
        """Receive until the head is there."""
        parser = self._parser
        while not (parser.started or parser.upgraded):
            await self._receive()

    async def receive_early(self) -> bool:
        """Take what came while the body is still being sent; True if there is no point in sending more of it."""
        parser = self._parser
        await self._receive()
        return parser.complete or (parser.started and parser.status >= 400)

    def opened(self, *, whole: bool, streaming: bool) -> None:
        """The head has come; behind half a request no other can follow."""
        parser = self._parser
        self.status, self.headers = parser.status, parser.headers
        self._reusable = whole
        if streaming and self.status < 300:
            self._timeouts = Timeouts(silence=self._timeouts.stream)
        if parser.upgraded:
            self.pipe = LinePipe(self._line, parser.tail, self._host, self._timeouts)

    async def read(self) -> bytes:
        """The next piece of the body, b"" at its end."""
        parser = self._parser
        while not parser.ready:
            if parser.complete or parser.upgraded:
                return b""
            await self._receive()
        return parser.take()

    async def _receive(self) -> None:
        """Feed the parser once."""
        timeouts = self._timeouts
        try:
            data = await self._line.receive(READ_SIZE, timeouts.within(timeouts.silence))
        except TimeoutError as error:
            raise silent(self._host) from error
        except OSError as error:
            self.ended = True
            if self._parser.started:
                raise StreamTruncated(f"unexpected EOF: the connection broke: {error}") from error
            raise broken(error, self._host) from error
        if data:
            self._parser.feed(data)
            return
        self.ended = True
        if not self._parser.eof():
            if self._parser.started:
                raise StreamTruncated("unexpected EOF: the engine closed the connection inside its answer")
            raise broken("the engine closed the connection without an answer", self._host)

    async def close(self) -> None:
        """Keep the connection if the answer was read to its end, or else end it: the daemon stops sending."""
        if self._closed:
            return
        if self._reusable and self._parser.reusable and not self._parser.upgraded:
            self._closed = True
            self._idle.put(self._line)
        else:
            self.abort()

    def abort(self) -> None:
        """End the connection at once."""
        if not self._closed:
            self._closed = True
            self._line.abort()


class LinePipe:
    """The connection that an upgrade leaves; see `PollablePipe`."""

    def __init__(self, line: Line, early: bytes, host: str, timeouts: Timeouts) -> None:
        self._line = line
        self._early = early  # arrived together with the head
        self._host = host
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
            raise silent(self._host) from error
        except OSError as error:
            raise broken(error, self._host) from error

    async def write(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            ConnectionFailed: the other side does not take any more.
        """
        try:
            for start in range(0, len(data), _PIECE):
                await self._line.send(data[start : start + _PIECE], None)
        except OSError as error:
            raise broken(error, self._host) from error

    async def close_write(self) -> None:
        """Half-close."""
        try:
            await self._line.shut()
        except OSError:
            pass  # the other side was quicker to close

    async def close(self) -> None:
        """Close both directions."""
        self._line.abort()

    def abort(self) -> None:
        """The same."""
        self._line.abort()

    def fileno(self) -> int:
        """The descriptor of the connection.

        Raises:
            EngineError: it has none.
        """
        return self._socket.fileno()

    def pending(self) -> bool:
        """Bytes that came together with the head of the answer wait here, where no descriptor tells of them."""
        return bool(self._early) or self._line.buffered()

    def write_some(self, data: bytes) -> int:
        """Send what is taken without waiting; how many bytes that is.

        Raises:
            ConnectionFailed: the other side does not take any more.
        """
        try:
            return self._socket.send(data, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise broken(error, self._host) from error

    @property
    def _socket(self) -> socket.socket:
        connection = self._line.socket()
        if connection is None:
            raise EngineError(
                f"an event loop cannot watch this connection to {self._host}: it is no plain socket"
            )
        return connection
