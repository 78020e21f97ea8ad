"""What the operating system, TLS and ssh report of a connection, as errors with docker's text, a cause and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engineclient.errors import ConnectionFailed, EngineTimeout

if TYPE_CHECKING:
    from engineclient.connect.hosts import Endpoint

# Nothing of `connect` is imported as long as all goes well.


class At(NamedTuple):
    """What was going on when it failed: where, and which request."""

    endpoint: Endpoint
    method: str = ""
    target: str = ""

    @property
    def request(self) -> str:
        """The request as docker's messages have it, "" for none."""
        from engineclient.connect.causes import request_text

        return request_text(self.method, self.endpoint, self.target) if self.method else ""


def unreachable(error: BaseException, at: At) -> ConnectionFailed:
    """There is no connection to the engine: nothing was sent."""
    found = _failed(error, at)
    found.reached = False
    return found


def not_sent(reason: str, at: At) -> ConnectionFailed:
    """The request is not one that HTTP can carry."""
    return ConnectionFailed(
        f"error during connect: {at.request}: {reason}", host=str(at.endpoint), reached=False
    )


def broken(error: BaseException, at: At) -> ConnectionFailed:
    """The connection to the engine ended where none of it was given: what became of a request is not known."""
    return _failed(error, at)


def of_another(error: ConnectionFailed, failed: At, meant: At) -> ConnectionFailed:
    """The error of a request that was made for another one, as the error of that one."""
    if failed.request not in str(error):
        return error
    from copy import copy

    changed = copy(error)
    changed.args = (str(error).replace(failed.request, meant.request),)
    return changed


def silent(at: At) -> EngineTimeout:
    """The engine sent nothing for too long."""
    return EngineTimeout(f"{at.endpoint}: the engine did not answer in time")


def stuck(at: At) -> EngineTimeout:
    """The engine did not read for too long."""
    return EngineTimeout(f"{at.endpoint}: the engine does not read the request")


def _failed(error: BaseException, at: At) -> ConnectionFailed:
    from engineclient.connect import candidates, causes
    from engineclient.connect.ssh import SshEnded

    if isinstance(error, SshEnded):
        return causes.ssh_failed(error, at.endpoint, at.request)
    others = []
    if at.endpoint.kind == "unix" and isinstance(error, FileNotFoundError | ConnectionRefusedError):
        others = candidates.found(but=at.endpoint.address)
    return causes.failed(error, at.endpoint, at.request, others=others)
