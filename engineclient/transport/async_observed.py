"""What `observed` is, for asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import httpx

from engineclient.transport.observed import Exchange, NetworkStream, Teller

if TYPE_CHECKING:
    from engineclient.events import Emit


class _Upload(httpx.AsyncByteStream):
    """The body of a request, told as it goes out."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            self._exchange.sends(part)
            yield part
        self._exchange.sent()

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Download(httpx.AsyncByteStream):
    """The body of an answer, told as it is read."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._parts = aiter(stream)
        self._exchange = exchange

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            part: bytes = await anext(self._parts)
        except StopAsyncIteration:
            self._exchange.received()
            raise
        except BaseException as error:
            self._exchange.failed(error)
            raise
        self._exchange.receives(part)
        return part

    async def aclose(self) -> None:
        self._exchange.end("client", "close")  # unless it was read to its end
        await self._stream.aclose()

    def abort(self) -> None:
        """Close at once, where the transport knows how to."""
        self._exchange.end("client", "close")
        if (abort := getattr(self._stream, "abort", None)) is not None:
            abort()


class AsyncObservedStream(NetworkStream):
    """The `network_stream` of an answer; see `AsyncSocketStream`."""

    async def read(self, *args: Any, **options: Any) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            data: bytes = await self._stream.read(*args, **options)
        except BaseException as error:
            self._exchange.failed(error)
            raise
        self._exchange.passes("daemon", data)
        return data

    async def write(self, buffer: bytes, *args: Any, **options: Any) -> None:
        """Send all of `buffer`."""
        self._exchange.passes("client", buffer)
        await self._stream.write(buffer, *args, **options)

    async def aclose(self) -> None:
        """Close both directions."""
        self._exchange.end("client", "close")
        await self._stream.aclose()

    def abort(self) -> None:
        """Close at once, where the transport knows how to."""
        self._exchange.end("client", "close")
        if (abort := getattr(self._stream, "abort", None)) is not None:
            abort()


class AsyncObservedTransport(httpx.AsyncBaseTransport):
    """Sends by `transport` and tells every event to `emit`; for the rest see `ObservedTransport`."""

    def __init__(self, transport: httpx.AsyncBaseTransport, emit: Emit) -> None:
        self._transport = transport
        self._teller = Teller(emit)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and come back with the head of its answer.

        Raises:
            httpx.TransportError: what the transport raises.

        """
        exchange = self._teller.exchange(request)
        if not exchange.asked():
            request.stream = _Upload(request.stream, exchange)
        try:
            response = await self._transport.handle_async_request(request)
        except BaseException as error:
            exchange.failed(error)
            raise
        if exchange.answered(response):
            stream = AsyncObservedStream(response.extensions["network_stream"], exchange)
            response.extensions = {**response.extensions, "network_stream": stream}
        else:
            response.stream = _Download(response.stream, exchange)
        return response

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()
