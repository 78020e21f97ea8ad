"""The networks of a service's containers in the request that creates them: NetworkMode and EndpointsConfig."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engineclient.compose.creation_context import CreationContext
from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Service, ServiceNetwork
from engineclient.compose.project import Project
from engineclient.options.values.json_object import JsonObject, present
from engineclient.versions import is_before

INTERFACE: Final = "com.docker.network.endpoint.ifname"
"""The driver option with the name of a container's network interface."""


def networks(
    project: Project, service: Service, name: str, context: CreationContext
) -> tuple[str, dict[str, JsonObject]]:
    """HostConfig.NetworkMode, and the elements of EndpointsConfig by the name of the network.

    The network of NetworkMode, that of the highest priority, is the last one of the mapping.

    Args:
        project: declares the networks.
        service: the service.
        name: the name of the container, which is one of its aliases.
        context: the API version, the links, and whether the container gets the aliases of its service.

    Raises:
        ComposeError: MAC addresses contradict each other, or the engine is too old for a key.

    """
    if service.network_mode:
        return service.network_mode, {}
    if not project.networks:
        return "none", {}
    keys = service.networks_by_priority() or ["default"]
    _check_addresses(service, keys, context.api_version)
    endpoints = {
        project.networks[key].name: _endpoint(service, key, name, context) for key in [*keys[1:], keys[0]]
    }
    first = project.networks[keys[0]].name
    if not is_before(context.api_version, "1.44") and not endpoints[first]["MacAddress"]:
        endpoints[first]["MacAddress"] = service.mac_address
    return first, endpoints


def _check_addresses(service: Service, keys: Sequence[str], api_version: str) -> None:
    main = service.networks.get(keys[0])
    own = service.mac_address
    if own and main and main.mac_address and main.mac_address != own:
        raise ComposeError(f"the service-level mac_address should have the same value as network {keys[0]}")
    named = sorted(key for key, each in service.networks.items() if each and each.mac_address)
    if is_before(api_version, "1.44") and len(named) > 1:
        raise ComposeError(
            f"a MAC address is specified for multiple networks ({', '.join(named)}), "
            "but this feature requires Docker Engine v25 or later"
        )
    if is_before(api_version, "1.49") and any(
        each and each.interface_name for each in service.networks.values()
    ):
        raise ComposeError("interface_name requires Docker Engine v28.1 or later")


def old_mac_address(service: Service, api_version: str) -> str:
    """Config.MacAddress, the MAC address of a container before API 1.44; later ones have it in the endpoints."""
    if not is_before(api_version, "1.44"):
        return ""
    main = service.networks.get((service.networks_by_priority() or [""])[0])
    return main.mac_address if main and main.mac_address else service.mac_address


def _endpoint(service: Service, key: str, name: str, context: CreationContext) -> JsonObject:
    network: ServiceNetwork | None = service.networks.get(key)
    options = dict(network.driver_opts) if network else {}
    if network and network.interface_name:
        options[INTERFACE] = network.interface_name
    aliases = [name]
    if context.aliases:
        aliases += [service.name, *(network.aliases if network else ())]
    ipam: JsonObject | None = None
    if network:
        ipam = present(
            {
                "IPv4Address": network.ipv4_address,
                "IPv6Address": network.ipv6_address,
                "LinkLocalIPs": list(network.link_local_ips),
            }
        )
    return {
        "IPAMConfig": ipam,
        "Links": list(context.links) or None,
        "Aliases": aliases,
        "MacAddress": network.mac_address if network else "",
        "DriverOpts": options or None,
        "GwPriority": network.gw_priority if network else 0,
        "NetworkID": "",
        "EndpointID": "",
        "Gateway": "",
        "IPAddress": network.ipv4_address if network else "",
        "IPPrefixLen": 0,
        "IPv6Gateway": network.ipv6_address if network else "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": None,
    }
