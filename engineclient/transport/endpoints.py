"""Chooses the transport to an endpoint by the kind of its host."""

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
    """A transport to a live engine; it connects at the first request.

    Raises:
        InvalidTLS: a certificate or key file cannot be read or is invalid.
        UnusableHost: the endpoint is a recording, or its proxy is of an unsupported kind.
    """
    direct = connector(endpoint, backend)
    if endpoint.kind == "tcp":
        from engineclient.connect.proxies import proxy_for

        if proxy := proxy_for(endpoint, os.environ):
            from engineclient.transport.proxied import ProxiedTransport

            return ProxiedTransport(endpoint, proxy, backend, direct, _secure(endpoint, backend))
    return Http1(direct, endpoint)


def connector(endpoint: Endpoint, backend: Backend) -> Connect:
    """A function that opens connections to the engine, given a timeout in seconds.

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
            raise UnusableHost(f"{endpoint} is a recording: there is no engine to connect to")


def _secure(endpoint: Endpoint, backend: Backend) -> Callable[[Connect], Connect] | None:
    """A function that adds TLS to connections to the endpoint; None if it uses no TLS."""
    if endpoint.tls is None:
        return None
    from engineclient.transport.rejected_certificate import explained
    from engineclient.transport.tls import secured

    context = endpoint.tls.client_context()
    return lambda connect: explained(secured(connect, context, endpoint.hostname), endpoint, backend)
