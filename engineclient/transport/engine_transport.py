"""`EngineTransport`: an httpx client over an engine's connections; `over_httpx` is the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from engineclient.backend import READ_SIZE, finish
from engineclient.connect.resolve import located
from engineclient.errors import ConnectionFailed, DecodeError, EngineError, EngineTimeout, StreamTruncated
from engineclient.transport.endpoints import opened
from engineclient.transport.exchange import Outgoing, Timeouts
from engineclient.transport.threads import Threads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from engineclient.backend import Upload
    from engineclient.connect.hosts import Endpoint
    from engineclient.connect.tls import TLSConfig
    from engineclient.transport.exchange import Incoming, Transport


class EngineTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport to an engine, for `httpx.Client` and `httpx.AsyncClient`: raw requests over the kind of
    connections that `Engine` uses. The response to an upgrade has the extension `network_stream`.

    Args:
        host, context, tls: as for `Engine`.

    Raises:
        InvalidHost, InvalidContext, InvalidTLS: as for `Engine`.

    Example:
        `httpx.Client(transport=EngineTransport(), base_url="http://docker").get("/v1.51/info").json()`

    """

    def __init__(
        self,
        host: str | Endpoint | None = None,
        *,
        context: str | None = None,
        tls: TLSConfig | None = None,
    ) -> None:
        self._endpoint = located(host, context, tls)
        self._sync: Transport | None = None
        self._async: Transport | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and return the response once its head has arrived.

        Raises:
            httpx.TransportError: there is none; its cause is our own error, or that of the operating system.
        """
        if self._sync is None:
            self._sync = opened(self._endpoint, Threads())
        backend = Threads()
        body = None if isinstance(request.stream, httpx.ByteStream) else backend.upload(request.stream)
        try:
            incoming = finish(self._sync.exchange(_from_httpx(request, body)))
        except EngineError as error:
            raise _to_httpx_error(error) from _cause(error)
        return _response(incoming, is_async=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and return the response once its head has arrived.

        Raises:
            httpx.TransportError: there is none; its cause is our own error, or that of the operating system.
        """
        from engineclient.transport.tasks import Tasks

        backend = Tasks()
        if self._async is None:
            self._async = opened(self._endpoint, backend)
        body = None if isinstance(request.stream, httpx.ByteStream) else backend.upload(request.stream)
        try:
            incoming = await self._async.exchange(_from_httpx(request, body))
        except EngineError as error:
            raise _to_httpx_error(error) from _cause(error)
        return _response(incoming, is_async=True)

    def close(self) -> None:
        """Close the idle connections."""
        if self._sync is not None:
            finish(self._sync.close())

    async def aclose(self) -> None:
        """Close the idle connections."""
        if self._async is not None:
            await self._async.close()


def _from_httpx(request: httpx.Request, body: Upload | None) -> Outgoing:
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    content = b"".join(request.stream) if body is None else body  # type: ignore[arg-type]
    timeouts = request.extensions.get("timeout", {})
    return Outgoing(
        request.method,
        path,
        query=query,
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw],
        body=content or None,
        upgrade="upgrade" in request.headers,
        timeouts=Timeouts(
            timeouts.get("connect"), timeouts.get("read"), timeouts.get("write"), stream=timeouts.get("read")
        ),
    )


def _response(incoming: Incoming, *, is_async: bool) -> httpx.Response:
    stream = _AsyncBody(incoming) if is_async else _SyncBody(incoming)
    extensions: dict[str, Any] = {}
    if incoming.pipe is not None:
        make = AsyncNetworkStream if is_async else NetworkStream
        extensions = {"network_stream": make(incoming.pipe)}
    return httpx.Response(incoming.status, headers=incoming.headers, stream=stream, extensions=extensions)


class _SyncBody(httpx.SyncByteStream):
    """The body of an answer. It is its own iterator, so that it can be closed while another thread reads it."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            part = finish(self._incoming.read())
        except EngineError as error:
            raise _to_httpx_error(error) from _cause(error)
        if not part:
            raise StopIteration
        return part

    def close(self) -> None:
        finish(self._incoming.close())

    def abort(self) -> None:
        self._incoming.abort()


class _AsyncBody(httpx.AsyncByteStream):
    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            part = await self._incoming.read()
        except EngineError as error:
            raise _to_httpx_error(error) from _cause(error)
        if not part:
            raise StopAsyncIteration
        return part

    async def aclose(self) -> None:
        await self._incoming.close()

    def abort(self) -> None:
        self._incoming.abort()


class _NetworkStream:
    """An upgraded connection, with the methods of httpcore's network streams and a half-close."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        self._rest = b""

    async def _read(self, most: int) -> bytes:
        try:
            data, self._rest = self._rest or await self._pipe.read(), b""
        except EngineError as error:
            raise _to_httpx_error(error) from _cause(error)
        data, self._rest = data[:most], data[most:]
        return bytes(data)

    async def _write(self, data: bytes) -> None:
        try:
            await self._pipe.write(data)
        except EngineError as error:
            raise httpx.WriteError(str(error)) from _cause(error)

    def close_write(self) -> None:
        """Half-close: the other side reads the end, and may still write."""
        finish(self._pipe.close_write())

    def abort(self) -> None:
        """Close at once."""
        self._pipe.abort()

    def get_extra_info(self, info: str) -> Any:
        """`pending`: whether `read` returns without waiting; `socket`: a socket to watch and to send with."""
        if info == "pending":
            return bool(self._rest) or self._pipe.pending()
        return self._pipe if info == "socket" else None


class NetworkStream(_NetworkStream):
    """The `network_stream` of a response in the sync world."""

    def read(self, max_bytes: int = READ_SIZE, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            httpx.ReadError, httpx.ReadTimeout: the connection broke, or nothing came in time.
        """
        return finish(self._read(max_bytes))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`.

        Raises:
            httpx.WriteError: the other side accepts no more data.
        """
        finish(self._write(buffer))

    def close(self) -> None:
        """Close both directions, waking a blocked reader."""
        finish(self._pipe.close())


class AsyncNetworkStream(_NetworkStream):
    """The `network_stream` of a response in the async world."""

    async def read(self, max_bytes: int = READ_SIZE, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            httpx.ReadError, httpx.ReadTimeout: the connection broke, or nothing came in time.
        """
        return await self._read(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`.

        Raises:
            httpx.WriteError: the other side accepts no more data.
        """
        await self._write(buffer)

    async def aclose(self) -> None:
        """Close both directions, waking a blocked reader."""
        await self._pipe.close()


def _to_httpx_error(error: EngineError) -> httpx.TransportError:
    """The httpx error that corresponds to one of ours."""
    match error:
        case EngineTimeout():
            return httpx.ReadTimeout(str(error))
        case ConnectionFailed(reached=False):
            timed_out = isinstance(error.__cause__, TimeoutError)
            return (httpx.ConnectTimeout if timed_out else httpx.ConnectError)(str(error))
        case StreamTruncated() | DecodeError():
            return httpx.RemoteProtocolError(str(error))
        case ConnectionFailed() if error.__cause__ is None or isinstance(error.__cause__, DecodeError):
            return httpx.RemoteProtocolError(str(error))
    return httpx.ReadError(str(error))


def _cause(error: EngineError) -> BaseException:
    return error.__cause__ or error
