"""An `Engine` over any httpx transport. `engine_transport` is the reverse: any httpx client over an engine's connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from engineclient.backend import READ_SIZE, finish
from engineclient.errors import EngineError, StreamTruncated
from engineclient.transport.exchange import AUTHORITY, Outgoing
from engineclient.transport.failures import At, broken, silent, unreachable

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Iterator

    from engineclient.backend import Pipe, Upload
    from engineclient.connect.hosts import Endpoint


class HttpxTransport:
    """Sends requests through an httpx transport, in the sync world; `AsyncHttpxTransport` is for the async one."""

    def __init__(self, transport: Any, endpoint: Endpoint) -> None:
        self._transport = transport
        self._at = At(endpoint)

    async def exchange(self, request: Outgoing) -> HttpxAnswer:
        """Send `request` and return its answer once the head has arrived.

        Raises:
            ConnectionFailed, EngineTimeout: no head of an answer arrived.
        """
        try:
            response = await self._handle(_to_httpx(request, self._stream(request.body)))
        except httpx.TransportError as error:
            raise _failure(error, self._at) from error
        return self._answer(response, upgrade=request.upgrade)

    def _stream(self, body: bytes | Upload | None) -> Any:
        return httpx.ByteStream(body or b"") if body is None or isinstance(body, bytes) else _SyncUpload(body)

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = self._transport.handle_request(request)
        return response

    def _answer(self, response: httpx.Response, *, upgrade: bool) -> HttpxAnswer:
        return HttpxAnswer(response, self._at, upgrade=upgrade, is_async=False)

    async def close(self) -> None:
        """Close the transport."""
        self._transport.close()


class AsyncHttpxTransport(HttpxTransport):
    """Sends requests through an async httpx transport."""

    def _stream(self, body: bytes | Upload | None) -> Any:
        return (
            httpx.ByteStream(body or b"") if body is None or isinstance(body, bytes) else _AsyncUpload(body)
        )

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = await self._transport.handle_async_request(request)
        return response

    def _answer(self, response: httpx.Response, *, upgrade: bool) -> HttpxAnswer:
        return HttpxAnswer(response, self._at, upgrade=upgrade, is_async=True)

    async def close(self) -> None:
        """Close the transport."""
        await self._transport.aclose()


class _SyncUpload(httpx.SyncByteStream):
    def __init__(self, upload: Upload) -> None:
        self._upload = upload

    def __iter__(self) -> Iterator[bytes]:
        while (piece := finish(self._upload.next())) is not None:
            yield piece


class _AsyncUpload(httpx.AsyncByteStream):
    def __init__(self, upload: Upload) -> None:
        self._upload = upload

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await self._upload.next()) is not None:
            yield piece


def _to_httpx(request: Outgoing, stream: Any) -> httpx.Request:
    headers = [("Host", AUTHORITY), *request.headers]
    names = {name.lower() for name, _ in headers}
    if request.upgrade and "upgrade" not in names:
        headers += [("Connection", "Upgrade"), ("Upgrade", "tcp")]
    if not {"content-length", "transfer-encoding"} & names:
        if not isinstance(request.body, bytes | None):
            headers.append(("Transfer-Encoding", "chunked"))
        elif request.body or request.method in ("POST", "PUT"):
            headers.append(("Content-Length", str(len(request.body or b""))))
    timeouts = request.timeouts
    url = httpx.URL(scheme="http", host=AUTHORITY, raw_path=request.target.encode())
    extensions = {
        "timeout": {
            "connect": timeouts.connect,
            "read": timeouts.silence,
            "write": timeouts.write,
            "pool": timeouts.connect,
        },
    }
    return httpx.Request(request.method, url, headers=headers, stream=stream, extensions=extensions)


class HttpxAnswer:
    """An httpx response as an `Incoming`."""

    def __init__(self, response: httpx.Response, at: At, *, upgrade: bool, is_async: bool) -> None:
        self.status: int = response.status_code
        self.headers: list[tuple[str, str]] = [
            (name.lower(), value) for name, value in response.headers.multi_items()
        ]
        self.pipe: Pipe | None = None
        self._response = response
        self._parts: Any = None
        self._at = at
        self._async = is_async
        self._broken = False
        framed = any(name in ("content-length", "transfer-encoding") for name, _ in self.headers)
        # httpcore adds a stream to every response; podman hijacks the connection with a 200 without any framing.
        stream = response.extensions.get("network_stream")
        if stream is not None and upgrade and (self.status == 101 or (self.status == 200 and not framed)):
            self.pipe = HttpxPipe(stream, response, at, is_async=is_async)

    async def read(self) -> bytes:
        """The next piece of the body."""
        if self._broken:
            raise StreamTruncated("a read of this answer was interrupted: the transport cannot continue it")
        if self._parts is None:
            stream = self._response.stream
            self._parts = aiter(stream) if self._async else iter(stream)  # type: ignore[arg-type]
        try:
            while True:
                part: bytes = await anext(self._parts) if self._async else next(self._parts)
                if part:
                    return part
        except (StopIteration, StopAsyncIteration):
            return b""
        except httpx.TimeoutException as error:
            raise silent(self._at) from error
        except httpx.TransportError as error:
            raise StreamTruncated(f"unexpected EOF: {error}") from error
        except BaseException:
            self._broken = True  # an interrupted generator looks as if it had ended
            raise

    async def close(self) -> None:
        """Close the response."""
        if self._async:
            await self._response.aclose()
        else:
            self._response.close()

    def abort(self) -> None:
        """Close the response, if that is possible without waiting."""
        if (abort := getattr(self._response.stream, "abort", None)) is not None:
            abort()
        elif not self._async:
            self._response.close()


class HttpxPipe:
    """The `network_stream` of an upgraded response: one of ours, of httpcore, or of a test."""

    def __init__(self, stream: Any, response: httpx.Response, at: At, *, is_async: bool) -> None:
        self._stream = stream
        self._response = response
        self._at = at
        self._async = is_async
        self._closed = False

    async def read(self) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            read = self._stream.read(READ_SIZE)
            data: bytes = await read if self._async else read
        except Exception as error:
            raise _lost(error, self._at) from error
        return data

    async def write(self, data: bytes) -> None:
        """Send all of `data`."""
        try:
            written = self._stream.write(data)
            if self._async:
                await written
        except Exception as error:
            raise _lost(error, self._at) from error

    async def close_write(self) -> None:
        """Half-close.

        Raises:
            EngineError: the stream cannot: httpcore's can over a plain socket, but not over TLS.
        """
        if hasattr(self._stream, "close_write"):
            self._stream.close_write()
        elif (connection := self._stream.get_extra_info("socket")) is not None:
            if self._stream.get_extra_info("ssl_object") is not None:
                raise EngineError(
                    "this transport cannot half-close a TLS connection, so stdin cannot be closed"
                )
            connection.shutdown(1)

    async def close(self) -> None:
        """Close both directions."""
        if self._closed:
            return
        self._closed = True
        if self._async:
            await self._stream.aclose()
            await self._response.aclose()
        else:
            self._stream.close()
            self._response.close()

    def abort(self) -> None:
        """Close at once, if the stream can."""
        if self._closed:
            return
        if (abort := getattr(self._stream, "abort", None)) is not None:
            self._closed = True
            abort()
        elif not self._async:
            finish(self.close())

    def fileno(self) -> int:
        """The descriptor of the connection.

        Raises:
            EngineError: it has none, or one that does not indicate whether data can be read (TLS).
        """
        return self._socket.fileno()

    def pending(self) -> bool:
        """Whether received bytes are kept here, though the descriptor is not readable."""
        return bool(self._stream.get_extra_info("pending"))

    def write_some(self, data: bytes) -> int:
        """Send without waiting; returns the number of bytes sent.

        Raises:
            ConnectionFailed: the other side accepts no more data.
        """
        try:
            return self._socket.send(data, 0x40)  # MSG_DONTWAIT
        except BlockingIOError:
            return 0
        except OSError as error:
            raise broken(error, self._at) from error

    @property
    def _socket(self) -> socket.socket:
        connection: socket.socket | None = self._stream.get_extra_info("socket")
        if connection is None or self._stream.get_extra_info("ssl_object") is not None:
            raise EngineError(
                f"an event loop cannot watch this connection to {self._at.endpoint}: it is not a plain socket"
            )
        return connection


def _failure(error: httpx.TransportError, at: At) -> EngineError:
    """Our error for an error that httpx raised instead of returning a response."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        cause = error.__cause__
        return unreachable(cause if isinstance(cause, OSError) else OSError(str(error)), at)
    if isinstance(error, httpx.TimeoutException):
        return silent(at)
    return broken(error, at)


def _lost(error: Exception, at: At) -> EngineError:
    """Our error for one of a network stream, which may be of httpx, of httpcore, or of the operating system."""
    if isinstance(error, httpx.TimeoutException):
        return silent(at)
    return broken(error, at)
