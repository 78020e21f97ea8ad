"""Carries out calls and procedures: everything that `Engine` and `AsyncEngine` share.

Written as coroutines over a `Backend`, which the two public classes expose as methods or as coroutines.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from engineclient import versions
from engineclient.binding import S_co
from engineclient.calls import (
    Call,
    Head,
    HijackCall,
    RequestSpec,
    ResumingCall,
    Step,
    StreamCall,
    WholeAnswer,
)
from engineclient.errors import ConnectionFailed, EngineError, UpgradeRefused
from engineclient.groups import Groups
from engineclient.steps import (
    All,
    ApiVersion,
    Begin,
    Communicate,
    EmitItem,
    Emitted,
    Finish,
    Join,
    Leave,
    Listens,
    Merge,
    MergeEnds,
    Next,
    Pending,
    Serve,
    Serving,
    Sleep,
    Talk,
    Undo,
    Undoing,
    Write,
)
from engineclient.streams import Decoded, DuplexFlow, Flow
from engineclient.transport.exchange import MOST_BODY, Timeout, read_body
from engineclient.transport.messages import check, outgoing
from engineclient.transport.negotiation import PING, negotiated
from engineclient.transports import wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.backend import Backend, Pipe, Source
    from engineclient.calls import Steps
    from engineclient.connect.hosts import Endpoint
    from engineclient.events import Emit
    from engineclient.streams import Decoder, Items
    from engineclient.transport.dry_run import Show
    from engineclient.transport.exchange import Incoming, Transport

T = TypeVar("T")
R = TypeVar("R")

DEFAULT_TIMEOUT: Final = 60.0
_NOT_MODIFIED: Final = 304
_AGENT: Final = f"engineclient/{versions.CLIENT}"


class Shell(Groups[S_co]):
    """The groups of endpoints and the procedures, bound to a transport and a backend.

    Attributes:
        endpoint: the address of the engine.
        timeout: how long calls may wait.

    """

    _stream_type: type[Flow[Any]]
    _duplex_type: type[DuplexFlow]

    def __init__(
        self,
        shell: S_co,
        backend: Backend,
        transport: Transport,
        *,
        endpoint: Endpoint,
        timeout: float | Timeout | None,
        api_version: str | None,
        on_event: Emit | None,
        read_only: bool,
        dry_run: Show | None,
        headers: Mapping[str, str] | None,
        body_limit: int | None,
    ) -> None:
        super().__init__(shell)
        self.endpoint = endpoint
        self.timeout: Timeout = timeout if isinstance(timeout, Timeout) else Timeout(silence=timeout)
        given = api_version or os.environ.get("DOCKER_API_VERSION") or ""
        self._api_version = given.removeprefix("v") or None
        self._backend = backend
        self._transport = wrapped(transport, on_event, read_only=read_only, dry_run=dry_run)
        self._headers: dict[str, str] = {"User-Agent": _AGENT, **(headers or {})}
        self._unsendable = _unsendable(headers) if headers else ""
        self._body_limit = MOST_BODY if body_limit is None else body_limit

    @property
    def host(self) -> str:
        """The address of the engine, as docker's messages show it."""
        return str(self.endpoint)

    def __repr__(self) -> str:
        from engineclient.events.redaction import redacted_word

        version = f", API {self._api_version}" if self._api_version else ""
        return f"<{type(self).__name__} {redacted_word(self.host)}{version}>"

    # One request

    async def _send(self, call: Call[T]) -> T:
        head, incoming = await self._open(call.request)
        return await self._whole(call, head, incoming)

    async def _open(self, request: RequestSpec, *, streaming: bool = False) -> tuple[Head, Incoming]:
        """Send a request and return the head of its answer, once it is known not to be an error."""
        api_version = await self._version_for(request) if request.versioned else versions.NEWEST
        incoming = await self._exchange(request, api_version, streaming=streaming)
        head = Head(incoming.status, dict(incoming.headers), api_version)
        if request.upgrade and incoming.pipe is None and head.status < 400:
            incoming.abort()
            raise UpgradeRefused(head.status)
        if head.status >= 300 and not (request.unchanged and head.status == _NOT_MODIFIED):
            check(WholeAnswer(head, await read_body(incoming, self._body_limit)), request)
        return head, incoming

    async def _exchange(self, request: RequestSpec, api_version: str, *, streaming: bool = False) -> Incoming:
        versions.require(request.needs, api_version)
        timeouts = self.timeout.of_call(request.patience, slow=request.slow)
        if self._unsendable:
            from engineclient.transport.failures import At, not_sent

            unsent = outgoing(request, api_version, {}, timeouts, self._backend)
            raise not_sent(self._unsendable, At(self.endpoint, unsent.method, unsent.target))
        headers = self._headers
        if request.login:
            from engineclient.connect.credentials import kept_header

            # May run a credential helper
            headers = headers | await self._backend.call(kept_header, request.login)
        sent = outgoing(request, api_version, headers, timeouts, self._backend)
        sent.streaming = streaming
        return await self._transport.exchange(sent)

    async def _whole(self, call: Call[T], head: Head, incoming: Incoming) -> T:
        body = await read_body(incoming, self._body_limit)
        return call.decode(check(WholeAnswer(head, body), call.request))

    async def _version_for(self, request: RequestSpec) -> str:
        """The API version for `request`. If the ping fails to connect, the error names `request`, as docker's does."""
        try:
            return await self._version()
        except ConnectionFailed as error:
            from engineclient.transport.failures import At, of_another

            timeouts = self.timeout.of_call(None)
            unsent = outgoing(request, versions.NEWEST, {}, timeouts, self._backend)
            raise of_another(
                error,
                At(self.endpoint, PING.method, PING.path),
                At(self.endpoint, unsent.method, unsent.target),
            ) from error.__cause__

    async def _version(self) -> str:
        """The API version in use; the first call asks the engine for its own."""
        if self._api_version is None:
            self._api_version = await negotiated(partial(self._exchange, api_version=versions.NEWEST))
        return self._api_version

    # Streams

    async def _items(self, call: StreamCall[T]) -> Items[T]:
        """Open the stream or the hijacked connection of `call`."""
        if isinstance(call, ResumingCall):
            from engineclient.resuming import Resuming

            resuming = Resuming(call, self._begin, self._backend)
            await resuming.open()
            return resuming
        return await self._decoded(call)

    async def _decoded(self, call: StreamCall[T]) -> Decoded[T]:
        return (await self._begin(call))[1]

    async def _begin(self, call: StreamCall[T]) -> tuple[Head, Decoded[T]]:
        head, incoming = await self._open(call.request, streaming=True)
        source: Source = incoming if incoming.pipe is None else incoming.pipe
        if incoming.pipe is not None and call.request.headers.get("Upgrade") == "websocket":
            from engineclient.transport.websocket import WebSocketPipe

            source = WebSocketPipe(incoming.pipe)
        try:
            decoder: Decoder[T] | None = call.decoder(head)
            if decoder is None and call.ask is not None:
                decoder = await self._send(call.ask)
            return head, Decoded(source, call.chosen(decoder))
        except BaseException:
            source.abort()
            raise

    def _stream(self, call: StreamCall[T] | Emitted[T]) -> Any:
        """A stream that is not open yet, of the type for this world."""
        if isinstance(call, Emitted):
            return self._stream_type(partial(self._emitted, call), self._backend)
        return self._stream_type(partial(self._items, call), self._backend)

    async def _emitted(self, emitted: Emitted[T]) -> Items[T]:
        """The items that a procedure emits; it is not carried out before the first item is read."""
        from engineclient.concurrency import EmittedItems

        return EmittedItems(emitted.steps, self._take)

    def _duplex(self, call: HijackCall) -> Any:
        """A duplex that is not open yet, of the type for this world."""
        make = call.resize

        async def resize(height: int, width: int) -> None:
            assert make is not None
            await self._send(make(height, width))

        return self._duplex_type(
            partial(self._decoded, call), self._backend, None if make is None else resize
        )

    def _merged(self, streams: Mapping[Any, StreamCall[Any]], *, ends: bool) -> Any:
        """Several streams read as one, not open yet, of the type for this world."""

        async def opening() -> Items[Any]:
            from engineclient.concurrency import Merged

            openings = {key: partial(self._items, call) for key, call in streams.items()}
            return Merged(openings, self._backend, ends=ends)

        return self._stream_type(opening, self._backend)

    # Procedures

    async def _perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure; its streams are closed when it ends, by an error or not."""
        if isinstance(steps, Step):
            steps = iter(steps)
        if not isinstance(steps, Generator):
            raise TypeError(f"a procedure is a generator of calls, or a call, not {type(steps).__name__}")
        async with AsyncExitStack() as opened:
            try:
                step = next(steps)
                while True:
                    try:
                        answer = await self._take(step, opened)
                    except Exception as error:
                        step = steps.throw(error)
                    else:
                        step = steps.send(answer)
            except StopIteration as end:
                result: R = end.value
                return result
            finally:
                steps.close()

    async def _take(self, step: Any, opened: AsyncExitStack) -> Any:
        match step:
            case Call():
                return await self._send(step)
            case HijackCall():
                return await _opened(self._duplex(step), opened)
            case StreamCall():
                return await _opened(self._stream(step), opened)
            case Begin(call):
                head, incoming = await self._open(call.request)
                opened.push_async_callback(incoming.close)
                return Pending((head, incoming), call)
            case Finish(pending):
                return await self._whole(pending.call, *pending.exchange)
            case Next(Flow() as stream):
                return await stream._next()
            case Communicate(DuplexFlow() as duplex, stdin, output):
                return await duplex._communicate(stdin, output)
            case Talk(DuplexFlow() as duplex, hold):
                held = hold(duplex)
                return await held if hasattr(held, "__await__") else held
            case Write(DuplexFlow() as duplex, data):
                return await duplex._write(data)
            case Sleep(seconds):
                return await self._backend.sleep(seconds)
            case ApiVersion():
                return await self._version()
            case EmitItem():
                return None
            case Listens(host, port):
                from engineclient.transport.listening import listens

                host = host or self.endpoint.machine
                return host if await listens(self._backend, host, port) else ""
            case Undo(call):
                undoing = Undoing(call)
                opened.push_async_exit(partial(self._undo, undoing))
                return undoing
            case _:
                return await self._take_many(step, opened)

    async def _undo(self, undoing: Undoing, kind: type[BaseException] | None, *_: object) -> None:
        """Remove what an interrupted procedure has created. Errors are ignored: the interruption is what gets reported."""
        if kind is not None and not issubclass(kind, EngineError) and not undoing.dropped:
            try:
                await self._send(undoing.call)
            except EngineError:
                pass

    async def _take_many(self, step: Any, opened: AsyncExitStack) -> Any:
        from engineclient import concurrency

        match step:
            case All(procedures, limit, each, finish, after, lasting):
                works = [partial(self._perform, each_of) for each_of in procedures]
                return await concurrency.all_of(
                    works, limit, self._backend, each=each, finish=finish, after=after, lasting=lasting
                )
            case Merge(streams):
                return await _opened(self._merged(streams, ends=False), opened)
            case MergeEnds(streams):
                return await _opened(self._merged(streams, ends=True), opened)
            case Join(Flow(_source=concurrency.Merged() as merged), key, stream):
                return merged.add(key, partial(self._items, stream))
            case Leave(Flow(_source=concurrency.Merged() as merged), key):
                return await merged.drop(key)
            case Serve(DuplexFlow() as duplex, server):
                serving = Serving()
                pipe: Pipe = duplex._pipe
                spawned = self._backend.spawn(lambda: concurrency.serve(pipe, server, serving, self._backend))
                opened.push_async_callback(spawned.join)
                opened.callback(spawned.cancel)
                opened.callback(pipe.abort)
                return serving
            case _:
                raise TypeError(f"{step!r} is not a step of a procedure")


def _unsendable(headers: Mapping[str, str]) -> str:
    from engineclient.connect.headers import unsendable

    return unsendable(headers)


async def _opened(stream: Flow[Any], opened: AsyncExitStack) -> Flow[Any]:
    opened.push_async_callback(stream._close)
    await stream._open()
    return stream
