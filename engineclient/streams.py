"""Open streams: `Stream` yields items, `Duplex` yields frames of output and accepts bytes of input.

Iterate over them and close them (or use `with`); closing from another thread ends a blocked read. `Flow` implements both
and their async twins, which are in a file of their own (`async_streams`), because importing asyncio takes longer than
everything else in a short command.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from engineclient.arguments import refuse_text
from engineclient.backend import finish
from engineclient.errors import ConnectionFailed, EngineError, EngineTimeout
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from types import TracebackType
    from typing import Self

    from engineclient.backend import Backend, Pipe, PollablePipe, Source

    Resize = Callable[[int, int], Coroutine[Any, Any, None]]

T = TypeVar("T")


class Decoder(Protocol[T]):
    """Turns bytes, cut anywhere, into whole items."""

    def feed(self, data: bytes) -> list[T]: ...
    def end(self) -> list[T]: ...


class Items(Protocol[T]):
    """A source of items, which arrive in batches."""

    async def read(self) -> list[T] | None: ...  # None at the end; [] only means that no item is complete yet
    async def close(self) -> None: ...
    def abort(self) -> None: ...


class Decoded(Generic[T]):
    """The items that a decoder makes from the bytes of a source."""

    def __init__(self, source: Source, decoder: Decoder[T]) -> None:
        self.source = source
        self.decoder = decoder
        self._over = False

    async def read(self) -> list[T] | None:
        """The next items, None at the end."""
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
    """A stream that a shell opened for a procedure, which only passes it on to later steps."""


class Flow(Handle[T]):
    """A stream of items, for both worlds: opened once, read until it ends, fails, or is closed."""

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
        """Wait until there is an item; False at the end. A wait that is interrupted loses nothing and can be repeated."""
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
            except EngineError as error:
                closed = self._closed  # by another thread or task meanwhile: a regular end, not an error
                if isinstance(error, EngineTimeout) and not closed:
                    raise  # nothing was lost: the next read waits again
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
            raise EngineError("this stream is not open yet: `async with` it, or `await` it")
        pipe: Pipe = self._source.source  # type: ignore[attr-defined]  # __init__ takes nothing else
        return pipe

    async def _write(self, data: bytes) -> None:
        if self._closed:
            raise ConnectionFailed("this stream is closed: nothing can be written to it")
        await self._pipe.write(data)

    async def _resize(self, height: int, width: int) -> None:
        if self._resizing is None:
            raise EngineError("this stream has no terminal that could be resized")
        await self._resizing(height, width)

    async def _communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        await self._open()
        failures: list[Exception] = []
        feeder = self._backend.spawn(lambda: self._feed(stdin, failures)) if stdin else None
        try:
            if feeder is None:
                await self._pipe.close_write()
            while self._items or await self._fill():
                output(self._items.popleft())
        finally:
            self._abort()  # ends a write that is blocked because nothing reads any more
            if feeder is not None:
                feeder.cancel()
                await feeder.join()
        if failures:
            raise failures[0]

    async def _feed(self, stdin: bytes, failures: list[Exception]) -> None:
        try:
            await self._pipe.write(stdin)
            await self._pipe.close_write()
        except EngineError:
            pass  # the process may exit without reading its input; reading reports real errors
        except Exception as error:  # for example of a callback for events
            failures.append(error)
            self._abort()


class Stream(Flow[T]):
    """The items of a streaming answer: an iterator and a context manager."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        items = self._items
        if not items and not finish(self._fill()):
            raise StopIteration
        return items.popleft()

    def wait(self) -> None:
        """Read to the end and discard the items, as when only the result of a pull matters, not its progress.

        Raises:
            EngineError: as iterating does; StreamError if the engine reports an error within the stream.
        """
        with self:
            for _ in self:
                pass

    def close(self) -> None:
        """Close the connection; unread items are lost. Safe to call twice and from another thread."""
        finish(self._close())

    def __del__(self) -> None:
        self._abort()  # the loop was left early: the daemon must stop sending

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Duplex(DuplexFlow, Stream[Frame]):
    """The attached stdin, stdout and stderr of a container or an exec, on a hijacked connection.

    Iterating yields frames of output; `write` and `close_stdin` are for the input.
    """

    def write(self, data: bytes) -> None:
        """Send `data` to the process's stdin.

        Raises:
            ConnectionFailed: the other side accepts no more input, or the stream was closed.
        """
        refuse_text("what is written", data)
        finish(self._write(data))

    def close_stdin(self) -> None:
        """Half-close the connection: the process reads the end of its stdin, its output still arrives."""
        finish(self._pipe.close_write())

    def resize(self, height: int, width: int) -> None:
        """Set the size of the terminal, in characters.

        Raises:
            APIError: there is no terminal, or the process has ended.
        """
        finish(self._resize(height, width))

    def communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        """Send `stdin`, half-close, and pass every frame to `output` until the stream ends.

        Writing and reading happen at the same time, so that neither side can block the other.
        """
        finish(self._communicate(stdin, output))

    def pollable(self) -> BlockingPipe:
        """The connection, for an event loop that watches its descriptor; `decode` turns what it reads into frames.

        Raises:
            EngineError: it has no file descriptor, as with some transports of the user's own.
        """
        pipe: Any = self._pipe
        if not all(hasattr(pipe, name) for name in ("fileno", "pending", "write_some")):
            raise EngineError(f"an event loop cannot watch {type(pipe).__name__}: it has no file descriptor")
        pipe.fileno()
        return BlockingPipe(pipe)

    def decode(self, data: bytes) -> list[Frame]:
        """The frames that are complete with `data`, the bytes just read from the connection; b"" for its end.

        Raises:
            StreamError, StreamTruncated, DecodeError: as iterating does.
        """
        decoder: Decoder[Frame] = self._source.decoder  # type: ignore[union-attr]  # a Duplex is opened at once
        if data:
            return decoder.feed(data)
        self._over = True
        return [] if self._closed else decoder.end()


class BlockingPipe:
    """A hijacked connection that the user's own event loop watches."""

    def __init__(self, pipe: PollablePipe) -> None:
        self._pipe = pipe
        self.fileno: Callable[[], int] = pipe.fileno
        self.pending: Callable[[], bool] = pipe.pending
        self.write_some: Callable[[bytes], int] = pipe.write_some

    def read(self) -> bytes:
        """The next bytes, b"" at the end; returns at once if `fileno` is readable or bytes are `pending`."""
        return finish(self._pipe.read())

    def close_write(self) -> None:
        """Half-close: the other side reads the end, and may still write."""
        finish(self._pipe.close_write())
