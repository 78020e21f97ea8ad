"""`Engine`: the sync face of the shell. `async_engine` has the one for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from engineclient.backend import finish
from engineclient.calls import Call, Emitted, HijackCall, Step, Steps, StreamCall, Sync
from engineclient.connect.resolve import located
from engineclient.shell import DEFAULT_TIMEOUT, Shell, bound
from engineclient.streams import Duplex, Stream
from engineclient.transport.threads import Threads

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
    """A Docker engine (or podman's Docker API). Threads may share it; close it, or use `with`.

    Args:
        host: `unix:///path`, `tcp://host:port`, `ssh://user@host` or `recording:name`; without it and `context` what
            docker would use: DOCKER_HOST, DOCKER_CONTEXT, the context in use, or docker's default socket.
        context: the name of a context of docker's store, which brings its own host and TLS.
        tls: how to speak TLS with a tcp `host`; without it what DOCKER_TLS, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH say.
        transport: any httpx transport to send requests by, instead of one to `host`; the engine closes it.
        timeout: seconds that connecting, and each silence while an answer is due, may last; None for ever. Streams and
            waiting calls are not limited. A `Timeout` also limits whole calls, and the silences of streams.
        api_version: use this version of the API and do not ask the engine for its own; DOCKER_API_VERSION does the
            same.
        on_event: called with every event of the conversation, see `engineclient.events`, from whatever thread it
            happens in; the secrets of requests are replaced.
        read_only: refuse to send what may change anything, with WouldChange.
        dry_run: do not send what may change anything, but give it to this function and go on with an answer that an
            engine might give; reads are sent.
        headers: sent with every request, beside its own; a call fails with ConnectionFailed if HTTP cannot carry one.
        body_limit: bytes of an answer that is read whole, at the most; 256 MiB by default. Streams have no limit.

    Raises:
        InvalidHost: the host is malformed, or of a kind that is not supported.
        InvalidContext: there is no such context, or it is broken.
        InvalidTLS: a file of TLS cannot be read, or is not what it should be.
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
        """The API version in use; requested from the engine the first time."""
        return finish(self._version())

    def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer.

        Raises:
            ConnectionFailed, EngineTimeout: there was no answer.
            APIError: the engine refused, or failed.
            DecodeError: the answer is not what the API says.
            UnsupportedByEngine: a parameter needs a newer engine; nothing was sent.
        """
        return finish(self._send(call))

    def stream(self, call: StreamCall[T] | Emitted[T]) -> Stream[T]:
        """Open a stream: its head has been read, errors are raised, items come as you iterate.

        Raises:
            what `send` raises.
        """
        stream: Stream[T] = self._stream(call)
        finish(stream._open())
        return stream

    def hijack(self, call: HijackCall) -> Duplex:
        """Take over the connection.

        Raises:
            what `send` raises.
        """
        duplex: Duplex = self._duplex(call)
        finish(duplex._open())
        return duplex

    def merge(self, streams: Mapping[K, StreamCall[T]]) -> Stream[tuple[K, T]]:
        """Read several streams as one: pairs of a stream's key and an item, as the items arrive.

        The error of any stream is raised, and closes the others.

        Example:
            >>> from engineclient.api.containers import containers
            >>> calls = {name: containers.logs(name, follow=True) for name in ("web", "db")}
            >>> for name, frame in engine.merge(calls): ...

        """
        stream: Stream[tuple[K, T]] = self._merged(streams, ends=False)
        finish(stream._open())
        return stream

    def perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure; what it opened is closed when it ends, however it ends."""
        return finish(self._perform(steps))

    def close(self) -> None:
        """Close the kept connections."""
        finish(self._transport.close())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
