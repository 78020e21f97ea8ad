"""The facts that the checks evaluate. Facts that could not be gathered are None; an earlier check reports why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """An error of connecting to the engine, with its cause and advice (see `connect.causes`)."""

    text: str
    cause: str = ""
    hint: str = ""
    command: str = ""


@dataclass(frozen=True, kw_only=True)
class Socket:
    """The socket of a local engine.

    Attributes:
        exists, is_socket: whether the path exists, and is a socket.
        mode: its permissions.
        owner, group: their names.
        usable: whether this process may read and write it.

    """

    exists: bool
    is_socket: bool = False
    mode: int = 0
    owner: str = ""
    group: str = ""
    usable: bool = False


@dataclass(frozen=True, kw_only=True)
class User:
    """The current user.

    Attributes:
        name: the user's name.
        groups: the names of the groups of this process.
        member_of: the names of the user's groups in the user database, which a new login would have.

    """

    name: str
    groups: Sequence[str] = ()
    member_of: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Registry:
    """How this machine and the engine reach a registry; "" as an error means success.

    Attributes:
        host: its host name.
        asked_for: the user named the registry; otherwise it is Docker Hub.
        addresses: its addresses in the DNS of this machine.
        dns_error: the error of the DNS lookup.
        by_client: the error of a request from this machine.
        by_engine: the error of a request from the engine; None without an engine, or if it lacks the route.

    """

    host: str
    asked_for: bool = False
    addresses: Sequence[str] = ()
    dns_error: str = ""
    by_client: str = ""
    by_engine: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A container that ended soon after its start, or could not be started."""

    name: str
    command: str
    exit_code: int
    oom_killed: bool
    error: str
    seconds: float
    ports: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All facts, as gathered by `doctor.gather` and `doctor.registries`."""

    context: str
    host: str = ""
    kind: str = ""
    path: str = ""
    unresolved: Trouble | None = None
    socket: Socket | None = None
    user: User | None = None
    selinux: str = ""
    apparmor: bool = False
    others: Sequence[str] = ()
    unreached: Trouble | None = None
    version: Mapping[str, Any] | None = None
    api_wanted: str = ""
    info: Mapping[str, Any] | None = None
    free: int | None = None
    size: int | None = None
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    container_proxies: Mapping[str, Any] = field(default_factory=dict[str, Any])
    registries: Sequence[Registry] = ()
    skew: float | None = None
    helpers: Mapping[str, bool] = field(default_factory=dict[str, bool])
    config_complaint: str = ""
    config_path: str = ""
    ended: Sequence[Ended] = ()
    port_owners: Mapping[int, str] = field(default_factory=dict[int, str])
