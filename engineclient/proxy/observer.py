"""Parse a copy of the bytes between clients and an engine, and emit events. No I/O."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from engineclient.api.operations import find
from engineclient.errors import DecodeError
from engineclient.events import Data, Elided, Emit, End, How, Request, Response, Side
from engineclient.events.capture import KEEP, AnswerBody, KeptBody, answer_headers, request_event
from engineclient.events.redaction import is_private
from engineclient.wire.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.build.call_records import CallRecords

__all__ = ["ObservedConnection", "Observer"]

_PREFIX: Final = re.compile(r"(?:/v[0-9.]+(?=/))?(?:/libpod(?=/))?")


class _Exchange:
    """A request and its answer."""

    def __init__(self, *, digest: bool) -> None:
        self.number = 0  # assigned when the request is emitted
        self.request = Message()
        self.request.loose = True
        self.answer: Message | None = None
        self.sent = KeptBody(KEEP, digest=digest)
        self.received: AnswerBody | None = None

    @property
    def may_hijack(self) -> bool:
        """Whether an answer without framing means a hijacked connection, rather than a body that ends with it.

        The header Upgrade alone does not decide it: a HEAD is answered without framing, too.
        """
        path = _PREFIX.sub("", self.request.target.partition("?")[0], count=1)
        operation = find(self.request.method, path)
        return operation is not None and operation.answer == "hijack"


class Observer:
    """All connections through one proxy: numbers their exchanges and emits their events in one order.

    Not thread-safe: events have the order of the calls.
    """

    def __init__(
        self, emit: Emit, clock: Callable[[], float] = time.monotonic, *, digests: bool = True
    ) -> None:
        """Start with no connection.

        Args:
            emit: called with each event.
            clock: returns the time in seconds.
            digests: compute the digest of content that is too long to keep.

        """
        self.emit = emit
        self.digests: bool = digests
        self._clock = clock
        self._began = clock()
        self._exchanges = 0

    def now(self) -> float:
        """Seconds since the observer began."""
        return self._clock() - self._began

    def number(self) -> int:
        """The number of the next exchange."""
        self._exchanges += 1
        return self._exchanges

    def connection(self) -> ObservedConnection:
        """Add a connection."""
        return ObservedConnection(self)


class ObservedConnection:
    """One connection. Bytes must be passed in the order of reading, so that no answer precedes its request."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._exchange: _Exchange | None = None
        self._held = b""  # bytes of the client, until it is known whether the connection is hijacked
        self._calls: CallRecords | None = None  # for a connection to BuildKit, whose bytes contain secrets
        self._raw: dict[Side, AnswerBody] = {}  # the bytes of a connection that is hijacked, or not HTTP
        self._gone = False  # one side has closed the connection

    @property
    def busy(self) -> bool:
        """Whether a request is under way, or its answer has not shown yet whether the connection stays HTTP."""
        return self._exchange is not None and not self.hijacked

    @property
    def hijacked(self) -> bool:
        """Whether the engine has switched the connection from HTTP to raw bytes."""
        exchange = self._exchange
        return exchange is not None and exchange.answer is not None and exchange.answer.framing == "hijack"

    def refused(self, request: Message, status: int, kind: str, body: bytes) -> None:
        """Note that `request` was refused: it was answered by the proxy itself, which ends the connection."""
        observer = self._observer
        number, at = observer.number(), observer.now()
        method, target = (request.method, request.target) if request.started else ("", "")
        observer.emit(request_event(number, at, method, target, request.headers, complete=request.complete))
        observer.emit(Response(number, at, status, (("content-type", kind),), "length"))
        observer.emit(Data(number, at, "daemon", body))
        observer.emit(End(number, at, "daemon", "complete"))

    def client(self, data: bytes) -> None:
        """Take bytes of the client; b"" means that it sends no more."""
        if not data:
            self._half_closed()
        elif self._raw:
            self._emit_raw("client", data)
        else:
            try:
                self._request(data)
            except DecodeError:
                self._give_up("client", data)

    def daemon(self, data: bytes) -> None:
        """Take bytes of the engine; b"" means that it sends no more."""
        if not data:
            self._daemon_end()
        elif self._raw:
            self._emit_raw("daemon", data)
        else:
            try:
                self._answer(data)
            except DecodeError:
                self._give_up("daemon", data)

    def _request(self, data: bytes) -> None:
        exchange = self._exchange
        if exchange is None:
            exchange = self._exchange = _Exchange(digest=self._observer.digests)
        elif exchange.request.complete:
            self._held += data
            return
        request = exchange.request
        self._held = request.feed(data)
        for piece in request.pieces:
            exchange.sent.add(piece)
        request.pieces.clear()
        if exchange.number:
            if request.complete:
                self._emit_rest_of_request(exchange)
                self._free(exchange)
        elif request.complete or (request.started and exchange.sent.large):
            self._emit_request(exchange)

    def _emit_request(self, exchange: _Exchange) -> None:
        observer, request = self._observer, exchange.request
        exchange.number = observer.number()
        content = exchange.sent.content
        whole = request.complete and isinstance(content, bytes)
        body = content if whole and isinstance(content, bytes) else b""
        number, at = exchange.number, observer.now()
        method, target, headers = request.method, request.target, request.headers
        observer.emit(request_event(number, at, method, target, headers, body, complete=whole))
        if request.complete and not whole:
            self._emit_rest_of_request(exchange)

    def _emit_rest_of_request(self, exchange: _Exchange) -> None:
        observer = self._observer
        observer.emit(Data(exchange.number, observer.now(), "client", exchange.sent.content))
        observer.emit(End(exchange.number, observer.now(), "client", "complete"))

    def _answer(self, data: bytes) -> None:
        observer, exchange = self._observer, self._exchange
        if exchange is None or not exchange.request.started:
            raise DecodeError("an answer without a request")
        if not exchange.number:
            self._emit_request(exchange)  # answered before its body was complete
        answer = exchange.answer
        if answer is None:
            answer = exchange.answer = Message(
                answers=exchange.request.method, may_hijack=exchange.may_hijack
            )
        was_started = answer.started
        rest = answer.feed(data)
        if not answer.started:
            return
        if not was_started:
            exchange.received = AnswerBody(answer.header("content-type"), digest=observer.digests)
            answer.loose = exchange.received.opaque
            headers = answer_headers(answer.headers)
            observer.emit(Response(exchange.number, observer.now(), answer.status, headers, answer.framing))
        assert exchange.received is not None
        for piece in answer.pieces:
            if told_now := exchange.received.add(piece):
                self._emit_data("daemon", told_now)
        answer.pieces.clear()
        if answer.framing == "hijack":
            if is_private(exchange.request.target):
                from engineclient.build.call_records import CallRecords  # HTTP/2, which few clients need

                self._calls = CallRecords(exchange.request.target)
            self._become_raw()
            if rest:
                self._emit_raw("daemon", rest)
            if self._held:
                self._emit_raw("client", self._held)
        elif answer.complete:
            self._finish(exchange)
            if rest:
                self.daemon(rest)

    def _finish(self, exchange: _Exchange) -> None:
        """Handle the end of the answer."""
        observer = self._observer
        if exchange.received and (rest := exchange.received.rest()):
            observer.emit(Data(exchange.number, observer.now(), "daemon", rest))
        observer.emit(End(exchange.number, observer.now(), "daemon", "complete"))
        self._free(exchange)

    def _free(self, exchange: _Exchange) -> None:
        """Make the connection ready for the next request, once this exchange is complete on both sides."""
        if not exchange.request.complete or exchange.answer is None or not exchange.answer.complete:
            return
        self._exchange = None
        held, self._held = self._held, b""
        if held:
            self.client(held)

    def hung_up(self) -> None:
        """Note that the client has closed the connection: it receives nothing more from the engine."""
        if self._under_way:
            self._gone = True
            self._emit_end("client", "close")

    def _half_closed(self) -> None:
        """Handle the client's half-close, which is an event on a hijacked connection only."""
        if self._raw and self._under_way:
            self._emit_end("client", "half-close")

    def _daemon_end(self) -> None:
        exchange = self._exchange
        if exchange is None or not self._under_way:
            return
        self._gone = True
        answer = exchange.answer
        if not self._raw and answer and answer.started and answer.framing == "close":
            answer.complete = True
            self._finish(exchange)
            return
        self._emit_end("daemon", "close")

    @property
    def _under_way(self) -> bool:
        return self._exchange is not None and self._exchange.number > 0 and not self._gone

    def _become_raw(self) -> None:
        digest = self._observer.digests
        self._raw = {"client": AnswerBody("", digest=digest), "daemon": AnswerBody("", digest=digest)}

    def _emit_raw(self, side: Side, data: bytes) -> None:
        """Emit bytes of a hijacked connection (for BuildKit, records of its calls), unless one side has closed it."""
        if self._calls is not None:
            for side_of, record in self._calls.feed(side, data):
                if not self._gone:
                    self._emit_data(side_of, record)
            return
        if not self._gone and (piece := self._raw[side].add(data)):
            self._emit_data(side, piece)

    def _emit_data(self, side: Side, data: bytes | Elided) -> None:
        assert self._exchange is not None
        self._observer.emit(Data(self._exchange.number, self._observer.now(), side, data))

    def _emit_end(self, side: Side, how: How) -> None:
        assert self._exchange is not None
        for each, body in list(self._raw.items()):
            if (each == side or how == "close") and (rest := body.rest()):
                self._raw[each] = AnswerBody("")  # so that the rest is emitted once
                self._emit_data(each, rest)
        self._observer.emit(End(self._exchange.number, self._observer.now(), side, how))

    def _give_up(self, side: Side, data: bytes) -> None:
        """Treat the connection as raw bytes from here on, as they are not HTTP."""
        observer = self._observer
        exchange = self._exchange
        if exchange is None:
            exchange = self._exchange = _Exchange(digest=self._observer.digests)
        if not exchange.number:
            exchange.number = observer.number()
            observer.emit(Request(exchange.number, observer.now(), "", "", complete=False))
        self._become_raw()
        self._emit_raw(side, data)
