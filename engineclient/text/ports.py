"""The ports of a container as docker lists them: `0.0.0.0:8080->80/tcp, 9000-9002/tcp`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engineclient.golang.host_ports import join_host_port

if TYPE_CHECKING:
    from collections.abc import Iterable


class Port(NamedTuple):
    """A port of a container; without an `ip` it is not published. The field order is the sort order of lists."""

    private: int
    ip: str
    public: int
    protocol: str


def list_ports(ports: Iterable[Port]) -> str:
    """All ports in one line: consecutive ones as ranges if published at the same number, and after them the others."""
    ranges: list[str] = []
    others: list[str] = []
    open_ranges: dict[tuple[str, str], tuple[int, int]] = {}
    for port in sorted(ports):
        if port.ip and port.public != port.private:
            others.append(f"{join_host_port(port.ip, str(port.public))}->{port.private}/{port.protocol}")
            continue
        key = port.ip, port.protocol
        first, last = open_ranges.get(key, (port.private, port.private - 1))
        if port.private != last + 1:
            ranges.append(_range(*key, first, last))
            first = port.private
        open_ranges[key] = first, port.private
    ranges.extend(_range(*key, *ends) for key, ends in open_ranges.items())
    return ", ".join(ranges + others)


def _range(ip: str, protocol: str, first: int, last: int) -> str:
    numbers = str(first) if first == last else f"{first}-{last}"
    published = f"{join_host_port(ip, numbers)}->" if ip else ""
    return f"{published}{numbers}/{protocol}"
