"""Networks: views and request bodies. Source: Engine API, tag Network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.view import View, mapping, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class IPAMPool(View):
    """A range of addresses."""

    subnet = optional(str, "Subnet")
    ip_range = optional(str, "IPRange")
    gateway = optional(str, "Gateway")
    auxiliary_addresses = mapping(str, "AuxiliaryAddresses")


class IPAM(View):
    """Where a network's addresses come from."""

    driver = optional(str, "Driver")
    config = sequence(IPAMPool, "Config")
    options = mapping(str, "Options")


class ConfigFrom(View):
    """The config-only network that another one takes its settings from."""

    network = optional(str, "Network")


class Peer(View):
    """Another node of an overlay network."""

    name = optional(str, "Name")
    ip = optional(str, "IP")


class NetworkSummary(View):
    """One item of `GET /networks`."""

    id = required(str, "Id")
    name = required(str, "Name")
    created = optional(str, "Created")  # RFC 3339
    scope = optional(str, "Scope")
    driver = required(str, "Driver")
    enable_ipv4 = optional(bool, "EnableIPv4")  # API 1.48
    enable_ipv6 = optional(bool, "EnableIPv6")
    ipam = optional(IPAM, "IPAM")
    internal = optional(bool, "Internal")
    attachable = optional(bool, "Attachable")
    ingress = optional(bool, "Ingress")
    config_from = optional(ConfigFrom, "ConfigFrom")
    config_only = optional(bool, "ConfigOnly")
    options = mapping(str, "Options")
    labels = mapping(str, "Labels")
    peers = sequence(Peer, "Peers")


class NetworkContainer(View):
    """A container's end in an inspected network; addresses are with their prefix, "" if there are none."""

    name = optional(str, "Name")
    endpoint_id = optional(str, "EndpointID")
    mac_address = optional(str, "MacAddress")
    ipv4_address = optional(str, "IPv4Address")
    ipv6_address = optional(str, "IPv6Address")


class NetworkInspect(NetworkSummary):
    """`GET /networks/{id}`."""

    containers = mapping(NetworkContainer, "Containers")  # by container id; those that run


class NetworkCreated(View):
    """`POST /networks/create`."""

    id = required(str, "Id")
    warning = optional(str, "Warning")


class NetworksPruned(View):
    """`POST /networks/prune`: names."""

    deleted = sequence(str, "NetworksDeleted")


class EndpointIPAM(View):
    """The addresses that were asked for."""

    ipv4_address = optional(str, "IPv4Address")
    ipv6_address = optional(str, "IPv6Address")
    link_local_ips = sequence(str, "LinkLocalIPs")


class EndpointSettings(View):
    """A container's end in a network, as its inspection shows it; "" for what it has not (yet)."""

    ipam_config = optional(EndpointIPAM, "IPAMConfig")
    links = sequence(str, "Links")
    aliases = sequence(str, "Aliases")
    mac_address = optional(str, "MacAddress")
    driver_opts = mapping(str, "DriverOpts")
    gw_priority = optional(int, "GwPriority")  # API 1.48
    network_id = optional(str, "NetworkID")
    endpoint_id = optional(str, "EndpointID")
    gateway = optional(str, "Gateway")
    ip_address = optional(str, "IPAddress")
    ip_prefix_len = optional(int, "IPPrefixLen")
    ipv6_gateway = optional(str, "IPv6Gateway")
    global_ipv6_address = optional(str, "GlobalIPv6Address")
    global_ipv6_prefix_len = optional(int, "GlobalIPv6PrefixLen")
    dns_names = sequence(str, "DNSNames")  # API 1.44


class IPAMPoolConfig(Body):
    """A range of addresses to take for a network."""

    subnet: str | None = wire("Subnet")
    ip_range: str | None = wire("IPRange")
    gateway: str | None = wire("Gateway")
    auxiliary_addresses: Mapping[str, str] | None = wire("AuxiliaryAddresses")


class IPAMConfig(Body):
    """Where the addresses of a network shall come from."""

    driver: str | None = wire("Driver")
    config: Sequence[IPAMPoolConfig | Json] | None = wire("Config")
    options: Mapping[str, str] | None = wire("Options")


class ConfigReference(Body):
    """The config-only network to take settings from."""

    network: str | None = wire("Network")


class NetworkConfig(Body):
    """What a network is made of. `name` is an argument of its own where one is created."""

    check_duplicate: bool | None = wire("CheckDuplicate")  # asked for before API 1.44, since then always on
    driver: str | None = wire("Driver")
    scope: str | None = wire("Scope")
    enable_ipv4: bool | None = wire("EnableIPv4", since="1.48")
    enable_ipv6: bool | None = wire("EnableIPv6")
    ipam: IPAMConfig | Json | None = wire("IPAM")
    internal: bool | None = wire("Internal")
    attachable: bool | None = wire("Attachable")
    ingress: bool | None = wire("Ingress")
    config_only: bool | None = wire("ConfigOnly")
    config_from: ConfigReference | Json | None = wire("ConfigFrom")
    options: Mapping[str, str] | None = wire("Options")
    labels: Mapping[str, str] | None = wire("Labels")


class EndpointIPAMConfig(Body):
    """Addresses to ask for."""

    ipv4_address: str | None = wire("IPv4Address")
    ipv6_address: str | None = wire("IPv6Address")
    link_local_ips: Sequence[str] | None = wire("LinkLocalIPs")


class EndpointConfig(Body):
    """A container's end in a network, to create or to connect it with."""

    ipam_config: EndpointIPAMConfig | Json | None = wire("IPAMConfig")
    links: Sequence[str] | None = wire("Links")
    aliases: Sequence[str] | None = wire("Aliases")
    mac_address: str | None = wire("MacAddress", since="1.44")
    driver_opts: Mapping[str, str] | None = wire("DriverOpts")
    gw_priority: int | None = wire("GwPriority", since="1.48")
