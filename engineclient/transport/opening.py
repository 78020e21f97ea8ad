"""The transport to an endpoint: one place that knows how each kind of host is reached."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from engineclient.errors import UnusableHost
from engineclient.transport.http1 import Http1

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.backend import Backend
    from engineclient.connect.hosts import Endpoint
    from engineclient.transport.exchange import Transport
    from engineclient.transport.http1 import Connect


def opened(endpoint: Endpoint, backend: Backend) -> Transport:
    """A transport to a live engine; nothing is connected yet.

    Raises:
        InvalidTLS: a file of TLS cannot be read, or is not what it should be.
        UnusableHost: there is no engine at what the endpoint names, or its proxy is of an unknown kind.
    """
    direct = connector(endpoint, backend)
    if endpoint.kind == "tcp":
        from engineclient.connect.proxies import proxy_for

        if proxy := proxy_for(endpoint, os.environ):
            from engineclient.transport.proxied import ProxiedTransport

            return ProxiedTransport(endpoint, proxy, backend, direct, _secure(endpoint, backend))
    return Http1(direct, endpoint)


def connector(endpoint: Endpoint, backend: Backend) -> Connect:
    """What opens connections to the engine, given the seconds that it may take.

    Raises:
        InvalidTLS, UnusableHost: as `opened`.
    """
    match endpoint.kind:
        case "unix":
            return partial(backend.connect_unix, endpoint.address)
        case "tcp":
            plain = partial(backend.connect_tcp, endpoint.hostname, endpoint.port)
            secure = _secure(endpoint, backend)
            return plain if secure is None else secure(plain)
        case "ssh":
            from engineclient.transport.ssh import SshConnector

            return SshConnector(endpoint.ssh(), backend)
        case "recording":
            raise UnusableHost(f"{endpoint} is a recording: nothing can be connected to")


def _secure(endpoint: Endpoint, backend: Backend) -> Callable[[Connect], Connect] | None:
    """What puts TLS over connections to the endpoint; None if it is spoken to without."""
    if endpoint.tls is None:
        return None
    from engineclient.transport.rejected import explained
    from engineclient.transport.tls import secured

    context = endpoint.tls.client_context()
    return lambda connect: explained(secured(connect, context, endpoint.hostname), endpoint, backend)
