"""The transport of `unix`, for asyncio: the same sockets, awaited through the event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterable, AsyncIterator, Awaitable
from typing import Any, TypeVar

import httpx

from engineclient.transport.unix import (
    LAST_CHUNK,
    READ_SIZE,
    Connect,
    IdleConnections,
    chunk,
    head_of,
    is_chunked,
    parse,
    shut,
    unix_connector,
    wants_upgrade,
)
from engineclient.wire.http import Answer

T = TypeVar("T")


async def _within(timeout: float | None, work: Awaitable[T]) -> T:
    """Wait for `work`, at most `timeout` seconds; raises TimeoutError."""
    if timeout is None:
        return await work
    async with asyncio.timeout(timeout):
        return await work


async def receive(connection: socket.socket, size: int, timeout: float | None) -> bytes:
    """`recv` with httpx's errors."""
    try:
        return await _within(timeout, asyncio.get_running_loop().sock_recv(connection, size))
    except TimeoutError as error:
        raise httpx.ReadTimeout("the engine did not answer in time") from error
    except OSError as error:
        raise httpx.ReadError(str(error)) from error


async def send_all(connection: socket.socket, data: bytes, timeout: float | None) -> None:
    """Send `data`, waiting at most `timeout` seconds for each piece of it; raises TimeoutError."""
    send, rest = asyncio.get_running_loop().sock_sendall, memoryview(data)
    while rest:
        await _within(timeout, send(connection, rest[:READ_SIZE]))
        rest = rest[READ_SIZE:]


class AsyncSocketStream:
    """What a 101 leaves: `response.extensions["network_stream"]`, with httpcore's methods and `close_write`."""

    def __init__(self, connection: socket.socket, early: bytes) -> None:
        self._socket = connection
        self._early = early  # arrived together with the head

    async def read(self, max_bytes: int = READ_SIZE, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            httpx.ReadError, httpx.ReadTimeout: the connection broke, nothing came in time.
        """
        if self._early:
            data, self._early = self._early[:max_bytes], self._early[max_bytes:]
            return data
        return await receive(self._socket, max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`.

        Raises:
            httpx.WriteError, httpx.WriteTimeout: the other side does not take any more.
        """
        try:
            await _within(timeout, asyncio.get_running_loop().sock_sendall(self._socket, buffer))
        except TimeoutError as error:
            raise httpx.WriteTimeout("the engine does not read") from error
        except OSError as error:
            raise httpx.WriteError(str(error)) from error

    def close_write(self) -> None:
        """Half-close: the other side reads an end, and may still write."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side was quicker to close

    async def aclose(self) -> None:
        """Close both directions, waking a blocked reader."""
        await _shut(self._socket)

    def abort(self) -> None:
        """Close at once, for a stream that nobody holds any more."""
        shut(self._socket)

    def get_extra_info(self, info: str) -> Any:
        """`socket`: the socket itself."""
        return self._socket if info == "socket" else None


async def _shut(connection: socket.socket) -> None:
    """Close `connection`, first letting a task that is blocked in reading it see the end: it would wait for ever for a
    descriptor that is gone.
    """
    try:
        connection.shutdown(socket.SHUT_RDWR)
        await asyncio.sleep(0)  # the event loop finds the descriptor ready
        await asyncio.sleep(0)  # and has run what waited for it
    except OSError:
        pass  # it was not connected any more
    finally:
        connection.close()


class AsyncSocketBody(httpx.AsyncByteStream):
    """The body of an answer, read from the connection as it is asked for."""

    def __init__(
        self, connection: socket.socket, answer: Answer, idle: IdleConnections | None, timeout: float | None
    ) -> None:
        self._socket = connection
        self._answer = answer
        self._idle = idle  # None: this connection must not be used again
        self._timeout = timeout
        self._closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        answer = self._answer
        while not answer.ready:
            if answer.complete or answer.upgraded:
                raise StopAsyncIteration
            parse(answer, await receive(self._socket, READ_SIZE, self._timeout))
        return answer.take()

    async def aclose(self) -> None:
        """Keep the connection if the answer was read to its end, or else end it: the daemon stops sending."""
        if self._closed:
            return
        self._closed = True
        if self._answer.upgraded:
            return  # it belongs to the network_stream now
        if self._idle is not None and self._answer.reusable:
            self._idle.put(self._socket)
        else:
            await _shut(self._socket)

    def abort(self) -> None:
        """Close at once, for a stream that nobody holds any more."""
        if not self._closed and not self._answer.upgraded:
            self._closed = True
            shut(self._socket)


class AsyncSocketTransport(httpx.AsyncBaseTransport):
    """Speaks HTTP/1.1 over the sockets that `connect(timeout)` gives. For one event loop."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._idle = IdleConnections()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and come back with the head of its answer; the body is read from the response's stream.

        Raises:
            httpx.TransportError: the cause is the OSError behind it.
        """
        timeouts = request.extensions.get("timeout", {})
        connection = self._idle.take() or self._open(timeouts.get("connect"))
        answer = Answer(method=request.method, upgrade=wants_upgrade(request))
        try:
            failure = await self._send(connection, request, timeouts.get("write"))
            try:
                while not (answer.started or answer.upgraded):
                    parse(answer, await receive(connection, READ_SIZE, timeouts.get("read")))
            except httpx.TransportError:
                if failure is not None:
                    raise failure from failure.__cause__
                raise
        except BaseException:
            shut(connection)
            raise
        extensions: dict[str, Any] = {}
        if answer.upgraded:
            extensions["network_stream"] = AsyncSocketStream(connection, answer.tail)
        idle = None if failure else self._idle  # behind half a request no other can follow
        body = AsyncSocketBody(connection, answer, idle, timeouts.get("read"))
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=extensions)

    def _open(self, timeout: float | None) -> socket.socket:
        # Connecting to a unix socket does not wait for the network: it succeeds or fails at once.
        try:
            connection = self._connect(timeout)
        except TimeoutError as error:
            raise httpx.ConnectTimeout("timed out") from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        connection.setblocking(False)
        return connection

    async def _send(
        self, connection: socket.socket, request: httpx.Request, timeout: float | None
    ) -> httpx.WriteError | None:
        """Send the request; a failure to do so is returned, as in `unix`: there may be an answer all the same."""
        try:
            await self._send_parts(connection, request, timeout)
        except TimeoutError as error:
            raise httpx.WriteTimeout("the engine does not read the request") from error
        except OSError as error:
            failure = httpx.WriteError(str(error))
            failure.__cause__ = error
            return failure
        return None

    async def _send_parts(
        self, connection: socket.socket, request: httpx.Request, timeout: float | None
    ) -> None:
        head = head_of(request)
        parts: AsyncIterable[bytes] = request.stream  # type: ignore[assignment]  # an async request has an async stream
        if is_chunked(request):
            await send_all(connection, head, timeout)
            async for part in parts:
                if part:
                    await send_all(connection, chunk(part), timeout)
            await send_all(connection, LAST_CHUNK, timeout)
            return
        async for part in parts:
            await send_all(connection, head + part, timeout)
            head = b""
        if head:
            await send_all(connection, head, timeout)

    async def aclose(self) -> None:
        """Close the idle connections; those in use end with their responses."""
        self._idle.close()


class AsyncUnixTransport(AsyncSocketTransport):
    """Speaks to the engine that listens at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(unix_connector(path))
