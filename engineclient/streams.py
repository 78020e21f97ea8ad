"""What an open exchange looks like to its user: `Stream` (bytes in) and `Duplex` (bytes both ways).

No HTTP here: the shell hands over a source of bytes. `async_streams` is the same for asyncio, in a file of its own
because importing asyncio costs a command line more than everything else here. Iterate, close (or use `with`); closing from
another thread ends a blocked read.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from engineclient.errors import EngineError
from engineclient.wire.frames import Frame

T = TypeVar("T")

READ_SIZE = 256 * 1024


class Decoder(Protocol[T]):
    """Bytes cut anywhere in, whole items out."""

    def feed(self, data: bytes) -> list[T]: ...
    def end(self) -> list[T]: ...


class Source(Protocol):
    """The body of an answer, arriving."""

    def read(self) -> bytes: ...  # b"" at the end
    def close(self) -> None: ...


class Pipe(Source, Protocol):
    """A hijacked connection."""

    def write(self, data: bytes) -> None: ...
    def close_write(self) -> None: ...


class PollablePipe(Pipe, Protocol):
    """A hijacked connection that an event loop can watch."""

    def fileno(self) -> int: ...  # raises EngineError if there is none
    def pending(self) -> bool: ...  # reading gives something at once, whatever the descriptor says
    def write_some(self, data: bytes) -> int: ...  # what is taken without waiting


class Handle(Generic[T]):
    """What a shell opened for a procedure, which hands it on to later steps and knows nothing of it."""


class Stream(Handle[T]):
    """Items of a streaming answer: an iterator and a context manager."""

    def __init__(self, source: Source, decoder: Decoder[T]) -> None:
        self._source = source
        self._decoder = decoder
        self._items: deque[T] = deque()
        self._over = False
        self._closed = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        items = self._items
        while not items:
            if self._over or self._closed:
                self.close()
                raise StopIteration
            try:
                data = self._source.read()
                items.extend(self._decoder.feed(data) if data else self._finish())
            except BaseException:
                closed = self._closed  # by another thread: a clean end, not an error
                self.close()
                if closed:
                    raise StopIteration from None
                raise
        return items.popleft()

    def _finish(self) -> list[T]:
        self._over = True
        return [] if self._closed else self._decoder.end()

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
        self._closed = True
        self._source.close()

    def __del__(self) -> None:
        self.close()  # a loop that was left early: the daemon must not go on sending

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Duplex(Stream[Frame]):
    """A container's or an exec's attached streams: iterate frames, `write`, `close_stdin`, `resize`, `close`."""

    _source: Pipe

    def __init__(
        self, pipe: Pipe, decoder: Decoder[Frame], resize: Callable[[int, int], None] | None = None
    ) -> None:
        super().__init__(pipe, decoder)
        self._resize = resize

    def write(self, data: bytes) -> None:
        """Send `data` to the process's stdin.

        Raises:
            ConnectionFailed: the other side does not take any more.
        """
        self._source.write(data)

    def close_stdin(self) -> None:
        """Half-close: the process reads the end of its stdin, its output still arrives."""
        self._source.close_write()

    def resize(self, height: int, width: int) -> None:
        """Set the size of the terminal, in characters.

        Raises:
            APIError: there is no terminal, or the process is gone.
        """
        if self._resize is None:
            raise EngineError("this stream belongs to nothing that could be resized")
        self._resize(height, width)

    def pollable(self) -> PollablePipe:
        """The connection, for an event loop that watches it; hand what it reads to `decode`.

        Raises:
            EngineError: it has no file descriptor, as those that a user's own transport makes up.
        """
        pipe: Any = self._source
        if not all(hasattr(pipe, name) for name in ("fileno", "pending", "write_some")):
            raise EngineError(f"an event loop cannot watch {type(pipe).__name__}: it has no file descriptor")
        pipe.fileno()
        return pipe  # type: ignore[no-any-return]

    def decode(self, data: bytes) -> list[Frame]:
        """The frames that `data`, just read from the connection, completes; b"" is the end.

        Raises:
            StreamError, StreamTruncated, DecodeError: as iterating does.
        """
        return self._decoder.feed(data) if data else self._finish()

    def communicate(self, stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        """Feed `stdin`, half-close, and hand every frame to `output` until the stream ends.

        Writing and reading go on at the same time: neither side can make the other wait for ever.
        """
        feeder = threading.Thread(target=self._feed, args=(stdin,), daemon=True) if stdin else None
        if feeder is None:
            self.close_stdin()
        else:
            feeder.start()
        try:
            for frame in self:
                output(frame)
        finally:
            self.close()  # wakes a feeder whose bytes nobody wants any more
            if feeder is not None:
                feeder.join()

    def _feed(self, stdin: bytes) -> None:
        try:
            self.write(stdin)
            self.close_stdin()
        except EngineError:
            pass  # the process may exit without reading its input; reading says how it went
