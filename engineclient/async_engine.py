"""`AsyncEngine`: what `engine` is, for asyncio."""

from __future__ import annotations

import asyncio
import inspect
import os
from contextlib import AsyncExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from engineclient import versions
from engineclient.async_streams import AsyncDuplex, AsyncPipe, AsyncSource, AsyncStream
from engineclient.calls import (
    Answer,
    ApiVersion,
    Async,
    Begin,
    Call,
    Communicate,
    Finish,
    Head,
    HijackCall,
    Next,
    Pending,
    Request,
    Sleep,
    Steps,
    StreamCall,
    Talk,
)
from engineclient.connect import hosts
from engineclient.errors import UpgradeRefused
from engineclient.shell import DEFAULT_TIMEOUT, Shell
from engineclient.streams import Decoder
from engineclient.transport.async_sources import AsyncBodySource, AsyncNetworkPipe, Upload, body_of
from engineclient.transport.async_unix import AsyncUnixTransport
from engineclient.transport.messages import check, head_of, translate
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from engineclient.events import Emit
    from engineclient.transport.guarded import Show

T = TypeVar("T")
R = TypeVar("R")


class AsyncEngine(Shell[Async], Async):
    """A Docker engine (or podman's Docker API), for one asyncio event loop. Close it, or use `async with`.

    Args:
        host: `unix:///path` or `recording:name`; without it DOCKER_HOST, and without that docker's default socket.
        transport: any async httpx transport to send requests by, instead of one to `host`; the engine closes it.
        timeout: seconds that connecting, and each silence while an answer is due, may last; None for ever. Streams and
            waiting calls are not limited.
        api_version: use this version of the API and do not ask the engine for its own; DOCKER_API_VERSION does the
            same.
        on_event: called with every event of the conversation, see `engineclient.events`, from whatever thread it
            happens in; the secrets of requests are replaced.
        read_only: refuse to send what may change anything, with WouldChange.
        dry_run: do not send what may change anything, but give it to this function and go on with an answer that an
            engine might give; reads are sent.

    Raises:
        InvalidHost: `host` is malformed, or of a kind that is not supported.
    """

    def __init__(
        self,
        host: str | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        api_version: str | None = None,
        on_event: Emit | None = None,
        read_only: bool = False,
        dry_run: Show | None = None,
    ) -> None:
        endpoint = hosts.resolve(host, os.environ if transport is None else {})
        super().__init__(self, str(endpoint), timeout, api_version)
        self._transport = transport or _open(endpoint)
        if on_event is not None:
            from engineclient.transport.async_observed import AsyncObservedTransport

            self._transport = AsyncObservedTransport(self._transport, on_event)
        if read_only:
            from engineclient.transport.async_guarded import AsyncReadOnlyTransport

            self._transport = AsyncReadOnlyTransport(self._transport)
        if dry_run is not None:
            from engineclient.transport.async_guarded import AsyncDryRunTransport

            self._transport = AsyncDryRunTransport(self._transport, dry_run)

    async def api_version(self) -> str:
        """The API version in use; asks the engine the first time."""
        if self._api_version is None:
            request = self._build(Request(method="HEAD", path="/_ping", versioned=False), versions.NEWEST)
            response = await self._exchange(request)
            await body_of(response, self.host)
            if response.status_code != 200:  # as docker does: some proxies know no HEAD
                return self._negotiated((await self.ping()).raw)
            return self._negotiated(response.headers)
        return self._api_version

    async def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer.

        Raises:
            ConnectionFailed, EngineTimeout: there was no answer.
            APIError: the engine refused, or failed.
            DecodeError: the answer is not what the API says.
            UnsupportedByEngine: a parameter needs a newer engine; nothing was sent.
        """
        head, response = await self._open(call.request)
        return await self._whole(call, head, response)

    def stream(self, call: StreamCall[T]) -> AsyncStream[T]:
        """A stream that opens when it is first used: `async for`, `async with` or `await` it.

        Raises (when it opens):
            what `send` raises.
        """

        async def opening() -> tuple[AsyncSource, Decoder[T]]:
            head, response = await self._open(call.request)
            source = AsyncBodySource(response, self.host)
            return source, await self._decoder(call, head, source)

        return AsyncStream(opening)

    def hijack(self, call: HijackCall) -> AsyncDuplex:
        """A taken-over connection that opens when it is first used: `async with` or `await` it.

        Raises (when it opens):
            what `send` raises.
        """

        async def opening() -> tuple[AsyncPipe, Decoder[Frame]]:
            head, response = await self._open(call.request)
            pipe = AsyncNetworkPipe(response, self.host)
            return pipe, await self._decoder(call, head, pipe)

        make_call = call.resize
        if make_call is None:
            return AsyncDuplex(opening)
        return AsyncDuplex(opening, lambda height, width: self.send(make_call(height, width)))

    async def perform(self, steps: Steps[R]) -> R:
        """Carry out a procedure; what it opened is closed when it ends, however it ends."""
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
                return await self.send(step)
            case HijackCall():
                return await opened.enter_async_context(self.hijack(step))
            case StreamCall():
                return await opened.enter_async_context(self.stream(step))
            case Begin(call):
                head, response = await self._open(call.request)
                opened.push_async_callback(response.aclose)
                return Pending((head, response), call)
            case Finish(pending):
                return await self._whole(pending.call, *pending.exchange)
            case Next(AsyncStream() as stream):
                return await anext(stream, None)
            case Communicate(AsyncDuplex() as duplex, stdin, output):
                return await duplex.communicate(stdin, output)
            case Talk(AsyncDuplex() as duplex, hold):
                return await held if inspect.isawaitable(held := hold(duplex)) else held
            case Sleep(seconds):
                return await asyncio.sleep(seconds)
            case ApiVersion():
                return await self.api_version()
            case _:
                raise TypeError(f"{step!r} is no step that a shell knows")

    async def _open(self, request: Request) -> tuple[Head, httpx.Response]:
        """Send, and come back with the head of an answer that is no error."""
        api_version = await self.api_version() if request.versioned else versions.NEWEST
        built = self._build(request, api_version)
        if not isinstance(built.stream, httpx.AsyncByteStream):
            built.stream = Upload(built.stream)
        response = await self._exchange(built)
        head = head_of(response, api_version)
        if head.status >= 400:
            check(Answer(head, await body_of(response, self.host)), request)
        if request.upgrade and "network_stream" not in response.extensions:
            await response.aclose()
            raise UpgradeRefused(head.status)
        return head, response

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._transport.handle_async_request(request)
        except httpx.TransportError as error:
            raise translate(error, self.host) from error

    async def _whole(self, call: Call[T], head: Head, response: httpx.Response) -> T:
        return call.decode(check(Answer(head, await body_of(response, self.host)), call.request))

    async def _decoder(self, call: StreamCall[T], head: Head, source: AsyncSource) -> Decoder[T]:
        try:
            decoder = call.decoder(head)
            if decoder is None and call.ask is not None:
                decoder = await self.send(call.ask)
            return call.chosen(decoder)
        except BaseException:
            await source.aclose()
            raise

    async def aclose(self) -> None:
        """Close the kept connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _open(endpoint: hosts.Endpoint) -> httpx.AsyncBaseTransport:
    if endpoint.kind == "recording":
        from engineclient.recording.library import open_recording  # a live engine needs none of it
        from engineclient.recording.replay.transport import AsyncReplayTransport

        return AsyncReplayTransport(open_recording(endpoint.address))
    return AsyncUnixTransport(endpoint.address)
