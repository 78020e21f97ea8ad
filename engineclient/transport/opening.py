"""The transport to an endpoint: one place that knows how each kind of host is reached."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engineclient.transport.http1 import Http1

if TYPE_CHECKING:
    from engineclient.backend import Backend
    from engineclient.connect.hosts import Endpoint
    from engineclient.transport.exchange import Transport


def opened(endpoint: Endpoint, backend: Backend) -> Transport:
    """A transport to a live engine; nothing is connected yet."""
    return Http1(partial(backend.connect_unix, endpoint.address), str(endpoint))
