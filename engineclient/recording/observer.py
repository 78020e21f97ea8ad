"""Reads a copy of the bytes that pass between clients and an engine, and tells what they mean. No I/O."""

from __future__ import annotations

import hashlib
import re
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from engineclient.errors import DecodeError
from engineclient.events import Data, Elided, Emit, End, How, Pairs, Request, Response, Side
from engineclient.wire.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KEEP", "KEEP_STREAM", "Body", "Conversation", "Observer", "request_event"]

KEEP: Final = 64 * 1024
"""Bytes kept of a request's body, or of an answer that is no text; beyond, size and digest stand for it."""

KEEP_STREAM: Final = 32 * 1024 * 1024
"""Bytes kept of one stream (output, progress, events); beyond, size and digest stand for the rest."""

_VERSION: Final = re.compile(r"/v(\d+\.\d+)(?=/)")
_MAY_HIJACK: Final = re.compile(r"/containers/[^/]+/attach|/exec/[^/]+/start|/session|/grpc")
_TEXTUAL: Final = re.compile(r"application/json|text/|.*-stream$|application/x-ndjson|application/json-seq")
_REDACTED: Final = frozenset({"authorization", "x-registry-auth", "x-registry-config"})
_REQUEST_HEADERS: Final = frozenset({"content-type", "upgrade", "expect"}) | _REDACTED
_IGNORED_ANSWER_HEADERS: Final = frozenset(
    {"date", "content-length", "transfer-encoding", "connection", "upgrade", "keep-alive"}
)


class Body:
    """A body that is kept while it is small, and only measured and hashed once it is not."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._kept = bytearray()
        self._hash = hashlib.sha256()
        self._size = 0

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._size += len(piece)
        if self._size <= self._keep:
            self._kept += piece
            return
        if self._kept:
            self._hash.update(self._kept)
            self._kept.clear()
        self._hash.update(piece)

    @property
    def large(self) -> bool:
        """It is no longer kept."""
        return self._size > self._keep

    @property
    def content(self) -> bytes | Elided:
        """The bytes, or what stands for them."""
        return Elided(self._size, self._hash.hexdigest()) if self.large else bytes(self._kept)


def request_event(
    exchange: int, at: float, message: Message, body: bytes = b"", *, complete: bool = True
) -> Request:
    """The event for a request whose head was read."""
    method, target, _ = message.start_line.split(" ", 2)
    path, _, query = target.partition("?")
    version = _VERSION.match(path)
    headers: Pairs = tuple(
        (name, "***" if name in _REDACTED else value)
        for name, value in message.headers
        if name in _REQUEST_HEADERS
    )
    return Request(
        exchange,
        at,
        method,
        path[version.end() :] if version else path,
        version[1] if version else "",
        tuple(parse_qsl(query, keep_blank_values=True)),
        headers,
        body,
        complete,
    )


class _Exchange:
    """A request that passes by, and its answer."""

    def __init__(self) -> None:
        self.number = 0  # given when the request is told
        self.request = Message()
        self.answer: Message | None = None
        self.sent = Body(KEEP)
        self.received = Body(KEEP)  # of an opaque answer
        self.opaque = False
        self.streamed = 0
        self.over: Body | None = None  # what a stream brings beyond KEEP_STREAM

    @property
    def method(self) -> str:
        return self.request.start_line.partition(" ")[0]

    @property
    def may_hijack(self) -> bool:
        target = self.request.start_line.split(" ")[1].partition("?")[0]
        return bool(_MAY_HIJACK.search(target)) or bool(self.request.header("upgrade"))


class Observer:
    """All connections through one proxy: numbers their exchanges and tells their events in one order.

    It is not thread-safe: the order in which it is called is the order of the events.
    """

    def __init__(self, emit: Emit, clock: Callable[[], float] = time.monotonic) -> None:
        self.emit = emit
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

    def conversation(self) -> Conversation:
        """A connection was made."""
        return Conversation(self)


class Conversation:
    """One connection. Bytes are told before they are forwarded: no answer may precede its request."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._exchange: _Exchange | None = None
        self._held = b""  # from the client, until it is known whether the connection is hijacked
        self._raw = False  # hijacked, or not HTTP
        self._gone = False  # one side is

    def client(self, data: bytes) -> None:
        """The client sent bytes; none means that it sends no more."""
        if not data:
            self._half_closed()
        elif self._raw:
            self._tell_data("client", data)
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
            self._tell_data("daemon", data)
        else:
            try:
                self._answer(data)
            except DecodeError:
                self._give_up("daemon", data)

    def _request(self, data: bytes) -> None:
        exchange = self._exchange
        if exchange is None:
            exchange = self._exchange = _Exchange()
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
        observer.emit(request_event(exchange.number, observer.now(), request, body, complete=whole))
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
            answer = exchange.answer = Message(answers=exchange.method, may_hijack=exchange.may_hijack)
        told = answer.started
        rest = answer.feed(data)
        if not answer.started:
            return
        if not told:
            kind = answer.header("content-type")
            exchange.opaque = bool(kind) and not _TEXTUAL.match(kind)
            headers = tuple(h for h in answer.headers if h[0] not in _IGNORED_ANSWER_HEADERS)
            observer.emit(Response(exchange.number, observer.now(), answer.status, headers, answer.framing))
        for piece in answer.pieces:
            self._tell_piece(exchange, piece)
        answer.pieces.clear()
        if answer.framing == "hijack":
            self._raw = True
            if rest:
                self._tell_data("daemon", rest)
            if self._held:
                self._tell_data("client", self._held)
        elif answer.complete:
            self._finish(exchange)
            if rest:
                self.daemon(rest)

    def _tell_piece(self, exchange: _Exchange, piece: bytes) -> None:
        if exchange.opaque:
            exchange.received.add(piece)
            return
        exchange.streamed += len(piece)
        if exchange.streamed <= KEEP_STREAM:
            self._observer.emit(Data(exchange.number, self._observer.now(), "daemon", piece))
            return
        if exchange.over is None:
            exchange.over = Body(0)
        exchange.over.add(piece)

    def _finish(self, exchange: _Exchange) -> None:
        """The answer is whole."""
        observer = self._observer
        if exchange.opaque and exchange.received.content:
            observer.emit(Data(exchange.number, observer.now(), "daemon", exchange.received.content))
        if exchange.over:
            observer.emit(Data(exchange.number, observer.now(), "daemon", exchange.over.content))
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

    def _tell_data(self, side: Side, data: bytes) -> None:
        assert self._exchange is not None
        self._observer.emit(Data(self._exchange.number, self._observer.now(), side, data))

    def _tell_end(self, side: Side, how: How) -> None:
        assert self._exchange is not None
        self._observer.emit(End(self._exchange.number, self._observer.now(), side, how))

    def _give_up(self, side: Side, data: bytes) -> None:
        """The bytes are not HTTP: from here on they are told as they are."""
        observer = self._observer
        exchange = self._exchange
        if exchange is None:
            exchange = self._exchange = _Exchange()
        if not exchange.number:
            exchange.number = observer.number()
            observer.emit(Request(exchange.number, observer.now(), "", "", complete=False))
        self._raw = True
        self._tell_data(side, data)
