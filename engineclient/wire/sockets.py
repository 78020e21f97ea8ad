"""Parses the kernel's tables of tcp sockets, `/proc/net/tcp` and `/proc/net/tcp6`."""

from __future__ import annotations

from typing import Final

_LISTENS: Final = "0A"
_LOOPBACK: Final = ("0100007F", "00000000000000000000000001000000")


def listening_ports(table: str) -> set[int]:
    """The ports on which something listens, except those that listen on loopback only."""
    ports: set[int] = set()
    for line in table.splitlines():
        address, _, port = (line.split() + [""] * 4)[1].partition(":")
        if port and line.split()[3] == _LISTENS and address not in _LOOPBACK:
            ports.add(int(port, 16))
    return ports
