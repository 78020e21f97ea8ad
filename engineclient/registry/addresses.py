"""Where a registry listens, and whether its certificate has to be valid, by docker's rules."""

from __future__ import annotations

import ipaddress
from typing import Final

from engineclient.wire.references import DEFAULT_DOMAIN

HUB: Final = "registry-1.docker.io"


def host_of(domain: str) -> str:
    """The host, and the port if there is one, of the registry of a reference's domain."""
    return HUB if domain == DEFAULT_DOMAIN else domain


def is_loopback(domain: str) -> bool:
    """Whether the registry is on this machine: docker needs no valid certificate there, and pushes by plain HTTP."""
    name = domain.rpartition(":")[0] or domain if not domain.endswith("]") else domain
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
