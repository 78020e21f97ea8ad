"""`Engine`: the shell that turns calls and procedures into I/O. `async_engine` is the same for asyncio."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from engineclient import versions
from engineclient.calls import (
    Answer,
    ApiVersion,
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
    Sync,
    Talk,
)
from engineclient.connect import hosts
from engineclient.errors import UpgradeRefused
from engineclient.shell import DEFAULT_TIMEOUT, Shell
from engineclient.streams import Decoder, Duplex, Source, Stream
from engineclient.transport.messages import check, head_of, translate
from engineclient.transport.sources import BodySource, NetworkPipe, body_of
from engineclient.transport.unix import UnixTransport

if TYPE_CHECKING:
    from engineclient.events import Emit
    from engineclient.transport.guarded import Show

T = TypeVar("T")
R = TypeVar("R")


class Engine(Shell[Sync], Sync):
    """A Docker engine (or podman's Docker API). Threads may share it; close it, or use `with`.

    Args:
        host: `unix:///path` or `recording:name`; without it DOCKER_HOST, and without that docker's default socket.
        transport: any httpx transport to send requests by, instead of one to `host`; the engine closes it.
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
        transport: httpx.BaseTransport | None = None,
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
            from engineclient.transport.observed import ObservedTransport

            self._transport = ObservedTransport(self._transport, on_event)
        if read_only:
            from engineclient.transport.guarded import ReadOnlyTransport

            self._transport = ReadOnlyTransport(self._transport)
        if dry_run is not None:
            from engineclient.transport.guarded import DryRunTransport

            self._transport = DryRunTransport(self._transport, dry_run)

    @property
    def api_version(self) -> str:
        """The API version in use; asks the engine the first time."""
        if self._api_version is None:
            request = self._build(Request(method="HEAD", path="/_ping", versioned=False), versions.NEWEST)
            response = self._exchange(request)
            body_of(response, self.host)
            if response.status_code != 200:  # as docker does: some proxies know no HEAD
                return self._negotiated(self.ping().raw)
            return self._negotiated(response.headers)
        return self._api_version

    def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer.

        Raises:
            ConnectionFailed, EngineTimeout: there was no answer.
            APIError: the engine refused, or failed.
            DecodeError: the answer is not what the API says.
            UnsupportedByEngine: a parameter needs a newer engine; nothing was sent.
        """
        head, response = self._open(call.request)
        return self._whole(call, head, response)

    def stream(self, call: StreamCall[T]) -> Stream[T]:
        """Open a stream: its head has been read, errors are raised, items come as you iterate.

        Raises:
            what `send` raises.
        """
        head, response = self._open(call.request)
        source = BodySource(response, self.host)
        return Stream(source, self._decoder(call, head, source))

    def hijack(self, call: HijackCall) -> Duplex:
        """Take over the connection.

        Raises:
            what `send` raises.
        """
        head, response = self._open(call.request)
        pipe = NetworkPipe(response, self.host)
        decoder = self._decoder(call, head, pipe)
        make_call = call.resize
        if make_call is None:
            return Duplex(pipe, decoder)
        return Duplex(pipe, decoder, lambda height, width: self.send(make_call(height, width)))

    def perform(self, steps: Steps[R]) -> R:
        """Carry out a procedure; what it opened is closed when it ends, however it ends."""
        with ExitStack() as opened:
            try:
                step = next(steps)
                while True:
                    try:
                        answer = self._take(step, opened)
                    except Exception as error:
                        step = steps.throw(error)
                    else:
                        step = steps.send(answer)
            except StopIteration as end:
                result: R = end.value
                return result
            finally:
                steps.close()

    def _take(self, step: Any, opened: ExitStack) -> Any:
        match step:
            case Call():
                return self.send(step)
            case HijackCall():
                return opened.enter_context(self.hijack(step))
            case StreamCall():
                return opened.enter_context(self.stream(step))
            case Begin(call):
                head, response = self._open(call.request)
                opened.callback(response.close)
                return Pending((head, response), call)
            case Finish(pending):
                return self._whole(pending.call, *pending.exchange)
            case Next(Stream() as stream):
                return next(stream, None)
            case Communicate(Duplex() as duplex, stdin, output):
                return duplex.communicate(stdin, output)
            case Talk(Duplex() as duplex, hold):
                return hold(duplex)
            case Sleep(seconds):
                return time.sleep(seconds)
            case ApiVersion():
                return self.api_version
            case _:
                raise TypeError(f"{step!r} is no step that a shell knows")

    def _open(self, request: Request) -> tuple[Head, httpx.Response]:
        """Send, and come back with the head of an answer that is no error."""
        api_version = self.api_version if request.versioned else versions.NEWEST
        response = self._exchange(self._build(request, api_version))
        head = head_of(response, api_version)
        if head.status >= 400:
            check(Answer(head, body_of(response, self.host)), request)
        if request.upgrade and "network_stream" not in response.extensions:
            response.close()
            raise UpgradeRefused(head.status)
        return head, response

    def _exchange(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._transport.handle_request(request)
        except httpx.TransportError as error:
            raise translate(error, self.host) from error

    def _whole(self, call: Call[T], head: Head, response: httpx.Response) -> T:
        return call.decode(check(Answer(head, body_of(response, self.host)), call.request))

    def _decoder(self, call: StreamCall[T], head: Head, source: Source) -> Decoder[T]:
        try:
            decoder = call.decoder(head)
            if decoder is None and call.ask is not None:
                decoder = self.send(call.ask)
            return call.chosen(decoder)
        except BaseException:
            source.close()
            raise

    def close(self) -> None:
        """Close the kept connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _open(endpoint: hosts.Endpoint) -> httpx.BaseTransport:
    if endpoint.kind == "recording":
        from engineclient.recording.library import open_recording  # a live engine needs none of it
        from engineclient.recording.replay.transport import ReplayTransport

        return ReplayTransport(open_recording(endpoint.address))
    return UnixTransport(endpoint.address)
