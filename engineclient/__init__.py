"""A thin, typed client of the Docker Engine HTTP API.

from engineclient import Engine

with Engine() as engine:
    print(engine.run("busybox", ["echo", "hello"], remove=True).stdout)
"""

from __future__ import annotations

# Not imported from typing, which is slow: until this module is loaded, Ctrl-C ends in a traceback of Python.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from engineclient.archive.memory import build_context
    from engineclient.async_engine import AsyncEngine
    from engineclient.async_streams import AsyncDuplex, AsyncStream
    from engineclient.build.events import BuildFailed, BuildResult
    from engineclient.connect.hosts import Endpoint
    from engineclient.connect.tls import TLSConfig
    from engineclient.engine import Engine
    from engineclient.engine_group import Engines, engines
    from engineclient.errors import (
        APIError,
        BadRequest,
        CommandFailed,
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
        OperationUnsupported,
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
    from engineclient.events.log import log_to
    from engineclient.models.auth_config import AuthConfig
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
    "AuthConfig",
    "BadRequest",
    "BuildFailed",
    "BuildResult",
    "CommandFailed",
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
    "OperationUnsupported",
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
    "build_context",
    "engines",
    "log_to",
]


# Imported when they are first used: a sync program does not load asyncio, and only users of httpx load httpx.
_MODULES = {
    "APIError": "errors",
    "AsyncDuplex": "async_streams",
    "AsyncEngine": "async_engine",
    "AsyncStream": "async_streams",
    "AuthConfig": "models.auth_config",
    "BadRequest": "errors",
    "BuildFailed": "build.events",
    "BuildResult": "build.events",
    "CommandFailed": "errors",
    "Conflict": "errors",
    "ConnectionFailed": "errors",
    "ContainerConfig": "models.containers",
    "ContainerEnded": "errors",
    "ContextNotFound": "errors",
    "DecodeError": "errors",
    "Duplex": "streams",
    "Endpoint": "connect.hosts",
    "Engine": "engine",
    "EngineError": "errors",
    "EngineTimeout": "errors",
    "EngineTransport": "transport.over_httpx",
    "Engines": "engine_group",
    "Forbidden": "errors",
    "Frame": "wire.frames",
    "HostConfig": "models.containers",
    "InvalidContext": "errors",
    "InvalidHost": "errors",
    "InvalidName": "errors",
    "InvalidReference": "errors",
    "InvalidTLS": "errors",
    "NotFound": "errors",
    "OperationUnsupported": "errors",
    "RunResult": "procedures.run",
    "ServerError": "errors",
    "Stream": "streams",
    "StreamError": "errors",
    "StreamTruncated": "errors",
    "TLSConfig": "connect.tls",
    "Timeout": "transport.exchange",
    "Unauthorized": "errors",
    "Unavailable": "errors",
    "Unhealthy": "errors",
    "Unimplemented": "errors",
    "UnsupportedByEngine": "errors",
    "UnusableHost": "errors",
    "UpdatePaused": "errors",
    "UpgradeRefused": "errors",
    "WouldChange": "errors",
    "__version__": "versions",
    "build_context": "archive.memory",
    "engines": "engine_group",
    "log_to": "events.log",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
