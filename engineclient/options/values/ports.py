"""Parses the ports of -p, --publish and --expose."""

from __future__ import annotations

from typing import Any

from engineclient.golang.addresses import parse_ip
from engineclient.golang.strconv import parse_uint
from engineclient.options.values.flag import OptionError

_PROTOCOLS = ("tcp", "udp", "sctp")

Bindings = dict[str, list[dict[str, str]]]


def publish(specs: list[str]) -> Bindings:
    """HostConfig.PortBindings, from the values of -p: `[[ip:]host:]container[/protocol]` or `published=…,target=…`.

    Ports may be ranges of equal length; a host range for one container port is kept as a range.
    """
    found: Bindings = {}
    for spec in [_short(spec) for spec in specs]:
        for port, binding in bindings(spec):
            found.setdefault(port, []).append(binding)
    return found


def expose(specs: list[str]) -> list[str]:
    """The ports of --expose values: `port[-port][/protocol]`; the daemon checks the protocol. Raises OptionError."""
    ports: list[str] = []
    for spec in specs:
        if ":" in spec:
            raise OptionError(f"invalid port format for --expose: {spec}")
        port, protocol = _split_protocol(spec)
        try:
            first, last = _range(port)
        except ValueError as error:
            raise OptionError(f"invalid range format for --expose: {spec}, error: {error}") from None
        ports += [f"{number}/{protocol}" for number in range(first, last + 1)]
    return ports


def port_set(*groups: list[str] | Bindings) -> dict[str, Any]:
    """Config.ExposedPorts: each port once, sorted as Go encodes maps."""
    return {port: {} for port in sorted({port for group in groups for port in group})}


def _short(spec: str) -> str:
    if "=" not in spec:
        return spec
    values = {"published": "", "target": "", "protocol": "tcp"}
    for part in spec.split(","):
        name, equals, value = part.partition("=")
        if not (name and equals):
            raise OptionError(f"invalid publish opts format (should be name=value but got '{part}')")
        values[name] = value
    return "{published}:{target}/{protocol}".format_map(values)


def bindings(spec: str) -> list[tuple[str, dict[str, str]]]:
    """The ports of one `[[ip:]host:]container[/protocol]`, each with the address it is published at."""
    rest, _, container = spec.rpartition(":")
    ip, _, host = rest.rpartition(":")
    container, protocol = _split_protocol(container)
    if ip.startswith("["):
        ip = _unbracketed(ip)
    if ip and parse_ip(ip) is None:
        raise OptionError(f"invalid IP address: {ip}")
    if not container:
        raise OptionError(f"no port specified: {spec}<empty>")
    try:
        first, last = _range(container)
    except ValueError:
        raise OptionError(f"invalid containerPort: {container}") from None
    try:
        host_first, host_last = _range(host) if host else (0, 0)
    except ValueError:
        raise OptionError(f"invalid hostPort: {host}") from None
    if host and first != last and last - first != host_last - host_first:
        raise OptionError(f"invalid ranges specified for container and host Ports: {container} and {host}")
    if protocol.lower() not in _PROTOCOLS:
        raise OptionError(f"invalid proto: {protocol}")

    def host_port(offset: int) -> str:
        if not host:
            return ""
        if first == last and host_first != host_last:
            return f"{host_first}-{host_last}"
        return str(host_first + offset)

    return [
        (f"{first + offset}/{protocol.lower()}", {"HostIp": ip, "HostPort": host_port(offset)})
        for offset in range(last - first + 1)
    ]


def _split_protocol(spec: str) -> tuple[str, str]:
    port, _, rest = spec.partition("/")
    return (port, rest.partition("/")[0] or "tcp") if port else ("", "")


def _range(spec: str) -> tuple[int, int]:
    if not spec:
        raise ValueError("empty string specified for ports")
    parts = spec.split("-")
    first = parse_uint(parts[0], bits=16)
    last = parse_uint(parts[1], bits=16) if len(parts) > 1 else first
    if last < first:
        raise ValueError(f"invalid range specified for port: {spec}")
    return first, last


def _unbracketed(ip: str) -> str:
    inside, closed, after = ip[1:].partition("]")
    if not closed:
        reason = "missing ']' in address"
    elif after:
        reason = "too many colons in address" if after.startswith(":") else "missing port in address"
    elif "[" in inside:
        reason = "unexpected '[' in address"
    else:
        return inside
    raise OptionError(f"invalid IP address {ip}: address {ip}:: {reason}")
