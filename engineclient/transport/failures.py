"""Turns errors of the operating system, of TLS and of ssh into ours, with docker's message, the cause and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.errors import ConnectionFailed, EngineTimeout

if TYPE_CHECKING:
    from engineclient.connect.hosts import Endpoint

# `connect` is imported only when an error occurs.


class At:
    """What failed: the endpoint, and the request that was being sent to it."""

    __slots__ = ("endpoint", "method", "target")

    def __init__(self, endpoint: Endpoint, method: str = "", target: str = "") -> None:
        self.endpoint: Endpoint = endpoint
        self.method: str = method
        self.target: str = target

    @property
    def request(self) -> str:
        """The request as docker's messages show it, "" for none."""
        from engineclient.connect.causes import request_text

        return request_text(self.method, self.endpoint, self.target) if self.method else ""


def unreachable(error: BaseException, at: At) -> ConnectionFailed:
    """The error for a connection that could not be established: nothing was sent."""
    found = _failed(error, at)
    found.reached = False
    return found


def not_sent(reason: str, at: At) -> ConnectionFailed:
    """The error for a request that is not valid in HTTP: nothing was sent."""
    return ConnectionFailed(
        f"error during connect: {at.request}: {reason}", host=str(at.endpoint), reached=False
    )


def broken(error: BaseException, at: At) -> ConnectionFailed:
    """The error for a connection that broke: whether the engine carried out the request is not known."""
    return _failed(error, at)


def of_another(error: ConnectionFailed, failed: At, meant: At) -> ConnectionFailed:
    """The error of the request `failed`, which was sent in preparation of `meant`, as an error of `meant`."""
    if failed.request not in str(error):
        return error
    from copy import copy

    changed = copy(error)
    changed.args = (str(error).replace(failed.request, meant.request),)
    return changed


def silent(at: At) -> EngineTimeout:
    """The error for an engine that sent nothing for too long."""
    return EngineTimeout(f"{at.endpoint}: the engine did not answer in time")


def stuck(at: At) -> EngineTimeout:
    """The error for an engine that did not read the request for too long."""
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
