"""`AsyncStream` and `AsyncDuplex`: what `streams` is, for asyncio."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from types import TracebackType
from typing import Protocol, Self, TypeVar

from engineclient.errors import EngineError
from engineclient.streams import Decoder, Handle
from engineclient.wire.frames import Frame

T = TypeVar("T")


class AsyncSource(Protocol):
    """The body of an answer, arriving."""

    async def read(self) -> bytes: ...  # b"" at the end
    async def aclose(self) -> None: ...
    def abort(self) -> None: ...  # close without waiting for anything


class AsyncPipe(AsyncSource, Protocol):
    """A hijacked connection."""

    async def write(self, data: bytes) -> None: ...
    async def close_write(self) -> None: ...


class AsyncStream(Handle[T]):
    """Items of a streaming answer: an async iterator and context manager, opened by `await`, `async with` or `async for`."""

    def __init__(self, opening: Callable[[], Awaitable[tuple[AsyncSource, Decoder[T]]]]) -> None:
        self._opening = opening
        self._opened: tuple[AsyncSource, Decoder[T]] | None = None
        self._items: deque[T] = deque()
        self._over = False
        self._closed = False

    def __await__(self) -> Generator[None, None, Self]:
        return self._open().__await__()

    async def _open(self) -> Self:
        if self._opened is None:
            self._opened = await self._opening()
        return self

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        items = self._items
        while not items:
            if self._over or self._closed:
                await self.aclose()
                raise StopAsyncIteration
            if self._opened is None:
                await self._open()
                continue
            source, decoder = self._opened
            try:
                data = await source.read()
                items.extend(decoder.feed(data) if data else self._finish(decoder))
            except BaseException as error:
                closed = self._closed and not isinstance(error, asyncio.CancelledError)
                await self.aclose()
                if closed:
                    raise StopAsyncIteration from None
                raise
        return items.popleft()

    def _finish(self, decoder: Decoder[T]) -> list[T]:
        self._over = True
        return [] if self._closed else decoder.end()

    async def wait(self) -> None:
        """Read to the end and drop the items: for their effect (a pull), not their news.

        Raises:
            EngineError: what reading raises, an in-band `StreamError` among it.
        """
        async with self:
            async for _ in self:
                pass

    async def aclose(self) -> None:
        """Let go of the connection; what was not read is lost. Safe to call twice and from another task."""
        self._closed = True
        if self._opened is not None:
            await self._opened[0].aclose()

    def __del__(self) -> None:
        if self._opened is not None and not self._closed:
            self._opened[0].abort()  # a loop that was left early: the daemon must not go on sending

    async def __aenter__(self) -> Self:
        return await self._open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class AsyncDuplex(AsyncStream[Frame]):
    """A container's or an exec's attached streams: iterate frames, `write`, `close_stdin`, `resize`, `aclose`."""

    def __init__(
        self,
        opening: Callable[[], Awaitable[tuple[AsyncPipe, Decoder[Frame]]]],
        resize: Callable[[int, int], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(opening)
        self._resize = resize

    @property
    def _pipe(self) -> AsyncPipe:
        if self._opened is None:
            raise EngineError("open this stream first: `async with` it, or `await` it")
        pipe: AsyncPipe = self._opened[0]  # type: ignore[assignment]  # __init__ takes nothing else
        return pipe

    async def write(self, data: bytes) -> None:
        """Send `data` to the process's stdin.

        Raises:
            ConnectionFailed: the other side does not take any more.
        """
        await self._pipe.write(data)

    async def close_stdin(self) -> None:
        """Half-close: the process reads the end of its stdin, its output still arrives."""
        await self._pipe.close_write()

    async def resize(self, height: int, width: int) -> None:
        """Set the size of the terminal, in characters.

        Raises:
            APIError: there is no terminal, or the process is gone.
        """
        if self._resize is None:
            raise EngineError("this stream belongs to nothing that could be resized")
        await self._resize(height, width)

    async def communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        """Feed `stdin`, half-close, and hand every frame to `output` until the stream ends.

        Writing and reading go on at the same time: neither side can make the other wait for ever.
        """
        await self._open()
        feeder = asyncio.ensure_future(self._feed(stdin)) if stdin else None
        if feeder is None:
            await self.close_stdin()
        try:
            async for frame in self:
                output(frame)
        finally:
            await self.aclose()
            if feeder is not None:
                feeder.cancel()
                await asyncio.gather(feeder, return_exceptions=True)

    async def _feed(self, stdin: bytes) -> None:
        try:
            await self.write(stdin)
            await self.close_stdin()
        except EngineError:
            pass  # the process may exit without reading its input; reading says how it went
