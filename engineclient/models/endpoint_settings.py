"""The connection of a container to a network: views, shared by containers and networks."""

from __future__ import annotations

from engineclient.models.view import Field, View, mapping, optional, sequence


class EndpointIPAM(View):
    """The addresses requested for the endpoint."""

    ipv4_address: Field[str | None] = optional(str, "IPv4Address")
    ipv6_address: Field[str | None] = optional(str, "IPv6Address")
    link_local_ips: Field[list[str]] = sequence(str, "LinkLocalIPs")


class EndpointSettings(View):
    """The connection of a container to a network; fields without a value are ""."""

    ipam_config: Field[EndpointIPAM | None] = optional(EndpointIPAM, "IPAMConfig")
    links: Field[list[str]] = sequence(str, "Links")
    aliases: Field[list[str]] = sequence(str, "Aliases")
    mac_address: Field[str | None] = optional(str, "MacAddress")
    driver_opts: Field[dict[str, str]] = mapping(str, "DriverOpts")
    gw_priority: Field[int | None] = optional(int, "GwPriority")  # API 1.48
    network_id: Field[str | None] = optional(str, "NetworkID")
    endpoint_id: Field[str | None] = optional(str, "EndpointID")
    gateway: Field[str | None] = optional(str, "Gateway")
    ip_address: Field[str | None] = optional(str, "IPAddress")
    ip_prefix_len: Field[int | None] = optional(int, "IPPrefixLen")
    ipv6_gateway: Field[str | None] = optional(str, "IPv6Gateway")
    global_ipv6_address: Field[str | None] = optional(str, "GlobalIPv6Address")
    global_ipv6_prefix_len: Field[int | None] = optional(int, "GlobalIPv6PrefixLen")
    dns_names: Field[list[str]] = sequence(str, "DNSNames")  # API 1.44
