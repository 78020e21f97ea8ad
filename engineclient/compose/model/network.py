"""Networks, and the connections of services to them."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.kinds import (
    BOOL,
    INT,
    LABELS,
    MAYBE_BOOL,
    OPTIONS,
    PAIRS,
    TEXT,
    TEXTS,
    UNSIGNED,
    Inline,
    Many,
)
from engineclient.compose.record import Record, key


class ServiceNetwork(Record):
    """The connection of a service to a network."""

    aliases: tuple[str, ...] = key(TEXTS)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    gw_priority: int = key(INT)
    interface_name: str = key(TEXT)
    ipv4_address: str = key(TEXT)
    ipv6_address: str = key(TEXT)
    link_local_ips: tuple[str, ...] = key(TEXTS)
    mac_address: str = key(TEXT)
    priority: int = key(INT)


class Port(Record):
    """A port of a container and the port of the host, or a range of ports, where it is published."""

    name: str = key(TEXT)
    mode: str = key(TEXT)
    host_ip: str = key(TEXT)
    target: int = key(UNSIGNED)
    published: str = key(TEXT)
    protocol: str = key(TEXT)
    app_protocol: str = key(TEXT)


class Pool(Record):
    """An address pool of a network."""

    extensible = False
    subnet: str = key(TEXT)
    gateway: str = key(TEXT)
    ip_range: str = key(TEXT)
    aux_addresses: Mapping[str, str] = key(PAIRS)


class Ipam(Record):
    """The IP address management of a network."""

    driver: str = key(TEXT)
    config: tuple[Pool, ...] = key(Many(Pool))


class Network(Record):
    """A network of a project."""

    name: str = key(TEXT)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    ipam: Ipam = key(Inline(Ipam))
    external: bool = key(BOOL)
    internal: bool = key(BOOL)
    attachable: bool = key(BOOL)
    labels: Mapping[str, str] = key(LABELS)
    enable_ipv4: bool | None = key(MAYBE_BOOL)
    enable_ipv6: bool | None = key(MAYBE_BOOL)
