"""The backend of the sync world: blocking sockets, and threads."""

from __future__ import annotations

import socket
import struct
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from engineclient.backend import finish
from engineclient.transport.sockets import Connection, SocketLine, shut_down, tuned, writable

if TYPE_CHECKING:
    import threading
    from collections.abc import AsyncIterable, Callable, Coroutine, Iterable, Iterator
    from types import TracebackType

T = TypeVar("T")


class Cancelled(BaseException):
    """Raised in a thread whose work was cancelled. A BaseException, so that nothing catches it before the thread ends."""


class _Scope:
    """Cancels one thread, by aborting what it is waiting for.

    A cancellation is raised once, as asyncio's: what the thread does afterwards to clean up, waits as usual.
    """

    def __init__(self) -> None:
        import threading

        self._lock = threading.Lock()
        self._waiting_for: Any = None
        self.cancelled: threading.Event = threading.Event()

    def cancel(self) -> None:
        with self._lock:
            self.cancelled.set()
            waiting_for = self._waiting_for
        if waiting_for is not None:
            waiting_for.abort()

    def waiting(self, what: Any) -> _Scope:
        with self._lock:
            self.raise_once()
            self._waiting_for = what
        return self

    def raise_once(self) -> None:
        """Raise Cancelled if the thread was cancelled and does not know yet."""
        if self.cancelled.is_set():
            self.cancelled.clear()
            raise Cancelled

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._waiting_for = None
        self.raise_once()


# By thread. Empty as long as nothing is spawned, so that looking a thread up costs nothing then
_scopes: dict[int, _Scope] = {}


def _scope() -> _Scope | None:
    """The scope of the current thread, None if the thread was not spawned here."""
    if not _scopes:
        return None
    import threading

    return _scopes.get(threading.get_ident())


_CLOSED: Final = Connection()
_CLOSED.close()


class BlockingLine(SocketLine):
    """A blocking socket. Timeouts are socket options, one for each direction, because reader and writer may be two
    threads.
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(None)
        self._socket: socket.socket = connection
        self._timeouts: dict[int, float | None] = {socket.SO_RCVTIMEO: None, socket.SO_SNDTIMEO: None}

    async def receive(self, size: int, timeout: float | None) -> bytes:
        """The next bytes, b"" at the end."""
        if (scope := _scope()) is None:
            return self._receive(size, timeout)
        with scope.waiting(self):
            return self._receive(size, timeout)

    def _receive(self, size: int, timeout: float | None) -> bytes:
        if timeout != self._timeouts[socket.SO_RCVTIMEO]:
            self._set(socket.SO_RCVTIMEO, timeout)
        try:
            return self._socket.recv(size)
        except BlockingIOError:
            raise TimeoutError("timed out") from None

    async def send(self, data: bytes, timeout: float | None) -> None:
        """Send all of `data`."""
        if (scope := _scope()) is None:
            self._send(data, timeout)
            return
        with scope.waiting(self):
            self._send(data, timeout)

    def _send(self, data: bytes, timeout: float | None) -> None:
        if timeout != self._timeouts[socket.SO_SNDTIMEO]:
            self._set(socket.SO_SNDTIMEO, timeout)
        try:
            sent = self._socket.send(data)
            if sent < len(data):
                rest = memoryview(data)[sent:]
                while rest:
                    rest = rest[self._socket.send(rest) :]
        except BlockingIOError:
            raise TimeoutError("timed out") from None

    def _set(self, option: int, timeout: float | None) -> None:
        set_timeout(self._socket, option, timeout)
        self._timeouts[option] = timeout

    async def writable(self, timeout: float | None) -> None:
        """Wait until `offer` sends something."""
        if (scope := _scope()) is None:
            self._await_writable(timeout)
            return
        with scope.waiting(self):
            self._await_writable(timeout)

    def _await_writable(self, timeout: float | None) -> None:
        if not writable(self._socket, timeout):
            raise TimeoutError("timed out")

    async def close(self) -> None:
        """Shut down and close; a blocked call ends (which closing alone would not achieve)."""
        self.abort()

    def abort(self) -> None:
        """Shut down and close; a blocked call ends."""
        connection, self._socket = self._socket, _CLOSED
        shut_down(connection, socket.SHUT_RDWR)
        if isinstance(connection, Connection):
            connection.drop()
        else:
            connection.close()


def set_timeout(connection: socket.socket, option: int, timeout: float | None) -> None:
    """Set SO_RCVTIMEO or SO_SNDTIMEO; None becomes 0, which for the kernel means no timeout."""
    microseconds = 0 if timeout is None else max(1, int(timeout * 1_000_000))
    connection.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", *divmod(microseconds, 1_000_000)))


class _Parts:
    """The body of a request, from an iterable."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    async def next(self) -> bytes | None:
        return next(self._parts, None)


class _Thread:
    """Work in a thread of its own."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        import threading

        self._work = work
        self._scope = _Scope()
        # A daemon thread: work that cannot be joined (user code that blocks) must not keep the program from exiting.
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        import threading

        _scopes[threading.get_ident()] = self._scope
        try:
            finish(self._work())
        except Cancelled:
            pass
        finally:
            del _scopes[threading.get_ident()]

    def cancel(self) -> None:
        self._scope.cancel()

    async def join(self) -> None:
        self._thread.join()


class _Channel(Generic[T]):
    """A queue of limited length; waiting on it can be cancelled."""

    def __init__(self, size: int) -> None:
        import threading

        self._size = size
        self._items: deque[T] = deque()
        self._changed = threading.Condition()

    async def put(self, item: T) -> None:
        self._wait(lambda: len(self._items) < self._size, lambda: self._items.append(item))

    def put_nowait(self, item: T) -> None:
        with self._changed:
            self._items.append(item)
            self._changed.notify_all()

    async def get(self) -> T:
        item: T = self._wait(lambda: bool(self._items), lambda: self._items.popleft())
        return item

    def empty(self) -> bool:
        return not self._items

    def abort(self) -> None:
        """Wake all waiting threads: one of them was cancelled."""
        with self._changed:
            self._changed.notify_all()

    def _wait(self, ready: Callable[[], bool], act: Callable[[], Any]) -> Any:
        scope = _scope()
        if scope is not None:
            with scope.waiting(self):
                return self._act(lambda: ready() or scope.cancelled.is_set(), ready, act)
        return self._act(ready, ready, act)

    def _act(self, until: Callable[[], bool], ready: Callable[[], bool], act: Callable[[], Any]) -> Any:
        with self._changed:
            self._changed.wait_for(until)
            result = act() if ready() else None
            self._changed.notify_all()
            return result


class Threads:
    """The backend of `Engine`."""

    cancellation: type[BaseException] = Cancelled

    def line(self, connection: socket.socket) -> BlockingLine:
        """`connection` as a `Line`."""
        return BlockingLine(connection)

    async def connect_unix(self, path: str, timeout: float | None) -> BlockingLine:
        """Connect to the socket at `path`; the kernel waits while the queue of the socket is full."""
        connection = Connection(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line = BlockingLine(connection)
            if timeout is not None:
                line._set(socket.SO_SNDTIMEO, timeout)  # it limits connecting too
            connection.connect(path)
        except BaseException as error:
            connection.close()
            if isinstance(error, BlockingIOError):
                raise TimeoutError("timed out") from None
            raise
        return line

    async def connect_tcp(self, host: str, port: int, timeout: float | None) -> BlockingLine:
        """Connect to a port, at the first address of the host that accepts the connection."""
        return BlockingLine(tuned(socket.create_connection((host, port), timeout)))

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds`."""
        scope = _scope()
        if scope is None:
            time.sleep(seconds)
        elif scope.cancelled.wait(seconds):
            scope.raise_once()

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """Call a function that may block."""
        return function(*args)

    def upload(self, content: Iterable[bytes] | AsyncIterable[bytes]) -> _Parts:
        """The pieces of a request's body."""
        if not hasattr(content, "__iter__"):
            raise TypeError("a body that is iterated asynchronously needs AsyncEngine")
        return _Parts(iter(content))  # type: ignore[arg-type]

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> _Thread:
        """Run `work` in a thread of its own."""
        return _Thread(work)

    def channel(self, size: int) -> _Channel[Any]:
        """A queue of at most `size` items."""
        return _Channel(size)
