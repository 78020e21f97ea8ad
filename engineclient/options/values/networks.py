"""The networks of a container: --network, and flags such as --ip for the first network."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from engineclient.golang.addresses import is_mac
from engineclient.golang.csv import parse_record
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import SPACES, parse_atoi
from engineclient.options.values.flag import OptionError
from engineclient.options.values.json_object import JsonObject, present
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONG_SYNTAX = r"\w=\w"


# By attribute: the separate flag, and the name of the same setting within --network
_BESIDE: Final = {
    "aliases": ("--network-alias", "per-network alias"),
    "links": ("--link", "per-network links"),
    "ipv4": ("--ip", "per-network IPv4 address"),
    "ipv6": ("--ip6", "per-network IPv6 address"),
    "mac": ("--mac-address", "per-network MAC address"),
    "link_local": ("--link-local-ip", "per-network link-local IP addresses"),
}


class Attachment(Data):
    """One network that a container is attached to, with its settings."""

    network: str
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    ipv4: str = ""
    ipv6: str = ""
    mac: str = ""
    link_local: tuple[str, ...] = ()
    driver_options: Mapping[str, str] = MappingProxyType({})
    gateway_priority: int = 0

    @property
    def user_defined(self) -> bool:
        """Whether the network was created by a user: only such networks have aliases and links."""
        return is_user_defined(self.network)

    def endpoint(self) -> JsonObject:
        """The EndpointSettings. Raises OptionError for settings that the network does not support."""
        if not self.network.strip(SPACES):
            raise OptionError("no name set for network")
        if not self.user_defined and self.aliases:
            raise OptionError("network-scoped aliases are only supported for user-defined networks")
        if not self.user_defined and self.links:
            raise OptionError("links are only supported for user-defined networks")
        if self.mac and not is_mac(self.mac.strip(SPACES)):
            raise OptionError(f"{self.mac} is not a valid mac address")
        ipam = ipam_settings(self.ipv4, self.ipv6, list(self.link_local))
        return endpoint(
            IPAMConfig=ipam or None,
            Links=list(self.links) or None,
            Aliases=list(self.aliases) or None,
            MacAddress=self.mac,
            DriverOpts=dict(sorted(self.driver_options.items())) or None,
            GwPriority=self.gateway_priority,
        )


def is_user_defined(network_mode: str) -> bool:
    """Whether a HostConfig.NetworkMode names a user's network, rather than a mode or docker's default bridge."""
    return network_mode not in ("default", "bridge", "host", "none") and not network_mode.startswith(
        "container:"
    )


def parse_network(text: str) -> Attachment:
    """Parse one --network: a name, or a CSV record `name=…,alias=…`. Raises ValueError with docker's message."""
    if not re.search(_LONG_SYNTAX, text, re.ASCII):
        return Attachment(network=text)
    found: dict[str, Any] = {}
    lists: dict[str, list[str]] = {"alias": [], "link-local-ip": []}
    driver_options: dict[str, str] = {}
    for each in parse_record(text):
        key, equals, value = each.lower().partition("=")
        if not (key and equals):
            raise OptionError(f"invalid field {each}")
        key, value = key.strip(SPACES), value.strip(SPACES)
        if key in lists:
            lists[key].append(value)
        elif key == "driver-opt":
            driver_options |= _driver_option(value)
        elif key == "gw-priority":
            found[key] = _priority(value)
        elif key in ("name", "ip", "ip6", "mac-address"):
            found[key] = value
        else:
            raise OptionError(f"invalid field key {key}")
    if not found.get("name"):
        raise OptionError("network name/id is not specified")
    return Attachment(
        network=found["name"],
        aliases=tuple(lists["alias"]),
        ipv4=found.get("ip", ""),
        ipv6=found.get("ip6", ""),
        mac=found.get("mac-address", ""),
        link_local=tuple(lists["link-local-ip"]),
        driver_options=driver_options,
        gateway_priority=found.get("gw-priority", 0),
    )


def endpoints(networks: list[Attachment], beside: Attachment) -> dict[str, JsonObject]:
    """NetworkingConfig.EndpointsConfig; `beside` are the settings from separate flags, for the first network.

    Empty for a single network without settings, which HostConfig.NetworkMode already names. Raises OptionError.
    """
    if not networks:
        return {"default": _with_flags(Attachment(network="default"), beside).endpoint()}
    first, *others = networks
    found: dict[str, JsonObject] = {}
    for attachment in [_with_flags(first, beside), *others]:
        settings = attachment.endpoint()
        if attachment.network in found:
            raise OptionError(f"network {quote(attachment.network)} is specified multiple times")
        found[attachment.network] = settings
    if len({attachment.user_defined for attachment in networks}) > 1:
        raise OptionError(
            "conflicting options: cannot attach both user-defined and non-user-defined network-modes"
        )
    if not others and found[first.network] == endpoint():
        return {}
    return dict(sorted(found.items()))


def endpoint(**settings: Any) -> JsonObject:
    """All EndpointSettings, as docker sends them: those in `settings`, and the others empty."""
    return {
        "IPAMConfig": None,
        "Links": None,
        "Aliases": None,
        "MacAddress": "",
        "DriverOpts": None,
        "GwPriority": 0,
        "NetworkID": "",
        "EndpointID": "",
        "Gateway": "",
        "IPAddress": "",
        "IPPrefixLen": 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": None,
    } | settings


def ipam_settings(ipv4: str, ipv6: str, link_local: list[str]) -> JsonObject:
    """The EndpointIPAMConfig, without empty fields."""
    return present({"IPv4Address": ipv4, "IPv6Address": ipv6, "LinkLocalIPs": link_local})


def _with_flags(attachment: Attachment, beside: Attachment) -> Attachment:
    changes: dict[str, Any] = {}
    for name, (flag, within) in _BESIDE.items():
        if not (value := getattr(beside, name)):
            continue
        if getattr(attachment, name):
            raise OptionError(f"conflicting options: cannot specify both {flag} and {within}")
        if name != "links" or attachment.user_defined:  # for other networks --link only sets HostConfig.Links
            changes[name] = value
    return attachment.replace(**changes)


def _driver_option(text: str) -> dict[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise OptionError("invalid key value pair format in driver options")
    return {key.strip(SPACES): value.strip(SPACES)}


def _priority(text: str) -> int:
    try:
        return parse_atoi(text)
    except ValueError as error:
        raise OptionError(f"invalid gw-priority ({text}): {error}") from None
