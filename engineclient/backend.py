"""The interface between this package and the two worlds it runs in, sync and async: how each connects, waits, and does
several things at once.

Everything else is written once, as coroutines that use a `Backend`. In the sync world connections block instead of
suspending, so one step runs a coroutine to its end (`finish`), and asyncio is never imported.

Three things exist twice, each for a reason:

- `transport/threads` and `transport/tasks` implement this interface: a blocking socket and an event loop have no code
  in common.
- `Stream` and `AsyncStream`, `Engine` and `AsyncEngine` are what users call. `for` and `async for`, `with` and
  `async with` are different methods, and importing asyncio would double the start-up time of a command.
- `over_httpx` and `engine_transport` have short pairs of classes, because httpx has two interfaces.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Coroutine

Content = bytes | Iterable[bytes] | AsyncIterable[bytes]
"""The body of a request: bytes, or an iterable of bytes that is sent in chunks."""

T = TypeVar("T")


READ_SIZE: Final = 64 * 1024
"""Bytes requested in one read. From 128 KiB on, malloc would map and unmap memory for every read, which doubles the
time of a small call.
"""


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of the sync world, which never suspends, and return its result.

    Raises:
        RuntimeError: it suspended: it waits for something that needs an event loop.
    """
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a sync engine was given something that only an async one can wait for")


class Source(Protocol):
    """Something to read bytes from: the body of an answer, or a connection."""

    async def read(self) -> bytes: ...  # b"" at the end
    async def close(self) -> None: ...
    def abort(self) -> None: ...  # close at once; a blocked call ends


class Pipe(Source, Protocol):
    """A hijacked connection: raw bytes in both directions."""

    async def write(self, data: bytes) -> None: ...
    async def close_write(self) -> None: ...  # half-close: the other side reads the end and may still write


class PollablePipe(Pipe, Protocol):
    """A hijacked connection that the user's own event loop can watch."""

    def fileno(self) -> int: ...  # raises EngineError if there is none
    def pending(self) -> bool: ...  # read() returns at once, even if the descriptor is not readable
    def write_some(self, data: bytes) -> int: ...  # the number of bytes sent without waiting


class Upload(Protocol):
    """The body of a request, sent piece by piece."""

    async def next(self) -> bytes | None: ...  # None at its end; raises what its source raises


class Line(Protocol):
    """A connection. All methods raise OSError, TimeoutError among it."""

    async def receive(self, size: int, timeout: float | None) -> bytes: ...  # b"" at the end
    async def send(self, data: bytes, timeout: float | None) -> None: ...  # the timeout is for each silence
    async def writable(self, timeout: float | None) -> None: ...  # wait until `offer` sends something
    async def shut(self) -> None: ...  # half-close
    async def close(self) -> None: ...
    def abort(self) -> None: ...  # close at once; a blocked call ends
    def readable(self) -> bool: ...  # receive() does not wait; the end counts too
    def buffered(self) -> bool: ...  # received bytes are kept, though the descriptor is not readable
    def offer(self, data: bytes) -> int: ...  # bytes sent without waiting; offer the rest again, unchanged
    def fileno(self) -> int: ...  # when it is readable `receive` goes on, when writable `offer`
    def socket(self) -> socket.socket | None: ...  # None if its bytes are not those of this line (TLS)


class Spawned(Protocol):
    """Work in the background: a thread or a task."""

    def cancel(self) -> None: ...  # the call it is blocked in raises
    async def join(self) -> None: ...  # wait for its end; never raises its error


class Channel(Protocol, Generic[T]):
    """A queue of limited length between threads or tasks."""

    async def put(self, item: T) -> None: ...
    def put_nowait(self, item: T) -> None: ...  # there must be room
    async def get(self) -> T: ...
    def empty(self) -> bool: ...


class Backend(Protocol):
    """How one of the two worlds connects, waits, and does several things at once.

    Attributes:
        cancellation: the exception raised in cancelled work.
    """

    cancellation: type[BaseException]

    def line(self, connection: socket.socket) -> Line: ...
    async def connect_unix(self, path: str, timeout: float | None) -> Line: ...
    async def connect_tcp(self, host: str, port: int, timeout: float | None) -> Line: ...
    async def sleep(self, seconds: float) -> None: ...
    async def call(self, function: Callable[..., T], *args: Any) -> T: ...  # for a function that may block
    def upload(self, content: Iterable[bytes] | AsyncIterable[bytes]) -> Upload: ...
    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> Spawned: ...
    def channel(self, size: int) -> Channel[Any]: ...
