"""What the operating system says of a connection, as errors with docker's text and a hint."""

from __future__ import annotations

import errno
from typing import Final

from engineclient.errors import ConnectionFailed, EngineTimeout

_BROKEN: Final = "The connection broke. Is the engine still running?"
_NO_DAEMON: Final = "Cannot connect to the Docker daemon at {host}. Is the docker daemon running?"
_HINTS: Final = {
    errno.ENOENT: "There is no socket at {path}: no engine has made one.",
    errno.ECONNREFUSED: "{path} is there, but nobody listens: the engine has stopped, or this is no socket.",
    errno.ENOTSOCK: "{path} is not a socket.",
    errno.ENOTDIR: "{path} is no path to a socket: a part of it is a file.",
}


def unreachable(error: OSError, host: str) -> ConnectionFailed:
    """There is no connection to the engine at `host`: nothing was sent."""
    path = host.removeprefix("unix://")
    if error.errno in (errno.EACCES, errno.EPERM):
        return ConnectionFailed(
            f"permission denied while trying to connect to the Docker daemon socket at {host}: {error}",
            host=host,
            hint=f"You may not use {path}. Become a member of its group (docker), or use sudo.",
            reached=False,
        )
    hint = _HINTS.get(error.errno or 0, str(error)).format(path=path)
    return ConnectionFailed(_NO_DAEMON.format(host=host), host=host, hint=hint, reached=False)


def broken(error: object, host: str) -> ConnectionFailed:
    """The connection to the engine at `host` ended where none of it was given: what became of a request is not known."""
    return ConnectionFailed(f"error during connect: {error}", host=host, hint=_BROKEN)


def silent(host: str) -> EngineTimeout:
    """The engine at `host` sent nothing for too long."""
    return EngineTimeout(f"{host}: the engine did not answer in time")


def stuck(host: str) -> EngineTimeout:
    """The engine at `host` did not read for too long."""
    return EngineTimeout(f"{host}: the engine does not read the request")
