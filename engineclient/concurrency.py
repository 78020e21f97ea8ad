"""Many things at once, written once for both worlds: over threads in the sync one, over tasks in the async one.

Whatever ends a piece of this (an error, a close, an interrupt, a cancellation), all that it began is cancelled and waited
for: nothing is left behind.
"""

from __future__ import annotations

from collections import deque
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from engineclient.calls import EmitItem, Ended, Next, Serving
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from engineclient.backend import Backend, Channel, Pipe, Spawned
    from engineclient.calls import Server, Steps
    from engineclient.streams import Items

T = TypeVar("T")
K = TypeVar("K")

_PENDING: Final = 64
"""Batches of items that wait to be taken from merged streams; beyond it their engines have to wait."""


async def all_of(
    works: Sequence[Callable[[], Awaitable[T]]],
    limit: int,
    backend: Backend,
    *,
    each: Callable[[T], object] | None = None,
    finish: bool = False,
    after: Sequence[Collection[int]] = (),
) -> list[T]:
    """Do `works`, at most `limit` at a time; see `calls.All`."""
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
        except BaseException as error:  # whatever ends it is raised where the results are waited for
            await done.put((number, error))
        else:
            await done.put((number, None))

    spawned: list[Spawned] = []
    shown = finished = 0
    try:
        while True:
            while todo and len(spawned) - finished < limit:
                spawned.append(backend.spawn(partial(work, todo.popleft())))
            if finished == len(spawned):
                break
            number, error = await done.get()
            finished += 1
            if error is None:
                todo.extend(_released(waiting, number))
            else:  # what waits for it is never begun
                failures.append(error)
                if not finish:
                    break
            while each is not None and shown in results:
                each(results[shown])
                shown += 1
    finally:
        await _end(spawned)
    if failures:
        raise failures[0]
    return [results[number] for number in range(len(works))]


def _released(waiting: dict[int, set[int]], finished: int) -> list[int]:
    """What waited for `finished` alone; it waits no more."""
    for before in waiting.values():
        before.discard(finished)
    ready = [number for number, before in waiting.items() if not before]
    for number in ready:
        del waiting[number]
    return ready


async def _end(spawned: Iterable[Spawned]) -> None:
    """Cancel all, and wait for all."""
    spawned = list(spawned)
    for each in spawned:
        each.cancel()
    for each in spawned:
        await each.join()


class Merged(Generic[K, T]):
    """The items of several streams, as they arrive; see `calls.Merge`. A source of `streams.Flow`.

    Args:
        streams: what opens each, by key.
        backend: of the shell.
        ends: the end of a stream is an item of its own, and an error no error.
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
        """Read one more stream."""
        if self._closed:
            raise EngineError("these merged streams have ended: no other can be added")
        self._count += 1
        number = self._count
        self._keys[number] = key
        self._readers[number] = self._backend.spawn(lambda: self._read(number, opening))

    async def drop(self, key: K) -> None:
        """End the streams with this key; no more of their items come."""
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
        except BaseException as error:  # a decoder's of the user's own, perhaps
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
            return []  # it was dropped
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
        """End all streams, and wait until they have ended."""
        self._closed = True
        readers, self._readers = self._readers, {}
        await _end(readers.values())

    def abort(self) -> None:
        """End all streams, and wait for none."""
        self._closed = True
        for reader in self._readers.values():
            reader.cancel()


async def serve(pipe: Pipe, server: Server, serving: Serving, backend: Backend) -> None:
    """Answer on `pipe` until it ends or the server fails; see `calls.Beside`."""

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
    """The items that a procedure emits, as it is carried out; see `calls.Emitted`.

    A read that is cancelled while the procedure waits for a stream has lost nothing; at any other step it ends it.

    Args:
        steps: the procedure.
        take: carries out one step; the shell's own.

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
        """The next item."""
        if self._over:
            return None
        self._reading = True
        try:
            step = next(self._steps) if self._step is None else self._step
            while not isinstance(step, EmitItem):
                self._step = step
                step = await self._answered(step)
                if self._over:  # closed meanwhile: what comes now is not the procedure's end
                    return None
            self._step = None
            return [step.item]  # type: ignore[list-item]  # it says what it emits
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
        """Carry out a step; the one after it."""
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
        """End the procedure; if another thread or task is in the middle of it, there."""
        if self._reading:
            self.abort()
        else:
            await self._end()

    def abort(self) -> None:
        """Close what it has opened, at once."""
        self._over = True
        for flow in self._flows:
            flow._abort()
