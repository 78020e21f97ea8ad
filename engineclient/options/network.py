"""The flags of `network create` and `network connect`, and the bodies of their requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from engineclient.golang.addresses import parse_cidr, parse_ip
from engineclient.golang.csv import parse_list
from engineclient.golang.strconv import SPACES, int64
from engineclient.options.values.flag import Flags, OptionError, Stage, number, switch, text, texts
from engineclient.options.values.hosts import link
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.key_values import label, to_map
from engineclient.options.values.networks import endpoint, ipam_settings
from engineclient.versions import is_before


class NetworkCreateFlags(Flags):
    """The flags of `network create`, parsed; None means "not given"."""

    attachable: bool = switch("--attachable")
    aux_address: list[str] = texts("--aux-address")
    config_from: str | None = text("--config-from")
    config_only: bool = switch("--config-only")
    driver: str | None = text("-d, --driver")
    gateway: list[list[str]] = texts("--gateway", parse_list)
    ingress: bool = switch("--ingress")
    internal: bool = switch("--internal")
    ip_range: list[list[str]] = texts("--ip-range", parse_list)
    ipam_driver: str | None = text("--ipam-driver")
    ipam_opt: list[str] = texts("--ipam-opt")
    ipv4: bool | None = switch("--ipv4", default=None)
    ipv6: bool | None = switch("--ipv6", default=None)
    label: list[str] = texts("--label", label)
    opt: list[str] = texts("-o, --opt")
    scope: str | None = text("--scope")
    subnet: list[list[str]] = texts("--subnet", parse_list)


def network_create(flags: NetworkCreateFlags, name: str, *, api_version: str) -> JsonObject:
    """The body of POST /networks/create. Raises OptionError."""
    body: JsonObject = {
        "Driver": "bridge" if flags.driver is None else flags.driver,
        "Scope": flags.scope or "",
    }
    if flags.ipv4 is not None:
        body["EnableIPv4"] = flags.ipv4
    if flags.ipv6 is not None:
        body["EnableIPv6"] = flags.ipv6
    body |= {
        "IPAM": {
            "Driver": "default" if flags.ipam_driver is None else flags.ipam_driver,
            "Options": to_map(flags.ipam_opt),
            "Config": _ipam(
                subnets=[*chain.from_iterable(flags.subnet)],
                ranges=[*chain.from_iterable(flags.ip_range)],
                gateways=[*chain.from_iterable(flags.gateway)],
                auxiliary=to_map(flags.aux_address),
            ),
        },
        "Internal": flags.internal,
        "Attachable": flags.attachable,
        "Ingress": flags.ingress,
        "ConfigOnly": flags.config_only,
        "ConfigFrom": {"Network": flags.config_from} if flags.config_from else None,
        "Options": to_map(flags.opt),
        "Labels": to_map(flags.label),
        "Name": name,
    }
    if is_before(api_version, "1.44"):
        body["CheckDuplicate"] = True  # newer engines always check
    return body


@dataclass
class _Subnet:
    """A subnet, and the addresses given within it."""

    subnet: str
    ip_range: str = ""
    gateway: str = ""
    auxiliary: dict[str, str] = field(default_factory=dict[str, str])

    def __contains__(self, address: str) -> bool:
        """Whether the address, or the first address of a range, is in the subnet."""
        try:
            _, network = parse_cidr(self.subnet)
        except ValueError as error:
            raise _error(f"invalid subnet: {error}") from None
        try:
            ip = parse_cidr(address)[0] if "/" in address else parse_ip(address)
        except ValueError as error:
            raise _error(str(error)) from None
        return ip is not None and ip in network

    def body(self) -> JsonObject:
        """An element of IPAM.Config."""
        return present(
            {
                "Subnet": self.subnet,
                "IPRange": self.ip_range,
                "Gateway": self.gateway,
                "AuxiliaryAddresses": self.auxiliary,
            }
        )


def _ipam(
    *, subnets: list[str], ranges: list[str], gateways: list[str], auxiliary: dict[str, str]
) -> list[JsonObject]:
    """IPAM.Config: each range, gateway and address is assigned to the subnet that contains it."""
    if len(subnets) < max(len(ranges), len(gateways)):
        raise _error("every ip-range or gateway must have a corresponding subnet")
    found: list[_Subnet] = []
    for given in subnets:
        subnet = _Subnet(given)
        if any(other.subnet in subnet or given in other for other in found):
            raise _error("multiple overlapping subnet configuration is not supported")
        found.append(subnet)
    for ip_range in ranges:
        for subnet in _holding(ip_range, found, "range"):
            if subnet.ip_range:
                both = f"({ip_range}, {subnet.ip_range})"
                raise _error(f"cannot configure multiple ranges {both} on the same subnet ({subnet.subnet})")
            subnet.ip_range = ip_range
    for gateway in gateways:
        for subnet in _holding(gateway, found, "gateway"):
            if subnet.gateway:
                both = f"({gateway}, {subnet.gateway})"
                raise _error(
                    f"cannot configure multiple gateways {both} for the same subnet ({subnet.subnet})"
                )
            subnet.gateway = gateway
    for name, address in auxiliary.items():
        for subnet in _holding(address, found, "aux-address"):
            subnet.auxiliary[name] = address
    return [subnet.body() for subnet in found]


def _holding(address: str, subnets: list[_Subnet], what: str) -> list[_Subnet]:
    if what == "range" and subnets:
        try:
            parse_cidr(address)
        except ValueError as error:
            raise _error(str(error)) from None
    holding = [subnet for subnet in subnets if address in subnet]
    if not holding:
        raise _error(f"no matching subnet for {what} {address}")
    return holding


def _error(reason: str) -> OptionError:
    return OptionError(reason, Stage.COMMAND)


class NetworkConnectFlags(Flags):
    """The flags of `network connect`, parsed; None means "not given"."""

    alias: list[list[str]] = texts("--alias", parse_list)
    driver_opt: list[list[str]] = texts("--driver-opt", parse_list)
    gw_priority: int | None = number("--gw-priority", int64)
    ip: str | None = text("--ip")
    ip6: str | None = text("--ip6")
    link: list[str] = texts("--link", link)
    link_local_ip: list[list[str]] = texts("--link-local-ip", parse_list)


def network_connect(flags: NetworkConnectFlags, container: str) -> JsonObject:
    """The body of POST /networks/{id}/connect. Raises OptionError."""
    driver_options: dict[str, str] = {}
    for option in [*chain.from_iterable(flags.driver_opt)]:
        key, equals, value = option.partition("=")
        if not (equals and key.strip(SPACES)):
            raise OptionError("invalid key/value pair format in driver options", Stage.COMMAND)
        driver_options[key.strip(SPACES)] = value.strip(SPACES)
    return {
        "Container": container,
        "EndpointConfig": endpoint(
            IPAMConfig=ipam_settings(
                flags.ip or "", flags.ip6 or "", [*chain.from_iterable(flags.link_local_ip)]
            ),
            Links=flags.link or None,
            Aliases=[*chain.from_iterable(flags.alias)],
            DriverOpts=dict(sorted(driver_options.items())),
            GwPriority=flags.gw_priority or 0,
        ),
    }
