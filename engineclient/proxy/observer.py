"""Reads a copy of the bytes that pass between clients and an engine, and tells what they mean. No I/O."""

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

__all__ = ["Connection", "Observer"]

_PREFIX: Final = re.compile(r"(?:/v[0-9.]+(?=/))?(?:/libpod(?=/))?")


class _Exchange:
    """A request that passes by, and its answer."""

    def __init__(self, *, digest: bool) -> None:
        self.number = 0  # given when the request is told
        self.request = Message()
        self.request.loose = True
        self.answer: Message | None = None
        self.sent = KeptBody(KEEP, digest=digest)
        self.received: AnswerBody | None = None

    @property
    def may_hijack(self) -> bool:
        """An answer without any framing means that the connection was taken over, not that it ends with it.

        Whoever asks with Upgrade does not decide that: a HEAD is answered without framing, too.
        """
        path = _PREFIX.sub("", self.request.target.partition("?")[0], count=1)
        operation = find(self.request.method, path)
        return operation is not None and operation.answer == "hijack"


class Observer:
    """All connections through one proxy: numbers their exchanges and tells their events in one order.

    It is not thread-safe: the order in which it is called is the order of the events.
    """

    def __init__(
        self, emit: Emit, clock: Callable[[], float] = time.monotonic, *, digests: bool = True
    ) -> None:
        """Begin with no connection.

        Args:
            emit: is told the events.
            clock: seconds.
            digests: take the digest of what is too long to keep.

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

    def connection(self) -> Connection:
        """A connection was made."""
        return Connection(self)


class Connection:
    """One connection. It must be given what was read in the order of reading: no answer may precede its request."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._exchange: _Exchange | None = None
        self._held = b""  # from the client, until it is known whether the connection is hijacked
        self._private = False  # what passes, once it is hijacked, is for no recording
        self._raw: dict[Side, AnswerBody] = {}  # what passes, once it is hijacked, or not HTTP
        self._gone = False  # one side is

    @property
    def busy(self) -> bool:
        """A request is under way, or it is not known yet whether its answer ended the HTTP."""
        return self._exchange is not None and not self.hijacked

    @property
    def hijacked(self) -> bool:
        """The engine has agreed that the connection carries bytes, not HTTP, from here on."""
        exchange = self._exchange
        return exchange is not None and exchange.answer is not None and exchange.answer.framing == "hijack"

    def refused(self, request: Message, status: int, kind: str, body: bytes) -> None:
        """The engine was not given `request`, and the client an answer of our own, which ends the connection."""
        observer = self._observer
        number, at = observer.number(), observer.now()
        method, target = (request.method, request.target) if request.started else ("", "")
        observer.emit(request_event(number, at, method, target, request.headers, complete=request.complete))
        observer.emit(Response(number, at, status, (("content-type", kind),), "length"))
        observer.emit(Data(number, at, "daemon", body))
        observer.emit(End(number, at, "daemon", "complete"))

    def client(self, data: bytes) -> None:
        """The client sent bytes; none means that it sends no more."""
        if not data:
            self._half_closed()
        elif self._raw:
            self._tell_raw("client", data)
        else:
            try:
                self._request(data)
            except DecodeError:
                self._give_up("client", data)

    def daemon(self, data: bytes) -> None:
        """The engine sent bytes; none means that it sends no more."""
        if not data:
            self._daemon_end()
        elif self._raw:
            self._tell_raw("daemon", data)
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
                self._tell_rest_of_request(exchange)
                self._free(exchange)
        elif request.complete or (request.started and exchange.sent.large):
            self._tell_request(exchange)

    def _tell_request(self, exchange: _Exchange) -> None:
        observer, request = self._observer, exchange.request
        exchange.number = observer.number()
        content = exchange.sent.content
        whole = request.complete and isinstance(content, bytes)
        body = content if whole and isinstance(content, bytes) else b""
        number, at = exchange.number, observer.now()
        method, target, headers = request.method, request.target, request.headers
        observer.emit(request_event(number, at, method, target, headers, body, complete=whole))
        if request.complete and not whole:
            self._tell_rest_of_request(exchange)

    def _tell_rest_of_request(self, exchange: _Exchange) -> None:
        observer = self._observer
        observer.emit(Data(exchange.number, observer.now(), "client", exchange.sent.content))
        observer.emit(End(exchange.number, observer.now(), "client", "complete"))

    def _answer(self, data: bytes) -> None:
        observer, exchange = self._observer, self._exchange
        if exchange is None or not exchange.request.started:
            raise DecodeError("an answer to nothing")
        if not exchange.number:
            self._tell_request(exchange)  # answered before its body was whole
        answer = exchange.answer
        if answer is None:
            answer = exchange.answer = Message(
                answers=exchange.request.method, may_hijack=exchange.may_hijack
            )
        told = answer.started
        rest = answer.feed(data)
        if not answer.started:
            return
        if not told:
            exchange.received = AnswerBody(answer.header("content-type"), digest=observer.digests)
            answer.loose = exchange.received.opaque
            headers = answer_headers(answer.headers)
            observer.emit(Response(exchange.number, observer.now(), answer.status, headers, answer.framing))
        assert exchange.received is not None
        for piece in answer.pieces:
            if told_now := exchange.received.add(piece):
                self._tell_data("daemon", told_now)
        answer.pieces.clear()
        if answer.framing == "hijack":
            self._private = is_private(exchange.request.target)
            self._become_raw()
            if rest:
                self._tell_raw("daemon", rest)
            if self._held:
                self._tell_raw("client", self._held)
        elif answer.complete:
            self._finish(exchange)
            if rest:
                self.daemon(rest)

    def _finish(self, exchange: _Exchange) -> None:
        """The answer is whole."""
        observer = self._observer
        if exchange.received and (rest := exchange.received.rest()):
            observer.emit(Data(exchange.number, observer.now(), "daemon", rest))
        observer.emit(End(exchange.number, observer.now(), "daemon", "complete"))
        self._free(exchange)

    def _free(self, exchange: _Exchange) -> None:
        """Let the connection carry the next request, once this one is over on both sides."""
        if not exchange.request.complete or exchange.answer is None or not exchange.answer.complete:
            return
        self._exchange = None
        held, self._held = self._held, b""
        if held:
            self.client(held)

    def hung_up(self) -> None:
        """The client is gone: it hears nothing of what the engine may still say."""
        if self._under_way:
            self._gone = True
            self._tell_end("client", "close")

    def _half_closed(self) -> None:
        """The client sends no more; only on a hijacked connection does that say anything."""
        if self._raw and self._under_way:
            self._tell_end("client", "half-close")

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
        self._tell_end("daemon", "close")

    @property
    def _under_way(self) -> bool:
        return self._exchange is not None and self._exchange.number > 0 and not self._gone

    def _become_raw(self) -> None:
        digest = self._observer.digests
        self._raw = {"client": AnswerBody("", digest=digest), "daemon": AnswerBody("", digest=digest)}

    def _tell_raw(self, side: Side, data: bytes) -> None:
        """Tell bytes of a connection that is no HTTP; nobody hears them once one side is gone, nor those of a session."""
        if self._private:
            return
        if not self._gone and (told := self._raw[side].add(data)):
            self._tell_data(side, told)

    def _tell_data(self, side: Side, data: bytes | Elided) -> None:
        assert self._exchange is not None
        self._observer.emit(Data(self._exchange.number, self._observer.now(), side, data))

    def _tell_end(self, side: Side, how: How) -> None:
        assert self._exchange is not None
        for each, body in list(self._raw.items()):
            if (each == side or how == "close") and (rest := body.rest()):
                self._raw[each] = AnswerBody("")  # told once
                self._tell_data(each, rest)
        self._observer.emit(End(self._exchange.number, self._observer.now(), side, how))

    def _give_up(self, side: Side, data: bytes) -> None:
        """The bytes are not HTTP: from here on they are told as they are."""
        observer = self._observer
        exchange = self._exchange
        if exchange is None:
            exchange = self._exchange = _Exchange(digest=self._observer.digests)
        if not exchange.number:
            exchange.number = observer.number()
            observer.emit(Request(exchange.number, observer.now(), "", "", complete=False))
        self._become_raw()
        self._tell_raw(side, data)
