"""Concurrent work, written once for both worlds: it runs in threads in the sync one and in tasks in the async one.

Whenever something here ends (by an error, a close, an interrupt or a cancellation), the work that it started is cancelled
and waited for: nothing keeps running.
"""

from __future__ import annotations

from collections import deque
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from engineclient.errors import EngineError
from engineclient.steps import EmitItem, Ended, Next, Serving

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from engineclient.backend import Backend, Channel, Pipe, Spawned
    from engineclient.calls import Steps
    from engineclient.steps import Server
    from engineclient.streams import Items

T = TypeVar("T")
K = TypeVar("K")

_NO_STREAM: Final = 0  # a number that no stream has
_PENDING: Final = 64
"""Batches of items that merged streams hold until they are read; when there are more, the engines have to wait."""


async def all_of(
    works: Sequence[Callable[[], Awaitable[T]]],
    limit: int,
    backend: Backend,
    *,
    each: Callable[[T], object] | None = None,
    finish: bool = False,
    after: Sequence[Collection[int]] = (),
    lasting: Collection[int] = (),
) -> list[T]:
    """Await all `works`, at most `limit` at a time; see `steps.All`."""
    waiting = {number: {*before} for number, before in enumerate(after) if before}
    todo = deque(number for number in range(len(works)) if number not in waiting)
    results: dict[int, T] = {}
    done: Channel[tuple[int, BaseException | None]] = backend.channel(len(works) + 1)
    failures: list[BaseException] = []

    async def work(number: int) -> None:
        try:
            results[number] = await works[number]()
        except backend.cancellation:
            raise
        except BaseException as error:  # raised where the results are waited for
            await done.put((number, error))
        else:
            await done.put((number, None))

    spawned: list[Spawned] = []
    running: set[int] = set()
    shown = finished = 0
    try:
        while True:
            while todo and len(spawned) - finished < limit:
                running.add(todo[0])
                spawned.append(backend.spawn(partial(work, todo.popleft())))
            if finished == len(spawned):
                break
            number, error = await done.get()
            finished += 1
            running.discard(number)
            if error is None:
                todo.extend(_released(waiting, number))
            else:  # works that wait for this one never begin
                failures.append(error)
                if not finish:
                    break
            while each is not None and shown in results:
                each(results[shown])
                shown += 1
        while not running.isdisjoint(lasting):
            number, _ = await done.get()
            running.discard(number)
    finally:
        await _end(spawned)
    if failures:
        raise failures[0]
    return [results[number] for number in range(len(works))]


def _released(waiting: dict[int, set[int]], finished: int) -> list[int]:
    """Remove and return the numbers of the works that were still waiting only for `finished`."""
    for before in waiting.values():
        before.discard(finished)
    ready = [number for number, before in waiting.items() if not before]
    for number in ready:
        del waiting[number]
    return ready


async def _end(spawned: Iterable[Spawned]) -> None:
    """Cancel all and wait until they have ended."""
    spawned = list(spawned)
    for each in spawned:
        each.cancel()
    for each in spawned:
        await each.join()


class Merged(Generic[K, T]):
    """The items of several streams, as they arrive; see `steps.Merge`. A source of items for `streams.Flow`.

    Args:
        streams: a function that opens the stream, by key.
        backend: that of the shell.
        ends: yield the end of each stream as an item (`Ended`), instead of raising its error.
    """

    def __init__(
        self, streams: Mapping[K, Callable[[], Awaitable[Items[T]]]], backend: Backend, *, ends: bool
    ) -> None:
        self._backend = backend
        self._ends = ends
        self._channel: Channel[tuple[int, list[T] | Ended | BaseException]] = backend.channel(_PENDING)
        self._keys: dict[int, K] = {}  # of the streams that have not ended, by number
        self._readers: dict[int, Spawned] = {}
        self._count = 0
        self._closed = False
        for key, opening in streams.items():
            self.add(key, opening)

    def add(self, key: K, opening: Callable[[], Awaitable[Items[T]]]) -> None:
        """Read one more stream.

        Raises:
            EngineError: all streams have ended.
        """
        if self._closed:
            raise EngineError("these merged streams have ended: no further stream can be added")
        self._count += 1
        number = self._count
        self._keys[number] = key
        self._readers[number] = self._backend.spawn(lambda: self._read(number, opening))

    async def drop(self, key: K) -> None:
        """Close the streams with this key; items of theirs that were not read yet are dropped."""
        numbers = [number for number, other in self._keys.items() if other == key]
        for number in numbers:
            del self._keys[number]
        await _end([self._readers.pop(number) for number in numbers])

    async def _read(self, number: int, opening: Callable[[], Awaitable[Items[T]]]) -> None:
        end: Ended | BaseException = Ended(None)
        source: Items[T] | None = None
        try:
            source = await opening()
            while (items := await source.read()) is not None:
                if items:
                    await self._channel.put((number, items))
        except EngineError as error:
            end = Ended(error)
        except self._backend.cancellation:
            raise
        except BaseException as error:  # for example one raised by a decoder of the user's own
            end = error
        finally:
            if source is not None:
                source.abort()
        await self._channel.put((number, end))

    async def read(self) -> list[Any] | None:
        """The next items, None when all streams have ended."""
        if not self._keys:
            await self.close()
            return None
        number, what = await self._channel.get()
        if number not in self._keys:
            return []  # of a stream that was dropped
        key = self._keys[number]
        if isinstance(what, list):
            return [(key, item) for item in what]
        del self._keys[number]
        error = what.error if isinstance(what, Ended) else what
        if error is not None and not (self._ends and isinstance(what, Ended)):
            await self.close()
            raise error
        return [(key, what)] if self._ends else []

    async def close(self) -> None:
        """Close all streams and wait until they have ended."""
        self._closed = True
        readers, self._readers = self._readers, {}
        await _end(readers.values())
        self._wake()

    def abort(self) -> None:
        """Close all streams without waiting."""
        self._closed = True
        for reader in self._readers.values():
            reader.cancel()
        self._wake()

    def _wake(self) -> None:
        """End a read that waits in another thread or task: nothing else will arrive."""
        if self._channel.empty():
            self._channel.put_nowait((_NO_STREAM, []))


async def serve(pipe: Pipe, server: Server, serving: Serving, backend: Backend) -> None:
    """Serve requests on `pipe` until it ends or the server fails; see `steps.Serve`."""

    def following(pieces: Iterator[bytes]) -> bytes | None:
        return next(pieces, None)

    try:
        data: bytes | None = None
        while data != b"":
            data = await pipe.read()
            pieces = iter(await backend.call(server.feed, data))
            while (piece := await backend.call(following, pieces)) is not None:
                await pipe.write(piece)
    except Exception as error:
        serving.error = error
    finally:
        serving.over = True
        pipe.abort()


class EmittedItems(Generic[T]):
    """The items that a procedure emits while it is carried out; see `steps.Emitted`.

    Cancelling a read while the procedure waits for a stream loses nothing; at any other step it ends the procedure.

    Args:
        steps: the procedure.
        take: carries out one step, as the shell does.

    """

    def __init__(self, steps: Steps[Any], take: Callable[[Any, AsyncExitStack], Awaitable[Any]]) -> None:
        self._steps = steps
        self._take = take
        self._opened = AsyncExitStack()
        self._flows: list[Any] = []
        self._step: Any = None
        self._over = False
        self._reading = False

    async def read(self) -> list[T] | None:
        """The next item, None at the end."""
        if self._over:
            return None
        self._reading = True
        try:
            step = next(self._steps) if self._step is None else self._step
            while not isinstance(step, EmitItem):
                self._step = step
                step = await self._answered(step)
                if self._over:  # closed meanwhile: the next step does not count
                    return None
            self._step = None
            return [step.item]  # type: ignore[list-item]  # Emitted[T] declares the type
        except StopIteration:
            await self._end()
            return None
        except BaseException as error:
            if isinstance(error, Exception) or not isinstance(self._step, Next):
                await self._end()
            raise
        finally:
            self._reading = False
            if self._over:
                await self._end()

    async def _answered(self, step: Any) -> Any:
        """Carry out a step and return the next one."""
        try:
            answer = await self._take(step, self._opened)
        except Exception as error:
            return self._steps.throw(error)
        if hasattr(answer, "_abort"):
            self._flows.append(answer)
        return self._steps.send(answer)

    async def _end(self) -> None:
        self._over = True
        self._steps.close()
        await self._opened.aclose()

    async def close(self) -> None:
        """End the procedure. If another thread or task is reading, its read ends the procedure."""
        if self._reading:
            self.abort()
        else:
            await self._end()

    def abort(self) -> None:
        """Close the streams of the procedure at once."""
        self._over = True
        for flow in self._flows:
            flow._abort()
