"""The backend of the async world: sockets that an event loop watches, and tasks."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterable
from typing import TYPE_CHECKING, Any, TypeVar

from engineclient.transport.sockets import (
    BACKLOG_PAUSE,
    Connection,
    SocketLine,
    shut_down,
    tuned,
    writable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

T = TypeVar("T")


class AsyncLine(SocketLine):
    """A non-blocking socket.

    It is read only once it is readable, so that a task that is cancelled while it waits loses no bytes.
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._socket = connection
        self._waiting: dict[bool, asyncio.Future[None]] = {}  # True: waits to write, False: to read

    async def receive(self, size: int, timeout: float | None) -> bytes:
        """The next bytes, b"" at the end."""
        while True:
            try:
                return self._socket.recv(size)
            except BlockingIOError:
                await self._ready(timeout, writing=False)

    async def send(self, data: bytes, timeout: float | None) -> None:
        """Send all of `data`."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                await self._ready(timeout, writing=True)

    async def writable(self, timeout: float | None) -> None:
        """Wait until `offer` sends something."""
        if not writable(self._socket, 0):
            await self._ready(timeout, writing=True)

    async def _ready(self, timeout: float | None, *, writing: bool) -> None:
        loop = asyncio.get_running_loop()
        descriptor = self._socket.fileno()
        if descriptor < 0:
            raise OSError(errno.EBADF, "the connection was closed")
        if writing in self._waiting:
            verb = "write to" if writing else "read from"
            raise RuntimeError(f"two tasks {verb} one connection")
        future: asyncio.Future[None] = loop.create_future()
        self._waiting[writing] = future
        watch, forget = (
            (loop.add_writer, loop.remove_writer) if writing else (loop.add_reader, loop.remove_reader)
        )
        watch(descriptor, _done, future)
        timer = None if timeout is None else loop.call_later(timeout, _expire, future)
        try:
            await future
        finally:
            del self._waiting[writing]
            if self._socket.fileno() == descriptor:  # unless `abort` has closed it
                forget(descriptor)
            if timer is not None:
                timer.cancel()

    async def close(self) -> None:
        """Close; a blocked call ends."""
        self.abort()

    def abort(self) -> None:
        """Close; a blocked call ends. Must be called in the loop's thread."""
        descriptor = self._socket.fileno()
        if descriptor < 0:
            return
        shut_down(self._socket, socket.SHUT_RDWR)
        for writing, future in self._waiting.items():
            loop = future.get_loop()
            if not loop.is_closed():
                (loop.remove_writer if writing else loop.remove_reader)(descriptor)
                _done(future)
        self._socket.close()


def _running_loop() -> asyncio.AbstractEventLoop:
    """The loop in which this runs.

    Raises:
        RuntimeError: it is not one of asyncio.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            "AsyncEngine needs an event loop of asyncio, and none is running here; under trio use Engine in a thread"
        ) from None


def _done(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _expire(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_exception(TimeoutError("timed out"))


class _AsyncParts:
    """The body of a request, from an async iterable."""

    def __init__(self, parts: AsyncIterable[bytes]) -> None:
        self._parts = aiter(parts)

    async def next(self) -> bytes | None:
        return await anext(self._parts, None)


class _Parts:
    """The body of a request, from a plain iterable, which a thread advances because it may block on a disk."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)

    async def next(self) -> bytes | None:
        return await asyncio.to_thread(next, self._parts, None)


class _Task:
    """Work in a task of its own."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._task = asyncio.ensure_future(work())

    def cancel(self) -> None:
        self._task.cancel()

    async def join(self) -> None:
        await asyncio.wait([self._task])
        with contextlib.suppress(asyncio.CancelledError):
            if not self._task.cancelled():
                self._task.exception()  # retrieved, so that asyncio does not log it


class Tasks:
    """The backend of `AsyncEngine`."""

    cancellation: type[BaseException] = asyncio.CancelledError

    def line(self, connection: socket.socket) -> AsyncLine:
        """`connection` as a `Line`."""
        return AsyncLine(connection)

    async def connect_unix(self, path: str, timeout: float | None) -> AsyncLine:
        """Connect to the socket at `path`; retries while the queue of the socket is full."""
        _running_loop()
        async with asyncio.timeout(timeout):
            while True:
                connection = Connection(socket.AF_UNIX, socket.SOCK_STREAM)
                try:
                    connection.setblocking(False)
                    connection.connect(path)
                except BlockingIOError:
                    connection.close()
                    await asyncio.sleep(BACKLOG_PAUSE)
                except BaseException:
                    connection.close()
                    raise
                else:
                    return AsyncLine(connection)

    async def connect_tcp(self, host: str, port: int, timeout: float | None) -> AsyncLine:
        """Connect to a port, at the first address of the host that accepts the connection."""
        loop = _running_loop()
        failure: OSError | None = None
        async with asyncio.timeout(timeout):
            for family, kind, proto, _, address in await loop.getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            ):
                connection = socket.socket(family, kind, proto)
                try:
                    connection.setblocking(False)
                    await loop.sock_connect(connection, address)
                except OSError as error:
                    connection.close()
                    failure = error
                except BaseException:
                    connection.close()
                    raise
                else:
                    return AsyncLine(tuned(connection))
        raise failure or OSError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds`."""
        await asyncio.sleep(seconds)

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """Call a function that may block, in another thread."""
        return await asyncio.to_thread(function, *args)

    def upload(self, content: Iterable[bytes] | AsyncIterable[bytes]) -> _AsyncParts | _Parts:
        """The pieces of a request's body."""
        return _AsyncParts(content) if isinstance(content, AsyncIterable) else _Parts(content)

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> _Task:
        """Run `work` in a task of its own."""
        return _Task(work)

    def channel(self, size: int) -> asyncio.Queue[Any]:
        """A queue of at most `size` items."""
        return asyncio.Queue(size)
