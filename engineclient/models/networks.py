"""Networks: views and request bodies. Source: Engine API, tag Network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.endpoint_settings import (
    EndpointIPAM as EndpointIPAM,
    EndpointSettings as EndpointSettings,
)
from engineclient.models.view import Field, View, mapping, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class IPAMPool(View):
    """A range of addresses."""

    subnet: Field[str | None] = optional(str, "Subnet")
    ip_range: Field[str | None] = optional(str, "IPRange")
    gateway: Field[str | None] = optional(str, "Gateway")
    auxiliary_addresses: Field[dict[str, str]] = mapping(str, "AuxiliaryAddresses")


class IPAM(View):
    """The management of a network's addresses."""

    driver: Field[str | None] = optional(str, "Driver")
    config: Field[list[IPAMPool]] = sequence(IPAMPool, "Config")
    options: Field[dict[str, str]] = mapping(str, "Options")


class ConfigFrom(View):
    """The config-only network from which another one takes its settings."""

    network: Field[str | None] = optional(str, "Network")


class Peer(View):
    """Another node in an overlay network."""

    name: Field[str | None] = optional(str, "Name")
    ip: Field[str | None] = optional(str, "IP")


class NetworkSummary(View):
    """One item of `GET /networks`."""

    id: Field[str] = required(str, "Id")
    name: Field[str] = required(str, "Name")
    created: Field[str | None] = optional(str, "Created")  # RFC 3339
    scope: Field[str | None] = optional(str, "Scope")
    driver: Field[str] = required(str, "Driver")
    enable_ipv4: Field[bool | None] = optional(bool, "EnableIPv4")  # API 1.48
    enable_ipv6: Field[bool | None] = optional(bool, "EnableIPv6")
    ipam: Field[IPAM | None] = optional(IPAM, "IPAM")
    internal: Field[bool | None] = optional(bool, "Internal")
    attachable: Field[bool | None] = optional(bool, "Attachable")
    ingress: Field[bool | None] = optional(bool, "Ingress")
    config_from: Field[ConfigFrom | None] = optional(ConfigFrom, "ConfigFrom")
    config_only: Field[bool | None] = optional(bool, "ConfigOnly")
    options: Field[dict[str, str]] = mapping(str, "Options")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    peers: Field[list[Peer]] = sequence(Peer, "Peers")


class NetworkContainer(View):
    """The connection of a container to an inspected network; addresses include the prefix length, "" if there is none."""

    name: Field[str | None] = optional(str, "Name")
    endpoint_id: Field[str | None] = optional(str, "EndpointID")
    mac_address: Field[str | None] = optional(str, "MacAddress")
    ipv4_address: Field[str | None] = optional(str, "IPv4Address")
    ipv6_address: Field[str | None] = optional(str, "IPv6Address")


class NetworkTask(View):
    """A task of a service in a network."""

    name: Field[str | None] = optional(str, "Name")
    endpoint_id: Field[str | None] = optional(str, "EndpointID")
    endpoint_ip: Field[str | None] = optional(str, "EndpointIP")
    info: Field[dict[str, str]] = mapping(str, "Info")


class NetworkService(View):
    """A service in a network."""

    vip: Field[str | None] = optional(str, "VIP")
    ports: Field[list[str]] = sequence(str, "Ports")
    local_lb_index: Field[int | None] = optional(int, "LocalLBIndex")
    tasks: Field[list[NetworkTask]] = sequence(NetworkTask, "Tasks")


class SubnetStatus(View):
    """The numbers of used and of available addresses in a subnet."""

    ips_in_use: Field[int | None] = optional(int, "IPsInUse")
    dynamic_ips_available: Field[int | None] = optional(int, "DynamicIPsAvailable")


class NetworkStatus(View):
    """The state of a network (API 1.52)."""

    class Addresses(View):
        """The usage of addresses."""

        subnets: Field[dict[str, SubnetStatus]] = mapping(SubnetStatus, "Subnets")  # by subnet

    ipam: Field[Addresses | None] = optional(Addresses, "IPAM")


class NetworkInspect(NetworkSummary):
    """`GET /networks/{id}`."""

    # By name; only with verbose=True, for networks of a swarm
    services: Field[dict[str, NetworkService]] = mapping(NetworkService, "Services")
    status: Field[NetworkStatus | None] = optional(NetworkStatus, "Status")

    # By container id; running containers only
    containers: Field[dict[str, NetworkContainer]] = mapping(NetworkContainer, "Containers")


class NetworkCreated(View):
    """The answer to `POST /networks/create`."""

    id: Field[str] = required(str, "Id")
    warning: Field[str | None] = optional(str, "Warning")


class NetworksPruned(View):
    """The answer to `POST /networks/prune`: the names of removed networks."""

    deleted: Field[list[str]] = sequence(str, "NetworksDeleted")


class IPAMPoolConfig(Body):
    """A range of addresses for a network."""

    subnet: str | None = wire("Subnet")
    ip_range: str | None = wire("IPRange")
    gateway: str | None = wire("Gateway")
    auxiliary_addresses: Mapping[str, str] | None = wire("AuxiliaryAddresses")


class IPAMConfig(Body):
    """The management of the addresses of a new network."""

    driver: str | None = wire("Driver")
    config: Sequence[IPAMPoolConfig | Json] | None = wire("Config")
    options: Mapping[str, str] | None = wire("Options")


class ConfigReference(Body):
    """The config-only network from which to take settings."""

    network: str | None = wire("Network")


class NetworkConfig(Body):
    """The configuration of a new network. Its name is a separate argument of `create`."""

    check_duplicate: bool | None = wire("CheckDuplicate")  # always on since API 1.44
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
    """The addresses to request."""

    ipv4_address: str | None = wire("IPv4Address")
    ipv6_address: str | None = wire("IPv6Address")
    link_local_ips: Sequence[str] | None = wire("LinkLocalIPs")


def _sysctls(options: Mapping[str, str]) -> str:
    return "1.46" if "com.docker.network.endpoint.sysctls" in options else ""


class EndpointConfig(Body):
    """The connection of a container to a network, for `create` and `connect`."""

    ipam_config: EndpointIPAMConfig | Json | None = wire("IPAMConfig")
    links: Sequence[str] | None = wire("Links")
    aliases: Sequence[str] | None = wire("Aliases")
    mac_address: str | None = wire("MacAddress", since="1.44")
    driver_opts: Mapping[str, str] | None = wire("DriverOpts", since=_sysctls)
    gw_priority: int | None = wire("GwPriority", since="1.48")
