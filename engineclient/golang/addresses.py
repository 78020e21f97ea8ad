"""Parses IP and MAC addresses as Go's net package does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network

_PREFIX = r"[0-9]+"
_MAC = r"[0-9a-f]{2}(?:(?P<mark>[:-])[0-9a-f]{2})(?:(?P=mark)[0-9a-f]{2})*|[0-9a-f]{4}(?:\.[0-9a-f]{4})+"


def parse_ip(text: str) -> Address | None:
    """The IP address, an IPv4-mapped one as IPv4; None if `text` is none, or has a zone (`fe80::1%eth0`)."""
    import ipaddress  # slow to import, and few commands are given an address

    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return address
    return None if address.scope_id is not None else address.ipv4_mapped or address


def parse_cidr(text: str) -> tuple[Address, Network]:
    """The address and the network of `192.0.2.1/24`. Raises ValueError with Go's message."""
    import ipaddress

    address, _, prefix = text.partition("/")
    if re.fullmatch(_PREFIX, prefix) and "%" not in address:
        try:
            interface = ipaddress.ip_interface(f"{address}/{int(prefix)}")
        except ValueError:
            pass
        else:
            return interface.ip, interface.network
    raise ValueError(f"invalid CIDR address: {text}")


def is_mac(text: str) -> bool:
    """Whether the text is a 48 or 64 bit, or 20 byte, hardware address."""
    return bool(re.fullmatch(_MAC, text, re.IGNORECASE)) and len(re.sub("[:.-]", "", text)) in (12, 16, 40)
