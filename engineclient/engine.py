"""`Engine`, the synchronous client; `async_engine` has the one for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from engineclient.backend import finish
from engineclient.binding import Sync
from engineclient.calls import Call, HijackCall, Step, Steps, StreamCall
from engineclient.connect.resolve import located
from engineclient.shell import DEFAULT_TIMEOUT, Shell
from engineclient.steps import Emitted
from engineclient.streams import Duplex, Stream
from engineclient.transport.threads import Threads
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


class Engine(Shell[Sync], Sync):
    """A client of a Docker engine (or of podman's Docker API). Threads may share it; close it, or use `with`.

    Args:
        host: `unix:///path`, `tcp://host:port`, `ssh://user@host` or `recording:name`. Without `host` and `context`,
            the engine that docker would use: that of DOCKER_HOST, of DOCKER_CONTEXT, of the current context, or of
            docker's default socket.
        context: the name of a docker context, which has its own host and TLS settings.
        tls: the TLS settings for a tcp `host`; by default those of DOCKER_TLS, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH.
        transport: an httpx transport that sends the requests, instead of a connection to `host`; closed with the engine.
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
        >>> with Engine("unix:///var/run/docker.sock", timeout=10) as engine:
        ...     print(engine.version().version, [each.id for each in engine.containers.list()])
    """

    _stream_type = Stream
    _duplex_type = Duplex

    def __init__(
        self,
        host: str | Endpoint | None = None,
        *,
        context: str | None = None,
        tls: TLSConfig | None = None,
        transport: httpx.BaseTransport | Transport | None = None,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        api_version: str | None = None,
        on_event: Emit | None = None,
        read_only: bool = False,
        dry_run: Show | None = None,
        headers: Mapping[str, str] | None = None,
        body_limit: int | None = None,
    ) -> None:
        endpoint = located(host, context, tls, alone=transport is not None)
        backend = Threads()
        super().__init__(
            self,
            backend,
            bound(transport, endpoint, backend, is_async=False),
            endpoint=endpoint,
            timeout=timeout,
            api_version=api_version,
            on_event=on_event,
            read_only=read_only,
            dry_run=dry_run,
            headers=headers,
            body_limit=body_limit,
        )

    @property
    def api_version(self) -> str:
        """The API version in use, as "1.51"; the first access asks the engine for its own."""
        return finish(self._version())

    def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer.

        Raises:
            ConnectionFailed, EngineTimeout: there was no answer.
            APIError: the engine answered with an error status.
            DecodeError: the answer does not have the form that the API defines.
            UnsupportedByEngine: an argument needs another API version; nothing was sent.
        """
        return finish(self._send(call))

    def stream(self, call: StreamCall[T] | Emitted[T]) -> Stream[T]:
        """Open a stream: the head of the answer is read and checked; iterating reads the items as they arrive.

        Raises:
            EngineError: the errors of `send`.
        """
        stream: Stream[T] = self._stream(call)
        finish(stream._open())
        return stream

    def hijack(self, call: HijackCall) -> Duplex:
        """Send a request that hijacks its connection: output frames arrive on it, stdin can be written to it.

        Raises:
            EngineError: the errors of `send`.
        """
        duplex: Duplex = self._duplex(call)
        finish(duplex._open())
        return duplex

    def merge(self, streams: Mapping[K, StreamCall[T]]) -> Stream[tuple[K, T]]:
        """Read several streams as one: pairs of a stream's key and an item, as the items arrive.

        The error of any stream is raised and closes the others.

        Example:
            >>> from engineclient.api.containers import containers
            >>> calls = {name: containers.logs(name, follow=True) for name in ("web", "db")}
            >>> for name, frame in engine.merge(calls): ...

        """
        stream: Stream[tuple[K, T]] = self._merged(streams, ends=False)
        finish(stream._open())
        return stream

    def perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure; its streams are closed when it ends, by an error or not."""
        return finish(self._perform(steps))

    def close(self) -> None:
        """Close the idle connections; those in use close when their answers end."""
        finish(self._transport.close())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
