"""Keys of services that docker stack does not support: it refuses some, and ignores others with a warning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engineclient.compose.tree import Tree

_LIMITS: Final = "Set resource limits using deploy.resources"

REFUSED: Final[Mapping[str, str]] = {
    "extends": "Support for `extends` is not implemented yet.",
    "volume_driver": (
        "Instead of setting the volume driver on the service, define a volume using the top-level `volumes` option "
        "and specify the driver there."
    ),
    "volumes_from": (
        "To share a volume between services, define it using the top-level `volumes` option and reference it from "
        "each service that shares it using the service-level `volumes` option."
    ),
    **dict.fromkeys(("cpu_quota", "cpu_shares", "cpuset", "mem_limit", "memswap_limit"), _LIMITS),
}
"""Keys that are refused, with docker's reason."""

UNSUPPORTED: Final = (
    "build",
    "cgroup_parent",
    "cgroupns_mode",
    "devices",
    "domainname",
    "external_links",
    "ipc",
    "links",
    "mac_address",
    "network_mode",
    "pid",
    "privileged",
    "restart",
    "security_opt",
    "shm_size",
    "userns_mode",
)
"""Keys that are ignored with a warning. The warning names `restart` too, although it is used."""

DEPRECATED: Final[Mapping[str, str]] = {
    "container_name": "Setting the container name is not supported.",
    "expose": (
        "Exposing ports is unnecessary - services on the same network can access each other's containers on any port."
    ),
}
"""Keys that are ignored, with docker's reason."""


def used(trees: Iterable[Tree], keys: Iterable[str]) -> list[str]:
    """The keys among `keys` that any service of the files has, sorted."""
    services = [each for tree in trees for each in _services(tree)]
    return sorted(key for key in keys if any(isinstance(each, dict) and key in each for each in services))


def explained(keys: Iterable[str], reasons: Mapping[str, str]) -> str:
    """A paragraph for each key, with its reason."""
    return "\n\n".join(sorted(f"{key}: {reasons[key]}" for key in keys))


def _services(tree: Tree) -> list[Any]:
    services = tree.get("services")
    return [*services.values()] if isinstance(services, dict) else []
