"""Addresses of registries, and which of them need no valid certificate, by docker's rules."""

from __future__ import annotations

import ipaddress
from typing import Final

from engineclient.wire.references import DEFAULT_DOMAIN

HUB: Final = "registry-1.docker.io"


def host_of(domain: str) -> str:
    """The registry's `host[:port]` for the domain of a reference."""
    return HUB if domain == DEFAULT_DOMAIN else domain


def is_loopback(domain: str) -> bool:
    """Whether the registry is on loopback, where docker accepts any certificate and plain HTTP."""
    name = domain.rpartition(":")[0] or domain if not domain.endswith("]") else domain
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
