"""Requests through an HTTP proxy; hijacked connections bypass it, as docker's do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engineclient.transport.http1 import Http1

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.backend import Backend
    from engineclient.connect.hosts import Endpoint
    from engineclient.connect.proxies import Proxy
    from engineclient.transport.exchange import Outgoing
    from engineclient.transport.http1 import Connect, HttpAnswer

    Secure = Callable[[Connect], Connect]


class ProxiedTransport:
    """A transport to a tcp endpoint behind a proxy.

    Args:
        endpoint: the engine.
        proxy: the proxy.
        backend: opens the connections to the proxy.
        direct: opens connections to the engine that bypass the proxy.
        secure: adds TLS to a function that opens connections; None for plain HTTP.

    """

    def __init__(
        self, endpoint: Endpoint, proxy: Proxy, backend: Backend, direct: Connect, secure: Secure | None
    ) -> None:
        to_proxy = partial(backend.connect_tcp, proxy.host, proxy.port)
        self._direct = Http1(direct, endpoint)
        if secure is None:
            prefix = f"http://{endpoint.address}"
            self._through = Http1(to_proxy, endpoint, prefix=prefix, headers=proxy.headers())
        else:
            from engineclient.transport.tunnel import tunnelled

            self._through = Http1(secure(tunnelled(to_proxy, proxy, endpoint.address)), endpoint)

    async def exchange(self, request: Outgoing) -> HttpAnswer:
        """Send `request` and return its answer once the head has arrived.

        Raises:
            ConnectionFailed, EngineTimeout, StreamTruncated, DecodeError: no head of an answer arrived.
        """
        return await (self._direct if request.upgrade else self._through).exchange(request)

    async def close(self) -> None:
        """Close the idle connections."""
        await self._direct.close()
        await self._through.close()
