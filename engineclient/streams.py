"""What an open exchange looks like to its user: `Stream` (items in) and `Duplex` (frames in, bytes out).

`Flow` is the one text behind both and behind their async twins; `async_streams` has the faces for asyncio, in a file of
its own because importing asyncio costs a command line more than everything else here. Iterate, close (or use `with`);
closing from another thread ends a blocked read.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from engineclient.backend import finish
from engineclient.errors import EngineError
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from types import TracebackType
    from typing import Self

    from engineclient.backend import Backend, Pipe, PollablePipe, Source

    Resize = Callable[[int, int], Coroutine[Any, Any, None]]

T = TypeVar("T")


class Decoder(Protocol[T]):
    """Bytes cut anywhere in, whole items out."""

    def feed(self, data: bytes) -> list[T]: ...
    def end(self) -> list[T]: ...


class Items(Protocol[T]):
    """Where items come from, some at a time."""

    async def read(self) -> list[T] | None: ...  # None at the end; [] is neither
    async def close(self) -> None: ...
    def abort(self) -> None: ...


class Decoded(Generic[T]):
    """The items that a decoder makes of a source's bytes."""

    def __init__(self, source: Source, decoder: Decoder[T]) -> None:
        self.source = source
        self.decoder = decoder
        self._over = False

    async def read(self) -> list[T] | None:
        """The next items."""
        if self._over:
            return None
        if data := await self.source.read():
            return self.decoder.feed(data)
        self._over = True
        return self.decoder.end()

    async def close(self) -> None:
        """Close the source."""
        await self.source.close()

    def abort(self) -> None:
        """Close the source at once."""
        self.source.abort()


class Handle(Generic[T]):
    """What a shell opened for a procedure, which hands it on to later steps and knows nothing of it."""


class Flow(Handle[T]):
    """Items that arrive, for both worlds: opened once, read until they end, fail, or are closed."""

    def __init__(self, opening: Callable[[], Awaitable[Items[T]]], backend: Backend) -> None:
        self._opening = opening
        self._backend = backend
        self._source: Items[T] | None = None
        self._items: deque[T] = deque()
        self._over = False
        self._closed = False

    async def _open(self) -> None:
        if self._source is None and not self._closed:
            self._source = await self._opening()

    async def _fill(self) -> bool:
        """Wait until there is an item; False at the end. An interrupted wait has lost nothing: it can be repeated."""
        while not self._items:
            if self._over or self._closed:
                await self._close()
                return False
            await self._open()
            source = self._source
            if source is None:
                return False
            try:
                items = await source.read()
            except EngineError:
                closed = self._closed  # meanwhile, by another thread or task: a clean end, and no error
                await self._close()
                if closed:
                    return False
                raise
            except Exception:
                await self._close()
                raise
            if items is None:
                self._over = True
            else:
                self._items.extend(items)
        return True

    async def _next(self) -> T | None:
        return self._items.popleft() if self._items or await self._fill() else None

    async def _close(self) -> None:
        self._closed = True
        if self._source is not None:
            await self._source.close()

    def _abort(self) -> None:
        self._closed = True
        if self._source is not None:
            self._source.abort()


class DuplexFlow(Flow[Frame]):
    """A hijacked connection, for both worlds."""

    def __init__(
        self,
        opening: Callable[[], Awaitable[Decoded[Frame]]],
        backend: Backend,
        resize: Resize | None = None,
    ) -> None:
        super().__init__(opening, backend)
        self._resizing = resize

    @property
    def _pipe(self) -> Pipe:
        if self._source is None:
            raise EngineError("open this stream first: `async with` it, or `await` it")
        pipe: Pipe = self._source.source  # type: ignore[attr-defined]  # __init__ takes nothing else
        return pipe

    async def _resize(self, height: int, width: int) -> None:
        if self._resizing is None:
            raise EngineError("this stream belongs to nothing that could be resized")
        await self._resizing(height, width)

    async def _communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        await self._open()
        feeder = self._backend.spawn(lambda: self._feed(stdin)) if stdin else None
        try:
            if feeder is None:
                await self._pipe.close_write()
            while self._items or await self._fill():
                output(self._items.popleft())
        finally:
            self._abort()  # wakes a feeder whose bytes nobody wants any more
            if feeder is not None:
                feeder.cancel()
                await feeder.join()

    async def _feed(self, stdin: bytes) -> None:
        try:
            await self._pipe.write(stdin)
            await self._pipe.close_write()
        except EngineError:
            pass  # the process may exit without reading its input; reading says how it went


class Stream(Flow[T]):
    """Items of a streaming answer: an iterator and a context manager."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        items = self._items
        if not items and not finish(self._fill()):
            raise StopIteration
        return items.popleft()

    def wait(self) -> None:
        """Read to the end and drop the items: for their effect (a pull), not their news.

        Raises:
            EngineError: what reading raises, an in-band `StreamError` among it.
        """
        with self:
            for _ in self:
                pass

    def close(self) -> None:
        """Let go of the connection; what was not read is lost. Safe to call twice and from another thread."""
        finish(self._close())

    def __del__(self) -> None:
        self._abort()  # a loop that was left early: the daemon must not go on sending

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Duplex(DuplexFlow, Stream[Frame]):
    """A container's or an exec's attached streams: iterate frames, `write`, `close_stdin`, `resize`, `close`."""

    def write(self, data: bytes) -> None:
        """Send `data` to the process's stdin.

        Raises:
            ConnectionFailed: the other side does not take any more.
        """
        finish(self._pipe.write(data))

    def close_stdin(self) -> None:
        """Half-close: the process reads the end of its stdin, its output still arrives."""
        finish(self._pipe.close_write())

    def resize(self, height: int, width: int) -> None:
        """Set the size of the terminal, in characters.

        Raises:
            APIError: there is no terminal, or the process is gone.
        """
        finish(self._resize(height, width))

    def communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        """Feed `stdin`, half-close, and hand every frame to `output` until the stream ends.

        Writing and reading go on at the same time: neither side can make the other wait for ever.
        """
        finish(self._communicate(stdin, output))

    def pollable(self) -> BlockingPipe:
        """The connection, for an event loop that watches it; hand what it reads to `decode`.

        Raises:
            EngineError: it has no file descriptor, as those that a user's own transport makes up.
        """
        pipe: Any = self._pipe
        if not all(hasattr(pipe, name) for name in ("fileno", "pending", "write_some")):
            raise EngineError(f"an event loop cannot watch {type(pipe).__name__}: it has no file descriptor")
        pipe.fileno()
        return BlockingPipe(pipe)

    def decode(self, data: bytes) -> list[Frame]:
        """The frames that `data`, just read from the connection, completes; b"" is the end.

        Raises:
            StreamError, StreamTruncated, DecodeError: as iterating does.
        """
        decoder: Decoder[Frame] = self._source.decoder  # type: ignore[union-attr]  # a Duplex is opened at once
        if data:
            return decoder.feed(data)
        self._over = True
        return [] if self._closed else decoder.end()


class BlockingPipe:
    """A hijacked connection that an event loop of the user's own watches."""

    def __init__(self, pipe: PollablePipe) -> None:
        self._pipe = pipe
        self.fileno: Callable[[], int] = pipe.fileno
        self.pending: Callable[[], bool] = pipe.pending
        self.write_some: Callable[[bytes], int] = pipe.write_some

    def read(self) -> bytes:
        """The next bytes, b"" at the end; it does not wait if `fileno` can be read, or if bytes are `pending`."""
        return finish(self._pipe.read())

    def close_write(self) -> None:
        """Half-close."""
        finish(self._pipe.close_write())
