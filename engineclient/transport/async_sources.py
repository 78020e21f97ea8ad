"""What `sources` is, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpx

from engineclient.streams import READ_SIZE
from engineclient.transport.messages import translate
from engineclient.transport.sources import half_close, lost


class Upload(httpx.AsyncByteStream):
    """The body of a request that a plain iterable brings. A piece may come from a slow disk: a thread fetches it."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = iter(self._parts)
        while (part := await asyncio.to_thread(next, parts, None)) is not None:
            yield part


async def body_of(response: httpx.Response, host: str) -> bytes:
    """The whole body; the response is closed."""
    try:
        return b"".join([part async for part in response.stream])  # type: ignore[union-attr]
    except httpx.TransportError as error:
        raise translate(error, host) from error
    finally:
        await response.aclose()


class AsyncBodySource:
    """The body of a response as it arrives."""

    def __init__(self, response: httpx.Response, host: str) -> None:
        self._response = response
        self._parts = aiter(response.stream)  # type: ignore[arg-type]  # an async response has an async stream
        self._host = host

    async def read(self) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            async for part in self._parts:
                if part:
                    return part
        except httpx.TransportError as error:
            raise translate(error, self._host) from error
        return b""

    async def aclose(self) -> None:
        """Let go of the connection."""
        await self._response.aclose()

    def abort(self) -> None:
        """Let go of the connection at once, where the transport knows how to."""
        if (abort := getattr(self._response.stream, "abort", None)) is not None:
            abort()


class AsyncNetworkPipe:
    """The `network_stream` of an upgraded response: ours, httpcore's, or a test's."""

    def __init__(self, response: httpx.Response, host: str) -> None:
        self._response = response
        self._stream: Any = response.extensions["network_stream"]
        self._host = host
        self._closed = False

    async def read(self) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            data: bytes = await self._stream.read(READ_SIZE)
        except Exception as error:
            raise lost(error, self._host) from error
        return data

    async def write(self, data: bytes) -> None:
        """Send all of `data`."""
        try:
            await self._stream.write(data)
        except Exception as error:
            raise lost(error, self._host) from error

    async def close_write(self) -> None:
        """Half-close."""
        half_close(self._stream)

    async def aclose(self) -> None:
        """Close both directions."""
        if not self._closed:
            self._closed = True
            await self._stream.aclose()
            await self._response.aclose()

    def abort(self) -> None:
        """Close at once, where the transport knows how to."""
        if not self._closed and (abort := getattr(self._stream, "abort", None)) is not None:
            self._closed = True
            abort()
