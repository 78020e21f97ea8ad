"""A thin, typed client of the Docker Engine HTTP API.

from engineclient import Engine

with Engine() as engine:
    print(engine.run("busybox", ["echo", "hello"], remove=True).stdout)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from engineclient.errors import (
    APIError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    ContainerEnded,
    ContextNotFound,
    DecodeError,
    EngineError,
    EngineTimeout,
    Forbidden,
    InvalidContext,
    InvalidHost,
    InvalidName,
    InvalidReference,
    InvalidTLS,
    NotFound,
    ServerError,
    StreamError,
    StreamTruncated,
    Unauthorized,
    Unavailable,
    Unhealthy,
    Unimplemented,
    UnsupportedByEngine,
    UnusableHost,
    UpdatePaused,
    UpgradeRefused,
    WouldChange,
)

if TYPE_CHECKING:
    from engineclient.async_engine import AsyncEngine
    from engineclient.async_streams import AsyncDuplex, AsyncStream
    from engineclient.connect.hosts import Endpoint
    from engineclient.connect.tls import TLSConfig
    from engineclient.engine import Engine
    from engineclient.engine_group import Engines, engines
    from engineclient.models.containers import ContainerConfig, HostConfig
    from engineclient.procedures.run import RunResult
    from engineclient.streams import Duplex, Stream
    from engineclient.transport.exchange import Timeout
    from engineclient.transport.over_httpx import EngineTransport
    from engineclient.wire.frames import Frame

__all__ = [
    "APIError",
    "AsyncDuplex",
    "AsyncEngine",
    "AsyncStream",
    "BadRequest",
    "Conflict",
    "ConnectionFailed",
    "ContainerConfig",
    "ContainerEnded",
    "ContextNotFound",
    "DecodeError",
    "Duplex",
    "Endpoint",
    "Engine",
    "EngineError",
    "EngineTimeout",
    "EngineTransport",
    "Engines",
    "Forbidden",
    "Frame",
    "HostConfig",
    "InvalidContext",
    "InvalidHost",
    "InvalidName",
    "InvalidReference",
    "InvalidTLS",
    "NotFound",
    "RunResult",
    "ServerError",
    "Stream",
    "StreamError",
    "StreamTruncated",
    "TLSConfig",
    "Timeout",
    "Unauthorized",
    "Unavailable",
    "Unhealthy",
    "Unimplemented",
    "UnsupportedByEngine",
    "UnusableHost",
    "UpdatePaused",
    "UpgradeRefused",
    "WouldChange",
    "engines",
]


# Imported when they are first used: a sync program does not load asyncio, and only users of httpx load httpx.
_MODULES = {
    "AsyncDuplex": "async_streams",
    "AsyncEngine": "async_engine",
    "AsyncStream": "async_streams",
    "ContainerConfig": "models.containers",
    "Duplex": "streams",
    "Endpoint": "connect.hosts",
    "Engine": "engine",
    "EngineTransport": "transport.over_httpx",
    "Engines": "engine_group",
    "Frame": "wire.frames",
    "HostConfig": "models.containers",
    "RunResult": "procedures.run",
    "Stream": "streams",
    "TLSConfig": "connect.tls",
    "Timeout": "transport.exchange",
    "engines": "engine_group",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
