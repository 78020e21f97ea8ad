"""HTTP/1.1 over connections to the engine: keep-alive, streaming both ways, upgrade. Written once for both worlds.

The parser is in C and parses whole buffers, because the daemon sends a chunk for every line of a log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.backend import READ_SIZE
from engineclient.errors import ConnectionFailed, DecodeError, EngineError, StreamTruncated
from engineclient.transport.exchange import Timeouts
from engineclient.transport.failures import At, broken, silent, stuck, unreachable
from engineclient.transport.idle_lines import IdleLines
from engineclient.transport.line_pipe import LinePipe
from engineclient.wire.http import FRAMING, Answer, request_head

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from engineclient.backend import Line, Pipe, Upload
    from engineclient.connect.hosts import Endpoint
    from engineclient.transport.exchange import Outgoing

    Connect = Callable[[float | None], Awaitable[Line]]

_LAST_CHUNK: Final = b"0\r\n\r\n"
_REPEATABLE: Final = ("GET", "HEAD")
_WITH_BODY: Final = ("POST", "PUT", "PATCH")


class _Stale(Exception):
    """The engine had closed an idle connection: either none of the request was sent, or it may be sent again."""


class _NotSent(Exception):
    """The connection broke while the request was being sent. Not an OSError: the source of the body may raise those."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


class Http1:
    """A transport over the connections that `connect(timeout)` opens. Threads, or tasks of one loop, may share it.

    Args:
        connect: opens a connection; raises OSError.
        endpoint: the engine: decides the Host header and the path prefix of every target.
        prefix: put before that path, for requests to a proxy: `http://host:port`.
        headers: sent with every request, for a proxy.

    """

    def __init__(
        self,
        connect: Connect,
        endpoint: Endpoint,
        *,
        prefix: str = "",
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._connect = connect
        self._endpoint = endpoint
        self._root = prefix + endpoint.base_path
        self._headers = headers
        self._idle = IdleLines()

    async def exchange(self, request: Outgoing) -> HttpAnswer:
        """Send `request` and return its answer once the head has arrived.

        Raises:
            ConnectionFailed, EngineTimeout, StreamTruncated, DecodeError: no head of an answer arrived.
        """
        kept = self._idle.take()
        if kept is not None:
            try:
                return await self._converse(kept, request, kept=True)
            except _Stale:
                pass  # send the request, which is repeatable, again on a new connection, as HTTP clients do
        timeout = request.timeouts.within(request.timeouts.connect)
        try:
            line = await self._connect(timeout)
        except OSError as error:
            raise unreachable(error, self._at(request)) from error
        return await self._converse(line, request, kept=False)

    async def close(self) -> None:
        """Close the idle connections; those in use end with their answers."""
        self._idle.end()

    def _at(self, request: Outgoing) -> At:
        return At(self._endpoint, request.method, request.target)

    async def _converse(self, line: Line, request: Outgoing, *, kept: bool) -> HttpAnswer:
        parser = Answer(method=request.method, upgrade=request.upgrade)
        at = self._at(request)
        answer = HttpAnswer(line, parser, self._idle, at, request.timeouts)
        repeatable = kept and request.method in _REPEATABLE and not hasattr(request.body, "next")
        try:
            try:
                whole = await self._send(line, request, answer, at, kept=kept)
            except _NotSent as broke:
                # An engine may refuse a body before it has read all of it: then there is an answer nevertheless.
                try:
                    await answer.receive_head()
                except EngineError:
                    raise broken(broke.error, at) from broke.error
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

    async def _send(self, line: Line, request: Outgoing, answer: HttpAnswer, at: At, *, kept: bool) -> bool:
        """Send the request; False if the engine had answered before all of it was sent."""
        body = request.body
        first = self._head(request, at.target)
        timeouts = request.timeouts
        if body and isinstance(body, bytes):
            first += body
        if kept:
            first = _unsent(line, first)
        if first:
            await _send_all(line, first, timeouts, at)
        if body is None or isinstance(body, bytes):
            return True
        chunked = not request.header("content-length")
        return await _send_pieces(line, body, answer, timeouts, at, chunked=chunked)

    def _head(self, request: Outgoing, target: str) -> bytes:
        headers = [*request.headers, *self._headers]
        given = {name.lower() for name, _ in headers}
        if "host" not in given:
            headers.insert(0, ("Host", self._endpoint.authority))
        body = request.body
        if FRAMING.isdisjoint(given):
            if isinstance(body, bytes):
                headers.append(("Content-Length", str(len(body))))
            elif body is not None:
                headers.append(("Transfer-Encoding", "chunked"))
            elif request.method in _WITH_BODY:
                headers.append(("Content-Length", "0"))
        if request.upgrade and "upgrade" not in given:
            # Both: podman wants `Connection`, and without `Upgrade` docker mislabels the stream.
            headers += [("Connection", "Upgrade"), ("Upgrade", "tcp")]
        return request_head(request.method, self._root + target, headers)


def _unsent(line: Line, data: bytes) -> bytes:
    """What is left of `data` after sending a part of it without waiting.

    Raises:
        _Stale: none of it could be sent.
    """
    try:
        return data[line.offer(data) :]
    except OSError as error:
        raise _Stale from error


async def _send_pieces(
    line: Line, body: Upload, answer: HttpAnswer, timeouts: Timeouts, at: At, *, chunked: bool
) -> bool:
    while (piece := await body.next()) is not None:
        if not isinstance(piece, bytes | bytearray | memoryview):
            raise TypeError(f"the pieces of a body are bytes, not {type(piece).__name__}")
        data = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked and piece else piece
        if line.readable():
            try:
                if await answer.receive_early():
                    return False
            except ConnectionFailed:  # the engine is gone; docker reports the error of this write
                await _send_all(line, data or _LAST_CHUNK, timeouts, at)
                raise
        if data:
            await _send_all(line, data, timeouts, at)
    if chunked:
        await _send_all(line, _LAST_CHUNK, timeouts, at)
    return True


async def _send_all(line: Line, data: bytes, timeouts: Timeouts, at: At) -> None:
    """Send `data`; how long the engine may accept nothing is limited.

    Raises:
        _NotSent: the connection is broken.
        EngineTimeout: the engine does not read.
    """
    timeout = timeouts.within(timeouts.write)
    try:
        await line.send(data, timeout)
    except TimeoutError as error:
        raise stuck(at) from error
    except OSError as error:
        raise _NotSent(error) from error


def _no_http(data: bytes) -> ValueError:
    error = ValueError("the engine's answer is not HTTP")
    error.first = data  # type: ignore[attr-defined]  # docker's message shows it
    return error


class HttpAnswer:
    """An answer over HTTP/1.1; see `Incoming`."""

    def __init__(self, line: Line, parser: Answer, idle: IdleLines, at: At, timeouts: Timeouts) -> None:
        self.status: int = 0
        self.headers: list[tuple[str, str]] = []
        self.pipe: Pipe | None = None
        self.ended: bool = False  # the engine closed the connection
        self._line = line
        self._parser = parser
        self._idle = idle
        self._at = at
        self._timeouts = timeouts
        self._reusable = True
        self._open = [line]  # empty once it was closed; popping it is atomic, and two threads may close

    async def receive_head(self) -> None:
        """Receive until the head is complete."""
        parser = self._parser
        while not (parser.started or parser.upgraded):
            await self._receive()

    async def receive_early(self) -> bool:
        """Read what arrives while the request's body is being sent; True if sending more of the body is pointless."""
        parser = self._parser
        await self._receive()
        return parser.complete or (parser.started and parser.status >= 400)

    def opened(self, *, whole: bool, streaming: bool) -> None:
        """Take over status and headers. The connection can be reused only if the request was sent whole."""
        parser = self._parser
        self.status, self.headers = parser.status, parser.headers
        self._reusable = whole
        if streaming and self.status < 300:
            self._timeouts = Timeouts(silence=self._timeouts.stream)
        if parser.upgraded:
            self.pipe = LinePipe(self._line, parser.tail, self._at, self._timeouts)

    async def read(self) -> bytes:
        """The next piece of the body, b"" at its end."""
        parser = self._parser
        while not parser.ready:
            if parser.complete or parser.upgraded:
                return b""
            await self._receive()
        return parser.take()

    async def _receive(self) -> None:
        """Receive once and feed the parser."""
        timeout = self._timeouts.within(self._timeouts.silence)
        try:
            data = await self._line.receive(READ_SIZE, timeout)
        except TimeoutError as error:
            raise silent(self._at) from error
        except OSError as error:
            self.ended = True
            if self._parser.started:
                raise StreamTruncated(f"unexpected EOF: the connection broke: {error}") from error
            raise broken(error, self._at) from error
        if data:
            first = self._parser.silent
            try:
                self._parser.feed(data)
            except DecodeError as error:
                if not first or data.startswith(b"HTTP/"):
                    raise
                raise broken(_no_http(data), self._at) from error
            return
        self.ended = True
        if not self._parser.eof():
            if self._parser.started:
                raise StreamTruncated("unexpected EOF: the engine closed the connection inside its answer")
            raise broken(EOFError(), self._at)

    async def close(self) -> None:
        """Keep the connection for reuse if the answer was read to its end; otherwise close it, so the daemon stops."""
        reusable = self._reusable and self._parser.reusable and not self._parser.upgraded
        if (line := self._closed()) is not None:
            if reusable:
                self._idle.put(line)
            else:
                line.abort()

    def abort(self) -> None:
        """Close the connection at once."""
        if (line := self._closed()) is not None:
            line.abort()

    def _closed(self) -> Line | None:
        """The connection, for the first that closes this answer."""
        try:
            return self._open.pop()
        except IndexError:
            return None
