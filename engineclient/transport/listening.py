"""Whether something listens at a port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engineclient.backend import Backend

_CONNECT: Final = 2.0  # seconds
_KEPT: Final = 0.1
"""Seconds for which a connection must last: docker-proxy accepts for a container that does not listen, and hangs up."""


async def listens(backend: Backend, host: str, port: int) -> bool:
    """Whether a tcp connection is accepted, and kept."""
    try:
        line = await backend.connect_tcp(host, port, _CONNECT)
    except OSError:
        return False
    try:
        return bool(await line.receive(1, _KEPT))
    except TimeoutError:
        return True  # it waits for us to begin
    except OSError:
        return False
    finally:
        await line.close()
