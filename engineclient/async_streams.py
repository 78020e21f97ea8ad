"""`AsyncStream` and `AsyncDuplex`: the faces of `streams` for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from engineclient.streams import DuplexFlow, Flow
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator
    from types import TracebackType
    from typing import Self

T = TypeVar("T")


class AsyncStream(Flow[T]):
    """Items of a streaming answer: an async iterator and context manager, opened by `await`, `async with` or `async for`.

    A read that is cancelled, as by `asyncio.wait_for(anext(stream), 1)`, loses nothing: the next one goes on.
    """

    def __await__(self) -> Generator[None, None, Self]:
        return self._opened().__await__()

    async def _opened(self) -> Self:
        await self._open()
        return self

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        items = self._items
        if not items and not await self._fill():
            raise StopAsyncIteration
        return items.popleft()

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
        await self._close()

    def __del__(self) -> None:
        if not self._closed:
            self._abort()  # a loop that was left early: the daemon must not go on sending

    async def __aenter__(self) -> Self:
        return await self._opened()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class AsyncDuplex(DuplexFlow, AsyncStream[Frame]):
    """A container's or an exec's attached streams: iterate frames, `write`, `close_stdin`, `resize`, `aclose`."""

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
        await self._resize(height, width)

    async def communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        """Feed `stdin`, half-close, and hand every frame to `output` until the stream ends.

        Writing and reading go on at the same time: neither side can make the other wait for ever.
        """
        await self._communicate(stdin, output)
