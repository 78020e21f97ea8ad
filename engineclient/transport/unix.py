"""An httpx transport over a stream socket, for the engine's unix socket: keep-alive, streaming, upgrade.

httpx's own stack costs 10 us for every HTTP chunk, and the daemon sends a chunk for every line of log; here a C parser
takes whole buffers. Requests, responses and the transport interface stay httpx's, so anything that fits there fits here.
"""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import httpx

from engineclient.errors import DecodeError
from engineclient.wire.http import Answer, request_head

READ_SIZE: Final = 256 * 1024
_MOST_IDLE: Final = 20
Connect = Callable[[float | None], socket.socket]


class Connection(socket.socket):
    """A socket that a forked child, which has a copy of it, can close but not shut down: that would end its parent's."""

    def __init__(self) -> None:
        super().__init__(socket.AF_UNIX, socket.SOCK_STREAM)
        self._process = os.getpid()

    def shutdown(self, how: int, /) -> None:
        """Shut down, in the process that opened it."""
        if self._process == os.getpid():
            super().shutdown(how)


def unix_connector(path: str) -> Connect:
    """How to connect to the socket at `path`; raises OSError."""

    def connect(timeout: float | None) -> socket.socket:
        connection = Connection()
        try:
            connection.settimeout(timeout)
            connection.connect(path)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def head_of(request: httpx.Request) -> bytes:
    """The request's head as it goes over the wire."""
    return request_head(request.method, request.url.raw_path, request.headers.raw)


def wants_upgrade(request: httpx.Request) -> bool:
    """The request asks for the connection itself."""
    return "upgrade" in request.headers


def is_chunked(request: httpx.Request) -> bool:
    """The body's length is not known beforehand."""
    return "transfer-encoding" in request.headers


def chunk(data: bytes) -> bytes:
    """`data` as a chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


LAST_CHUNK: Final = b"0\r\n\r\n"


def is_alive(connection: socket.socket) -> bool:
    """An idle connection that nobody has closed: there is nothing to read, not even an end."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return not poll.poll(0)


class IdleConnections:
    """Connections kept for the next request. They belong to the process that opened them: a fork gets none."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._process = os.getpid()

    def take(self) -> socket.socket | None:
        """One that is still alive."""
        if self._process != os.getpid():
            self.close()
            self._process = os.getpid()
        while self._sockets:
            try:
                connection = self._sockets.pop()
            except IndexError:  # another thread was quicker
                return None
            if is_alive(connection):
                return connection
            connection.close()
        return None

    def put(self, connection: socket.socket) -> None:
        """Keep `connection`, or close it if enough are kept: many threads at once leave many behind."""
        if len(self._sockets) < _MOST_IDLE:
            self._sockets.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close all of them."""
        while self._sockets:
            self._sockets.pop().close()


def shut(connection: socket.socket) -> None:
    """Close, waking whoever is blocked in a read or write of it (close alone does not)."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it was not connected any more
    connection.close()


def send_all(connection: socket.socket, data: bytes) -> None:
    """`sendall`, but the connection's timeout is for each silence, not for all of it together."""
    rest = memoryview(data)
    while rest:
        rest = rest[connection.send(rest) :]


class SocketStream:
    """What a 101 leaves: `response.extensions["network_stream"]`, with httpcore's methods and `close_write`."""

    def __init__(self, connection: socket.socket, early: bytes) -> None:
        connection.settimeout(None)  # a session may be silent for hours
        self._socket = connection
        self._early = early  # arrived together with the head

    def read(self, max_bytes: int = READ_SIZE, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            httpx.ReadError, httpx.ReadTimeout: the connection broke, nothing came in time.
        """
        if self._early:
            data, self._early = self._early[:max_bytes], self._early[max_bytes:]
            return data
        return receive(self._socket, max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`.

        Raises:
            httpx.WriteError: the other side does not take any more.
        """
        try:
            # `timeout` is not set here: reader and writer may be two threads, and a socket has one timeout for both.
            self._socket.sendall(buffer)
        except OSError as error:
            raise httpx.WriteError(str(error)) from error

    def close_write(self) -> None:
        """Half-close: the other side reads an end, and may still write."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side was quicker to close

    def close(self) -> None:
        """Close both directions, waking a blocked reader."""
        shut(self._socket)

    def get_extra_info(self, info: str) -> Any:
        """`socket`: the socket itself; `pending`: whether `read` has something without asking it."""
        return {"socket": self._socket, "pending": bool(self._early)}.get(info)


def receive(connection: socket.socket, size: int, timeout: float | None) -> bytes:
    """`recv` with httpx's errors."""
    try:
        if connection.gettimeout() != timeout:
            connection.settimeout(timeout)
        return connection.recv(size)
    except TimeoutError as error:
        raise httpx.ReadTimeout("the engine did not answer in time") from error
    except OSError as error:
        raise httpx.ReadError(str(error)) from error


def parse(answer: Answer, data: bytes) -> None:
    """Feed `answer`; b"" is the end of the connection. Raises httpx's errors."""
    try:
        if data:
            answer.feed(data)
        elif not answer.eof():
            where = "inside its answer" if answer.started else "without an answer"
            raise httpx.RemoteProtocolError(f"the engine closed the connection {where}")
    except DecodeError as error:
        raise httpx.RemoteProtocolError(str(error)) from error


class SocketBody(httpx.SyncByteStream):
    """The body of an answer, read from the connection as it is asked for; an iterator of its own, so that it can be
    closed from another thread while a read is blocked.
    """

    def __init__(
        self, connection: socket.socket, answer: Answer, idle: IdleConnections | None, timeout: float | None
    ) -> None:
        self._socket = connection
        self._answer = answer
        self._idle = idle  # None: this connection must not be used again
        self._timeout = timeout
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        answer = self._answer
        while not answer.ready:
            if answer.complete or answer.upgraded:
                raise StopIteration
            parse(answer, receive(self._socket, READ_SIZE, self._timeout))
        return answer.take()

    def close(self) -> None:
        """Keep the connection if the answer was read to its end, or else end it: the daemon stops sending."""
        if self._closed:
            return
        self._closed = True
        if self._answer.upgraded:
            return  # it belongs to the network_stream now
        if self._idle is not None and self._answer.reusable:
            self._idle.put(self._socket)
        else:
            shut(self._socket)


class SocketTransport(httpx.BaseTransport):
    """Speaks HTTP/1.1 over the sockets that `connect(timeout)` gives. Threads may share it."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._idle = IdleConnections()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and come back with the head of its answer; the body is read from the response's stream.

        Raises:
            httpx.TransportError: the cause is the OSError behind it.
        """
        timeouts = request.extensions.get("timeout", {})
        connection = self._idle.take() or self._open(timeouts.get("connect"))
        answer = Answer(method=request.method, upgrade=wants_upgrade(request))
        try:
            failure = self._send(connection, request, timeouts.get("write"))
            try:
                while not (answer.started or answer.upgraded):
                    parse(answer, receive(connection, READ_SIZE, timeouts.get("read")))
            except httpx.TransportError:
                if failure is not None:
                    raise failure from failure.__cause__
                raise
        except BaseException:
            shut(connection)
            raise
        extensions: dict[str, Any] = {}
        if answer.upgraded:
            extensions["network_stream"] = SocketStream(connection, answer.tail)
        idle = None if failure else self._idle  # behind half a request no other can follow
        body = SocketBody(connection, answer, idle, timeouts.get("read"))
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=extensions)

    def _open(self, timeout: float | None) -> socket.socket:
        try:
            return self._connect(timeout)
        except TimeoutError as error:
            raise httpx.ConnectTimeout("timed out") from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error

    def _send(
        self, connection: socket.socket, request: httpx.Request, timeout: float | None
    ) -> httpx.WriteError | None:
        """Send the request. An engine may refuse a body before it has read it all: then there is an answer to read
        although writing failed, so the failure is returned, not raised.
        """
        try:
            if connection.gettimeout() != timeout:
                connection.settimeout(timeout)
            self._send_parts(connection, request)
        except TimeoutError as error:
            raise httpx.WriteTimeout("the engine does not read the request") from error
        except OSError as error:
            failure = httpx.WriteError(str(error))
            failure.__cause__ = error
            return failure
        return None

    def _send_parts(self, connection: socket.socket, request: httpx.Request) -> None:
        head = head_of(request)
        parts: Iterable[bytes] = request.stream  # type: ignore[assignment]  # a sync request has a sync stream
        if is_chunked(request):
            send_all(connection, head)
            for part in parts:
                if part:
                    send_all(connection, chunk(part))
            send_all(connection, LAST_CHUNK)
            return
        for part in parts:
            send_all(connection, head + part)
            head = b""
        if head:
            send_all(connection, head)

    def close(self) -> None:
        """Close the idle connections; those in use end with their responses."""
        self._idle.close()


class UnixTransport(SocketTransport):
    """Speaks to the engine that listens at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(unix_connector(path))
