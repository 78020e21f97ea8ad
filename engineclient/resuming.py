"""A stream that is opened again when its connection is lost, for both worlds; see `calls.ResumingCall`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from engineclient.errors import ConnectionFailed, EngineError, EngineTimeout, StreamTruncated, Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from engineclient.backend import Backend
    from engineclient.calls import Head, ResumingCall, StreamCall
    from engineclient.streams import Items

T = TypeVar("T")

_LOST: Final = (ConnectionFailed, EngineTimeout, StreamTruncated)
_NOT_YET: Final = (*_LOST, Unavailable)
_FIRST_PAUSE: Final = 0.1  # seconds between two attempts, doubled up to
_LONGEST_PAUSE: Final = 2.0


class Resuming(Generic[T]):
    """The items of one stream over consecutive connections. A source of items for `streams.Flow`.

    Args:
        call: the stream to read.
        begin: opens a stream.
        backend: that of the shell.
    """

    def __init__(
        self,
        call: ResumingCall[T],
        begin: Callable[[StreamCall[T]], Awaitable[tuple[Head, Items[T]]]],
        backend: Backend,
    ) -> None:
        self._call = call
        self._begin = begin
        self._backend = backend
        self._resume = call.resume()
        self._source: Items[T] | None = None
        self._error: EngineError | None = None  # the error that ended the previous connection
        self._closed = False
        self._pause = _FIRST_PAUSE

    async def open(self) -> None:
        """Open the first connection; its errors are raised."""
        await self._connect(self._call)

    async def _connect(self, call: StreamCall[T]) -> None:
        head, self._source = await self._begin(call)
        self._resume.opened(head)

    async def read(self) -> list[T] | None:
        """The next items, None at the end."""
        source = self._source
        if source is None:  # the last read was interrupted while it opened the stream again
            await self._reopen()
            return []
        try:
            items = await source.read()
        except _LOST as error:
            if self._closed:
                raise
            self._error = error
        else:
            if items is not None:
                self._pause = _FIRST_PAUSE
                return self._resume.new(items)
            if self._closed or not self._call.endless:
                return None
            self._error = None
        self._source = None
        await source.close()
        await self._reopen()
        return []

    async def _reopen(self) -> None:
        until = None if self._call.patience is None else time.monotonic() + self._call.patience
        while self._source is None:
            await self._backend.sleep(self._pause)
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            if self._closed:
                raise ConnectionFailed("the stream was closed")
            try:
                await self._connect(self._resume.rest())
            except _NOT_YET:
                if until is not None and time.monotonic() >= until:
                    raise
        if self._call.resumed is not None:
            self._call.resumed(self._error)

    async def close(self) -> None:
        """Close the connection and open no other."""
        self._closed = True
        if self._source is not None:
            await self._source.close()

    def abort(self) -> None:
        """Close the connection at once and open no other."""
        self._closed = True
        if self._source is not None:
            self._source.abort()
