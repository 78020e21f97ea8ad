"""A transport around any other, which tells the events of all that passes: `engineclient.events`."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import httpx

from engineclient.events import Data, End, Framing, How, Request, Response, Side
from engineclient.events.capture import KEEP, AnswerBody, KeptBody as Body, answer_headers, request_event
from engineclient.events.redaction import redacted_body
from engineclient.transport.sources import half_close
from engineclient.transport.unix import wants_upgrade

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from engineclient.events import Emit, Event

_BODYLESS: Final = (204, 304)


class Teller:
    """Numbers exchanges and tells their events in one order, whichever threads they happen in."""

    def __init__(self, emit: Emit, clock: Callable[[], float] = time.monotonic) -> None:
        self._emit = emit
        self._clock = clock
        self._began = clock()
        # A signal handler may send a request while an event is told.
        self.lock: AbstractContextManager[object] = threading.RLock()
        self._exchanges = 0

    def exchange(self, request: httpx.Request) -> Exchange:
        """`request` is about to be sent; it is told when its body is known, or begins."""
        with self.lock:
            self._exchanges += 1
            return Exchange(self, self._exchanges, request)

    def tell(self, make: Callable[..., Event], exchange: int, *fields: Any) -> None:
        """Tell the event that `make` makes of the number of its exchange, the time, and these fields."""
        with self.lock:
            self._emit(make(exchange, self._clock() - self._began, *fields))


class Exchange:
    """A request and its answer. What a client sends is told before it goes out: no answer may precede it."""

    def __init__(self, teller: Teller, number: int, request: httpx.Request) -> None:
        self._teller = teller
        self._number = number
        self._request = request
        self._sent = Body(KEEP)
        self._received = AnswerBody("")
        self._over = False

    def asked(self) -> bool:
        """Tell the request; False if its body is a stream, whose parts are to be given to `sends`."""
        stream = self._request.stream
        if not isinstance(stream, httpx.ByteStream):
            self._tell_request(b"", complete=False)
            return False
        body = b"".join(stream)
        if len(body) <= KEEP:
            self._tell_request(body, complete=True)
        else:
            self._tell_request(b"", complete=False)
            self.sends(body)
            self.sent()
        return True

    def _tell_request(self, body: bytes, *, complete: bool) -> None:
        request = self._request
        target = request.url.raw_path.decode("ascii")
        headers = [(name.lower(), value) for name, value in request.headers.items()]

        def make(number: int, at: float) -> Request:
            told = request_event(number, at, request.method, target, headers, body, complete=complete)
            return replace(told, body=redacted_body(body, f"{told.method} {told.path}"))

        self._tell(make)

    def sends(self, piece: bytes) -> None:
        """A part of the body goes out."""
        self._sent.add(piece)

    def sent(self) -> None:
        """The body is whole."""
        self._tell(Data, "client", self._sent.content)
        self._tell(End, "client", "complete")

    def answered(self, response: httpx.Response) -> bool:
        """Tell the head of the answer; True if the connection stops being HTTP."""
        framing = _framing(self._request, response)
        headers = [(name.lower(), value) for name, value in response.headers.items()]
        self._received = AnswerBody(response.headers.get("content-type", ""))
        self._tell(Response, response.status_code, answer_headers(headers), framing)
        return framing == "hijack"

    def receives(self, piece: bytes) -> None:
        """A part of the answer's body came in."""
        if (told := self._received.add(piece)) and not self._over:
            self._tell(Data, "daemon", told)

    def received(self) -> None:
        """The answer is whole."""
        if (rest := self._received.rest()) and not self._over:
            self._tell(Data, "daemon", rest)
        self.end("daemon", "complete")

    def passes(self, side: Side, data: bytes) -> None:
        """Bytes of a hijacked connection; none from the engine means that it sends no more."""
        if data and not self._over:
            self._tell(Data, side, data)
        elif side == "daemon" and not data:
            self.end("daemon", "close")

    def half_closes(self) -> None:
        """The client sends no more."""
        if not self._over:
            self._tell(End, "client", "half-close")

    def end(self, side: Side, how: How) -> None:
        """Tell the end of it, once."""
        with self._teller.lock:  # closing may come from another thread
            if not self._over:
                self._over = True
                self._tell(End, side, how)

    def failed(self, error: BaseException) -> None:
        """Tell the end that `error` makes of it: a transport's error is the engine's doing, any other the client's."""
        self.end("daemon" if isinstance(error, httpx.TransportError) else "client", "close")

    def _tell(self, make: Callable[..., Event], *fields: Any) -> None:
        self._teller.tell(make, self._number, *fields)


def _framing(request: httpx.Request, response: httpx.Response) -> Framing:
    chunked = "chunked" in response.headers.get("transfer-encoding", "").lower()
    sized = "content-length" in response.headers
    if "network_stream" in response.extensions and (
        response.status_code == 101
        or (response.status_code == 200 and wants_upgrade(request) and not chunked and not sized)
    ):
        return "hijack"
    if request.method == "HEAD" or response.status_code in _BODYLESS:
        return "none"
    return "chunked" if chunked else "length" if sized else "close"


class _Upload(httpx.SyncByteStream):
    """The body of a request, told as it goes out."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            self._exchange.sends(part)
            yield part
        self._exchange.sent()

    def close(self) -> None:
        self._stream.close()


class _Download(httpx.SyncByteStream):
    """The body of an answer, told as it is read; an iterator, as the transport's own may be (see `SocketBody`)."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._parts = iter(stream)
        self._exchange = exchange

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            part: bytes = next(self._parts)
        except StopIteration:
            self._exchange.received()
            raise
        except BaseException as error:
            self._exchange.failed(error)
            raise
        self._exchange.receives(part)
        return part

    def close(self) -> None:
        self._exchange.end("client", "close")  # unless it was read to its end
        self._stream.close()


class ObservedSocket:
    """The socket of a hijacked connection as an event loop uses it: what is sent is told, the rest is the socket's."""

    def __init__(self, connection: socket.socket, exchange: Exchange) -> None:
        self._socket = connection
        self._exchange = exchange

    def send(self, data: bytes, flags: int = 0) -> int:
        """As much of `data` as is taken."""
        size = self._socket.send(data, flags)
        self._exchange.passes("client", bytes(data[:size]))
        return size

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


class NetworkStream:
    """What httpcore's network streams and ours have in common, for both kinds of shell."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    def close_write(self) -> None:
        """Half-close: the other side reads an end, and may still write."""
        self._exchange.half_closes()
        half_close(self._stream)

    def get_extra_info(self, info: str) -> Any:
        """What the stream has to say; its `socket` tells what it sends."""
        found = self._stream.get_extra_info(info)
        return ObservedSocket(found, self._exchange) if info == "socket" and found is not None else found


class ObservedStream(NetworkStream):
    """The `network_stream` of an answer; see `SocketStream`."""

    def read(self, *args: Any, **options: Any) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            data: bytes = self._stream.read(*args, **options)
        except BaseException as error:
            self._exchange.failed(error)
            raise
        self._exchange.passes("daemon", data)
        return data

    def write(self, buffer: bytes, *args: Any, **options: Any) -> None:
        """Send all of `buffer`."""
        self._exchange.passes("client", buffer)
        self._stream.write(buffer, *args, **options)

    def close(self) -> None:
        """Close both directions."""
        self._exchange.end("client", "close")
        self._stream.close()


class ObservedTransport(httpx.BaseTransport):
    """Sends by `transport` and tells every event to `emit`.

    Args:
        transport: any httpx transport; it is closed together with this one.
        emit: called with one event after the other, from whatever thread they happen in, never from two at once. What it
            raises ends the call.

    """

    def __init__(self, transport: httpx.BaseTransport, emit: Emit) -> None:
        self._transport = transport
        self._teller = Teller(emit)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and come back with the head of its answer.

        Raises:
            httpx.TransportError: what the transport raises.

        """
        exchange = self._teller.exchange(request)
        if not exchange.asked():
            request.stream = _Upload(request.stream, exchange)
        try:
            response = self._transport.handle_request(request)
        except BaseException as error:
            exchange.failed(error)
            raise
        if exchange.answered(response):
            stream = ObservedStream(response.extensions["network_stream"], exchange)
            response.extensions = {**response.extensions, "network_stream": stream}
        else:
            response.stream = _Download(response.stream, exchange)
        return response

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()
