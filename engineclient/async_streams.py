"""`AsyncStream` and `AsyncDuplex`: the streams of `engineclient.streams` for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from engineclient.arguments import refuse_text
from engineclient.streams import DuplexFlow, Flow
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator
    from types import TracebackType
    from typing import Self

T = TypeVar("T")


class AsyncStream(Flow[T]):
    """The items of a streaming answer: an async iterator and context manager, opened by `await`, `async with` or
    `async for`.

    Cancelling a read, as `asyncio.wait_for(anext(stream), 1)` does, loses no data: the next read continues.
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
        """Read to the end and discard the items, as when only the result of a pull matters, not its progress.

        Raises:
            EngineError: as iterating does; StreamError if the engine reports an error within the stream.
        """
        async with self:
            async for _ in self:
                pass

    async def aclose(self) -> None:
        """Close the connection; unread items are lost. Safe to call twice and from another task."""
        await self._close()

    def __del__(self) -> None:
        if not self._closed:
            self._abort()  # the loop was left early: the daemon must stop sending

    async def __aenter__(self) -> Self:
        return await self._opened()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class AsyncDuplex(DuplexFlow, AsyncStream[Frame]):
    """The attached stdin, stdout and stderr of a container or an exec, on a hijacked connection.

    Iterating yields frames of output; `write` and `close_stdin` are for the input.
    """

    async def write(self, data: bytes) -> None:
        """Send `data` to the process's stdin.

        Raises:
            ConnectionFailed: the other side accepts no more input, or the stream was closed.
        """
        refuse_text("what is written", data)
        await self._write(data)

    async def close_stdin(self) -> None:
        """Half-close the connection: the process reads the end of its stdin, its output still arrives."""
        await self._pipe.close_write()

    async def resize(self, height: int, width: int) -> None:
        """Set the size of the terminal, in characters.

        Raises:
            APIError: there is no terminal, or the process has ended.
        """
        await self._resize(height, width)

    async def communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        """Send `stdin`, half-close, and pass every frame to `output` until the stream ends.

        Writing and reading happen at the same time, so that neither side can block the other.
        """
        await self._communicate(stdin, output)
