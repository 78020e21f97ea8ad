"""What `guarded` is, for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from engineclient.transport.async_unix import AsyncSocketStream
from engineclient.transport.guarded import Unsent, asked, body_of, question, refuse_changes, response
from engineclient.transport.imagined import Imagination
from engineclient.transport.unix import wants_upgrade

if TYPE_CHECKING:
    from engineclient.transport.guarded import Show


class AsyncReadOnlyTransport(httpx.AsyncBaseTransport):
    """Sends reads by `inner`, and nothing else; see `ReadOnlyTransport`."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`.

        Raises:
            WouldChange: it may be no read; nothing was sent.
        """
        refuse_changes(request)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the transport inside."""
        await self._inner.aclose()


class AsyncDryRunTransport(httpx.AsyncBaseTransport):
    """Sends reads by `inner`; shows what may change something, and answers that; see `DryRunTransport`."""

    def __init__(self, inner: httpx.AsyncBaseTransport, show: Show) -> None:
        self._inner = inner
        self._show = show
        self._imagination = Imagination()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` if it is a read, or else show it and come back with an answer that nobody gave."""
        ask, imagination = asked(request), self._imagination
        if imagination.sends(ask):
            return await self._inner.handle_async_request(request)
        body = body_of(request)
        path = imagination.question(ask, body)
        if path is not None:
            answer = await self._inner.handle_async_request(question(request, path))
            await answer.aread()
            await answer.aclose()
            if answer.status_code == httpx.codes.NOT_FOUND:
                return response(imagination.missing(body), AsyncSocketStream)
        if not ask.is_read:
            self._show(Unsent(ask.method, ask.target, body, ask.content_type))
        return response(imagination.answer(ask, body, upgrade=wants_upgrade(request)), AsyncSocketStream)

    async def aclose(self) -> None:
        """Close the transport inside."""
        await self._inner.aclose()
