"""Checks whether something listens on a port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engineclient.backend import Backend

_CONNECT: Final = 2.0  # seconds
_KEPT: Final = 0.1
"""Seconds for which a connection must stay open: docker-proxy accepts and then closes connections to a container in
which nothing listens."""


async def listens(backend: Backend, host: str, port: int) -> bool:
    """Whether a tcp connection is accepted and stays open."""
    try:
        line = await backend.connect_tcp(host, port, _CONNECT)
    except OSError:
        return False
    try:
        return bool(await line.receive(1, _KEPT))
    except TimeoutError:
        return True  # the server waits for the client to send first
    except OSError:
        return False
    finally:
        await line.close()
