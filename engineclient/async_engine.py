"""`AsyncEngine`, the client for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from engineclient.async_streams import AsyncDuplex, AsyncStream
from engineclient.binding import Async
from engineclient.calls import Call, HijackCall, Step, Steps, StreamCall
from engineclient.connect.resolve import located
from engineclient.shell import DEFAULT_TIMEOUT, Shell
from engineclient.steps import Emitted
from engineclient.transport.tasks import Tasks
from engineclient.transports import bound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    import httpx

    from engineclient.connect.hosts import Endpoint
    from engineclient.connect.tls import TLSConfig
    from engineclient.events import Emit
    from engineclient.transport.dry_run import Show
    from engineclient.transport.exchange import Timeout, Transport

K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")


class AsyncEngine(Shell[Async], Async):
    """A client of a Docker engine (or of podman's Docker API) for one asyncio event loop. Close it, or use `async with`.

    Args:
        host: `unix:///path`, `tcp://host:port`, `ssh://user@host` or `recording:name`. Without `host` and `context`,
            the engine that docker would use: that of DOCKER_HOST, of DOCKER_CONTEXT, of the current context, or of
            docker's default socket.
        context: the name of a docker context, which has its own host and TLS settings.
        tls: the TLS settings for a tcp `host`; by default those of DOCKER_TLS, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH.
        transport: an async httpx transport that sends the requests, instead of a connection to `host`; closed with the
            engine.
        timeout: the seconds that connecting, and each wait for more of an answer, may take; None for no limit. Streams
            and calls that wait are not limited. A `Timeout` can also limit whole calls, and waits within streams.
        api_version: the API version to use; by default that of DOCKER_API_VERSION, or the newest that both the engine
            and this client know.
        on_event: called with every event of the HTTP exchanges, see `engineclient.events`, from the thread in which it
            occurs; secrets in requests are replaced.
        read_only: raise WouldChange instead of sending a request that may change something.
        dry_run: called with each request that may change something, instead of sending it; the call then returns an
            invented answer. Reads are sent.
        headers: sent with every request in addition to its own; calls raise ConnectionFailed if one is not valid in HTTP.
        body_limit: the maximum size in bytes of an answer that is read whole; 256 MiB by default. Streams have no limit.

    Raises:
        InvalidHost: the host is malformed, or of a kind that is not supported.
        InvalidContext: there is no such context, or it is broken.
        InvalidTLS: a certificate or key file cannot be read or is invalid.

    Example:
        >>> async with AsyncEngine("unix:///var/run/docker.sock", timeout=10) as engine:
        ...     print([each.id for each in await engine.containers.list()])
    """

    _stream_type = AsyncStream
    _duplex_type = AsyncDuplex

    def __init__(
        self,
        host: str | Endpoint | None = None,
        *,
        context: str | None = None,
        tls: TLSConfig | None = None,
        transport: httpx.AsyncBaseTransport | Transport | None = None,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        api_version: str | None = None,
        on_event: Emit | None = None,
        read_only: bool = False,
        dry_run: Show | None = None,
        headers: Mapping[str, str] | None = None,
        body_limit: int | None = None,
    ) -> None:
        endpoint = located(host, context, tls, alone=transport is not None)
        backend = Tasks()
        super().__init__(
            self,
            backend,
            bound(transport, endpoint, backend, is_async=True),
            endpoint=endpoint,
            timeout=timeout,
            api_version=api_version,
            on_event=on_event,
            read_only=read_only,
            dry_run=dry_run,
            headers=headers,
            body_limit=body_limit,
        )

    async def api_version(self) -> str:
        """The API version in use, as "1.51"; the first call asks the engine for its own."""
        return await self._version()

    async def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer.

        Raises:
            ConnectionFailed, EngineTimeout: there was no answer.
            APIError: the engine answered with an error status.
            DecodeError: the answer does not have the form that the API defines.
            UnsupportedByEngine: an argument needs another API version; nothing was sent.
        """
        return await self._send(call)

    def stream(self, call: StreamCall[T] | Emitted[T]) -> AsyncStream[T]:
        """A stream that opens when it is first used: `async for`, `async with` or `await` it.

        Raises (when it opens):
            EngineError: the errors of `send`.
        """
        stream: AsyncStream[T] = self._stream(call)
        return stream

    def hijack(self, call: HijackCall) -> AsyncDuplex:
        """A hijacked connection that opens when it is first used: `async with` or `await` it.

        Raises (when it opens):
            EngineError: the errors of `send`.
        """
        duplex: AsyncDuplex = self._duplex(call)
        return duplex

    def merge(self, streams: Mapping[K, StreamCall[T]]) -> AsyncStream[tuple[K, T]]:
        """Read several streams as one: pairs of a stream's key and an item, as the items arrive.

        The error of any stream is raised and closes the others. The result opens when it is first used.

        Example:
            >>> from engineclient.api.containers import containers
            >>> calls = {name: containers.logs(name, follow=True) for name in ("web", "db")}
            >>> async for name, frame in engine.merge(calls): ...

        """
        stream: AsyncStream[tuple[K, T]] = self._merged(streams, ends=False)
        return stream

    async def perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure; its streams are closed when it ends, by an error or not."""
        return await self._perform(steps)

    async def aclose(self) -> None:
        """Close the idle connections; those in use close when their answers end."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
