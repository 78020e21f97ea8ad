"""The facts that the checks judge. What could not be learned is None: an earlier check shows why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """An error on the way to the engine, with its cause and advice (see `connect.causes`)."""

    text: str
    cause: str = ""
    hint: str = ""
    command: str = ""


@dataclass(frozen=True, kw_only=True)
class Socket:
    """The socket of an engine on this machine.

    Attributes:
        exists, is_socket: there is something at the path, and it is a socket.
        mode: its permissions.
        owner, group: by name.
        usable: this process may read and write it.

    """

    exists: bool
    is_socket: bool = False
    mode: int = 0
    owner: str = ""
    group: str = ""
    usable: bool = False


@dataclass(frozen=True, kw_only=True)
class User:
    """Who is asking.

    Attributes:
        name, groups: by name; of the groups those of this process.
        member_of: the groups that the user database names, which a new login would have.

    """

    name: str
    groups: Sequence[str] = ()
    member_of: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Registry:
    """A registry, as this machine and as the engine reach it; an empty text is no error.

    Attributes:
        host: its name.
        asked_for: somebody wants to know of this one; else it is Docker Hub.
        addresses: those that DNS of this machine gives.
        dns_error: or why it does not.
        by_client: what our own HTTPS client met.
        by_engine: what the engine met; None without an engine, or where the engine has no such route.

    """

    host: str
    asked_for: bool = False
    addresses: Sequence[str] = ()
    dns_error: str = ""
    by_client: str = ""
    by_engine: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A container that ended soon after its start, or did not start."""

    name: str
    command: str
    exit_code: int
    oom_killed: bool
    error: str
    seconds: float
    ports: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All of them; see the modules that gather them, and the checks that judge them."""

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
