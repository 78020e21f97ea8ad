"""Choose the transport of an engine, and wrap it as the engine's options require.

Each kind of transport is imported only if it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engineclient.backend import Backend
    from engineclient.connect.hosts import Endpoint
    from engineclient.events import Emit
    from engineclient.transport.dry_run import Show
    from engineclient.transport.exchange import Transport


def bound(transport: Any, endpoint: Endpoint, backend: Backend, *, is_async: bool) -> Transport:
    """`transport`, adapted to `backend` (ours, or one of httpx); if it is None, a new one to `endpoint`.

    Raises:
        TypeError: it is neither, or one of httpx for the other world.
    """
    if transport is None:
        if endpoint.kind == "recording":
            from engineclient.recording.library import open_recording
            from engineclient.recording.replay.transport import ReplayTransport

            transport = ReplayTransport(open_recording(endpoint.address))
        else:
            from engineclient.transport.endpoints import opened

            return opened(endpoint, backend)
    if hasattr(transport, "exchange"):
        if hasattr(transport, "bind"):
            transport.bind(backend)
        ours: Transport = transport
        return ours
    needed = "handle_async_request" if is_async else "handle_request"
    if not hasattr(transport, needed):
        engine, other = ("AsyncEngine", "Async") if is_async else ("Engine", "")
        raise TypeError(f"{engine} takes an httpx.{other}BaseTransport, not {type(transport).__name__}")
    from engineclient.transport.over_httpx import AsyncHttpxTransport, HttpxTransport

    return (AsyncHttpxTransport if is_async else HttpxTransport)(transport, endpoint)


def wrapped(
    transport: Transport, on_event: Emit | None, *, read_only: bool, dry_run: Show | None
) -> Transport:
    """`transport`, wrapped by the transports that the options require."""
    if on_event is not None:
        from engineclient.transport.observed import ObservedTransport

        transport = ObservedTransport(transport, on_event)
    if read_only:
        from engineclient.transport.read_only import ReadOnlyTransport

        transport = ReadOnlyTransport(transport)
    if dry_run is not None:
        from engineclient.transport.dry_run import DryRunTransport

        transport = DryRunTransport(transport, dry_run)
    return transport
