"""A transport that wraps another and emits events for everything sent and received; see `engineclient.events`."""

from __future__ import annotations

import threading
import time
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import EngineError
from engineclient.events import Data, End, Framing, How, Request, Response, Side
from engineclient.events.capture import KEEP, AnswerBody, KeptBody, answer_headers, request_event
from engineclient.events.redaction import is_private, redacted_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.backend import Pipe, Upload
    from engineclient.build.call_records import CallRecords
    from engineclient.events import Emit, Event
    from engineclient.transport.exchange import Incoming, Outgoing, Transport

_BODYLESS: Final = (204, 304)


class Emitter:
    """Numbers exchanges and emits their events one at a time, from whichever threads they occur in."""

    def __init__(self, emit: Emit, clock: Callable[[], float] = time.monotonic) -> None:
        self._emit = emit
        self._clock = clock
        self._began = clock()
        # A signal handler may send a request while an event is emitted.
        self.lock: AbstractContextManager[object] = threading.RLock()
        self._exchanges = 0

    def exchange(self, request: Outgoing) -> ObservedExchange:
        """A new exchange for `request`. `ObservedExchange.sending` emits its event, when its body is known or begins."""
        with self.lock:
            self._exchanges += 1
            return ObservedExchange(self, self._exchanges, request)

    def emit(self, make: Callable[..., Event], exchange: int, *fields: Any) -> None:
        """Emit the event `make(exchange, time, *fields)`."""
        with self.lock:
            self._emit(make(exchange, self._clock() - self._began, *fields))


class ObservedExchange:
    """The events of a request and its answer. What is sent is emitted before it is sent, so before its answer."""

    def __init__(self, emitter: Emitter, number: int, request: Outgoing) -> None:
        self._emitter = emitter
        self._number = number
        self._request = request
        self._sent = KeptBody(KEEP)
        self._received = AnswerBody("")
        self._over = False
        self._calls: CallRecords | None = None  # for a connection to BuildKit

    def sending(self) -> None:
        """Emit the request. If its body is a stream, pass its pieces to `sends`, and call `sent` at its end."""
        body = self._request.body
        if body is not None and not isinstance(body, bytes):
            self._emit_request(b"", complete=False)
        elif body is None or len(body) <= KEEP:
            self._emit_request(body or b"", complete=True)
        else:
            self._emit_request(b"", complete=False)
            self.sends(body)
            self.sent()

    def _emit_request(self, body: bytes, *, complete: bool) -> None:
        request = self._request
        headers = [(name.lower(), value) for name, value in request.headers]
        if request.upgrade and "upgrade" not in dict(headers):
            headers.append(("upgrade", "tcp"))

        def make(number: int, at: float) -> Request:
            event = request_event(
                number, at, request.method, request.target, headers, body, complete=complete
            )
            return replace(event, body=redacted_body(body, f"{event.method} {event.path}"))

        self._emit(make)

    def sends(self, piece: bytes) -> None:
        """Emit a piece of the request's body."""
        self._sent.add(piece)

    def sent(self) -> None:
        """Emit the end of the request's body."""
        self._emit(Data, "client", self._sent.content)
        self._emit(End, "client", "complete")

    def answered(self, incoming: Incoming) -> None:
        """Emit the head of the answer."""
        framing = _framing(self._request, incoming)
        content_type = next((value for name, value in incoming.headers if name == "content-type"), "")
        self._received = AnswerBody(content_type)
        self._emit(Response, incoming.status, answer_headers(incoming.headers), framing)

    def receives(self, piece: bytes) -> None:
        """Emit a piece of the answer's body."""
        if kept := self._received.add(piece):
            self._emit(Data, "daemon", kept)

    def received(self) -> None:
        """Emit the end of the answer."""
        if rest := self._received.rest():
            self._emit(Data, "daemon", rest)
        self.end("daemon", "complete")

    def passes(self, side: Side, data: bytes) -> None:
        """Emit bytes of a hijacked connection; b"" from the engine is its end.

        The bytes of BuildKit's connections contain secrets and passwords: records of the calls are emitted instead.
        """
        if data and is_private(self._request.path):
            with self._emitter.lock:  # two threads may read and write
                for side_of, record in self._call_records().feed(side, data):
                    if not self._over:
                        self._emit(Data, side_of, record)
            return
        if data:
            self._emit(Data, side, data)
        elif side == "daemon" and not data:
            self.end("daemon", "close")

    def _call_records(self) -> CallRecords:
        if self._calls is None:
            from engineclient.build.call_records import CallRecords  # HTTP/2, which few commands need

            self._calls = CallRecords(self._request.path)
        return self._calls

    def half_closes(self) -> None:
        """Emit that the client has half-closed."""
        self._emit(End, "client", "half-close")

    def end(self, side: Side, how: How) -> None:
        """Emit the end of the exchange, unless it was emitted before."""
        with self._emitter.lock:
            if not self._over:
                self._over = True
                self._emitter.emit(End, self._number, side, how)

    def failed(self, error: BaseException) -> None:
        """Emit the end caused by `error`: by the engine if it is an error of the transport, otherwise by the client."""
        self.end("daemon" if isinstance(error, EngineError) else "client", "close")

    def _emit(self, make: Callable[..., Event], *fields: Any) -> None:
        """Emit an event, unless the exchange has ended: another thread may have closed it meanwhile."""
        with self._emitter.lock:
            if not self._over:
                self._emitter.emit(make, self._number, *fields)


def _framing(request: Outgoing, incoming: Incoming) -> Framing:
    if incoming.pipe is not None:
        return "hijack"
    if request.method == "HEAD" or incoming.status in _BODYLESS:
        return "none"
    headers = dict(incoming.headers)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return "chunked"
    return "length" if "content-length" in headers else "close"


class _ObservedUpload:
    """The body of a request, observed as it is sent."""

    def __init__(self, upload: Upload, exchange: ObservedExchange) -> None:
        self._upload = upload
        self._exchange = exchange

    async def next(self) -> bytes | None:
        """The next piece."""
        piece = await self._upload.next()
        if piece is None:
            self._exchange.sent()
        else:
            self._exchange.sends(piece)
        return piece


class _Closing:
    """What is closed, and tells the exchange that the client did it, unless it had ended before."""

    def __init__(self, inner: Any, exchange: ObservedExchange) -> None:
        self._inner = inner
        self._exchange = exchange

    async def close(self) -> None:
        """Release or close the connection."""
        self._exchange.end("client", "close")
        await self._inner.close()

    def abort(self) -> None:
        """Close the connection at once."""
        self._exchange.end("client", "close")
        self._inner.abort()


class ObservedAnswer(_Closing):
    """An answer, observed as it is read."""

    def __init__(self, inner: Incoming, exchange: ObservedExchange) -> None:
        super().__init__(inner, exchange)
        self.status: int = inner.status
        self.headers: list[tuple[str, str]] = inner.headers
        self.pipe: Pipe | None = None if inner.pipe is None else ObservedPipe(inner.pipe, exchange)

    async def read(self) -> bytes:
        """The next piece of the body."""
        try:
            part: bytes = await self._inner.read()
        except BaseException as error:
            self._exchange.failed(error)
            raise
        if part:
            self._exchange.receives(part)
        else:
            self._exchange.received()
        return part


class ObservedPipe(_Closing):
    """A hijacked connection, observed both ways."""

    async def read(self) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            data: bytes = await self._inner.read()
        except BaseException as error:
            self._exchange.failed(error)
            raise
        self._exchange.passes("daemon", data)
        return data

    async def write(self, data: bytes) -> None:
        """Send all of `data`."""
        self._exchange.passes("client", data)
        await self._inner.write(data)

    async def close_write(self) -> None:
        """Half-close."""
        self._exchange.half_closes()
        await self._inner.close_write()

    def write_some(self, data: bytes) -> int:
        """Send without waiting; returns the number of bytes sent."""
        size: int = self._inner.write_some(data)
        self._exchange.passes("client", bytes(data[:size]))
        return size

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)  # what a poll loop uses: fileno, pending


class ObservedTransport:
    """Sends through `transport` and emits events.

    Args:
        transport: any transport; it is closed together with this one.
        emit: called with each event, from the thread in which it occurs, never from two at once. If it raises, the call
            fails with its error.

    """

    def __init__(self, transport: Transport, emit: Emit) -> None:
        self._transport = transport
        self._emitter = Emitter(emit)

    async def exchange(self, request: Outgoing) -> ObservedAnswer:
        """Send `request` and return its answer once the head has arrived."""
        exchange = self._emitter.exchange(request)
        exchange.sending()
        if request.body is not None and not isinstance(request.body, bytes):
            request = request.replace(body=_ObservedUpload(request.body, exchange))
        try:
            incoming = await self._transport.exchange(request)
        except BaseException as error:
            exchange.failed(error)
            raise
        exchange.answered(incoming)
        return ObservedAnswer(incoming, exchange)

    async def close(self) -> None:
        """Close the transport."""
        await self._transport.close()
