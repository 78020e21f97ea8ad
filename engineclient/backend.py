"""What differs between the sync and the async world, and nothing else: connections that block or that suspend, and
threads or tasks.

All the rest is written once, as coroutines over this. The sync world runs them over connections that block instead of
suspending, so a coroutine is finished by one step (`finish`), and asyncio is never imported for it.

Three things stay double, each for a reason:

- `transport/threads` and `transport/tasks` (this interface twice): a blocking socket and an event loop have no code in
  common.
- `Stream` and `AsyncStream`, `Engine` and `AsyncEngine`: the faces of the one text behind them. `for` and `async for`,
  `with` and `async with` are different methods, and importing asyncio would double the start of a command line.
- `over_httpx` has two short classes, because httpx has two interfaces.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Coroutine

Content = bytes | Iterable[bytes] | AsyncIterable[bytes]
"""What can be sent as the body of a request."""

T = TypeVar("T")

READ_SIZE: Final = 64 * 1024
"""Bytes asked of a connection at once. From 128 KiB on, malloc would map and unmap memory for every read: twice the time
of a small call.
"""


def finish(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine in the sync world, where nothing ever waits in the middle."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a sync engine was given something that only an async one can wait for")


class Source(Protocol):
    """Where bytes come from: the body of an answer, or a connection."""

    async def read(self) -> bytes: ...  # b"" at the end
    async def close(self) -> None: ...
    def abort(self) -> None: ...  # close at once, waking whoever is blocked in it


class Pipe(Source, Protocol):
    """A connection that is no longer HTTP: bytes both ways."""

    async def write(self, data: bytes) -> None: ...
    async def close_write(self) -> None: ...  # half-close: the other side reads an end and may still write


class PollablePipe(Pipe, Protocol):
    """A connection that an event loop of the user's own can watch."""

    def fileno(self) -> int: ...  # raises EngineError if there is none
    def pending(self) -> bool: ...  # reading gives something at once, whatever the descriptor says
    def write_some(self, data: bytes) -> int: ...  # how much is taken without waiting


class Upload(Protocol):
    """The body of a request that is sent piece by piece."""

    async def next(self) -> bytes | None: ...  # None at its end; raises what its source raises


class Line(Protocol):
    """A connection. All methods raise OSError, TimeoutError among it."""

    async def receive(self, size: int, timeout: float | None) -> bytes: ...  # b"" at the end
    async def send(self, data: bytes, timeout: float | None) -> None: ...  # the timeout is for each silence
    async def shut(self) -> None: ...  # half-close
    async def close(self) -> None: ...
    def abort(self) -> None: ...  # close at once, waking whoever is blocked in it
    def readable(self) -> bool: ...  # there is something to read, be it the end
    def buffered(self) -> bool: ...  # bytes are there of which the descriptor does not tell
    def offer(
        self, data: bytes
    ) -> int: ...  # send what is taken without waiting; offer the rest again, as it is
    def fileno(self) -> int: ...  # to be watched: `receive` and `offer` go on when it can be read, or written
    def socket(
        self,
    ) -> socket.socket | None: ...  # None if what it carries is not what is read and written here


class Spawned(Protocol):
    """Work that goes on beside."""

    def cancel(self) -> None: ...  # what it waits for raises
    async def join(self) -> None: ...  # waits for its end, and raises nothing


class Channel(Protocol, Generic[T]):
    """A queue of limited length between pieces of work."""

    async def put(self, item: T) -> None: ...
    async def get(self) -> T: ...
    def empty(self) -> bool: ...


class Backend(Protocol):
    """How one of the two worlds connects, waits, and does several things at once.

    Attributes:
        cancellation: what is raised in work that is cancelled.
    """

    cancellation: type[BaseException]

    def line(self, connection: socket.socket) -> Line: ...
    async def connect_unix(self, path: str, timeout: float | None) -> Line: ...
    async def connect_tcp(self, host: str, port: int, timeout: float | None) -> Line: ...
    async def sleep(self, seconds: float) -> None: ...
    async def call(self, function: Callable[..., T], *args: Any) -> T: ...  # one that may block
    def upload(self, content: Iterable[bytes] | AsyncIterable[bytes]) -> Upload: ...
    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> Spawned: ...
    def channel(self, size: int) -> Channel[Any]: ...
