"""A thin, typed client of the Docker Engine HTTP API.

from engineclient import Engine

with Engine() as engine:
    print(engine.run("busybox", ["echo", "hello"], remove=True).stdout)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.engine import Engine
from engineclient.errors import (
    APIError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    DecodeError,
    EngineError,
    EngineTimeout,
    Forbidden,
    InvalidHost,
    InvalidReference,
    NotFound,
    ServerError,
    StreamError,
    StreamTruncated,
    Unauthorized,
    Unavailable,
    Unimplemented,
    UnsupportedByEngine,
)
from engineclient.models.containers import ContainerConfig, HostConfig
from engineclient.procedures.run import RunResult
from engineclient.streams import Duplex, Stream
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from engineclient.async_engine import AsyncEngine
    from engineclient.async_streams import AsyncDuplex, AsyncStream

__all__ = [
    "APIError",
    "AsyncDuplex",
    "AsyncEngine",
    "AsyncStream",
    "BadRequest",
    "Conflict",
    "ConnectionFailed",
    "ContainerConfig",
    "DecodeError",
    "Duplex",
    "Engine",
    "EngineError",
    "EngineTimeout",
    "Forbidden",
    "Frame",
    "HostConfig",
    "InvalidHost",
    "InvalidReference",
    "NotFound",
    "RunResult",
    "ServerError",
    "Stream",
    "StreamError",
    "StreamTruncated",
    "Unauthorized",
    "Unavailable",
    "Unimplemented",
    "UnsupportedByEngine",
]


def __getattr__(name: str) -> Any:
    # asyncio costs a sync program a third of its start: whoever wants it imports it by asking.
    if name == "AsyncEngine":
        from engineclient.async_engine import AsyncEngine

        return AsyncEngine
    if name in ("AsyncStream", "AsyncDuplex"):
        from engineclient import async_streams

        return getattr(async_streams, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
