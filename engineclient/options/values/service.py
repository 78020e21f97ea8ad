"""Parses the values of flags of services into parts of the request body, as docker does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.golang.csv import parse_record
from engineclient.golang.durations import parse_duration
from engineclient.golang.strconv import parse_int, parse_uint
from engineclient.options.values.flag import OptionError
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.networks import parse_network
from engineclient.options.values.ports import publish

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG_PORT: Final = re.compile(r"\w+=\w+(?:,\w+=\w+)*", re.ASCII)
_PROTOCOLS: Final = ("tcp", "udp", "sctp")
_MODES: Final = ("ingress", "host")
_FILE_MODE: Final = 0o444
_CREDENTIALS: Final = {"config://": "Config", "file://": "File", "registry://": "Registry"}


def positive_duration(text: str) -> int:
    """The nanoseconds of --health-interval and similar flags. Raises ValueError with docker's message."""
    value = parse_duration(text)
    if value < 0:
        raise ValueError("duration cannot be negative")
    return value


def placement_preference(text: str) -> JsonObject:
    """One --placement-pref, `spread=node.labels.zone`, as an element of Placement.Preferences."""
    strategy, equals, label = text.partition("=")
    if not (strategy and equals):
        raise OptionError('placement preference must be of the format "<strategy>=<arg>"')
    if strategy != "spread":
        raise OptionError(f"unsupported placement preference {strategy} (only spread is supported)")
    return {"Spread": {"SpreadDescriptor": label}}


def credential_spec(text: str) -> JsonObject:
    """One --credential-spec as Privileges.CredentialSpec, with a config by its name; empty for "". Raises OptionError."""
    if not text:
        return {}
    for prefix, kind in _CREDENTIALS.items():
        if text.startswith(prefix):
            return dict.fromkeys(_CREDENTIALS.values(), "") | {kind: text.removeprefix(prefix)}
    raise OptionError(
        'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"'
    )


def secret(text: str) -> JsonObject:
    """One --secret as an element of Secrets, without the id, which is looked up later."""
    return _reference("secret", text)


def config(text: str) -> JsonObject:
    """One --config as an element of Configs, without the id, which is looked up later."""
    return _reference("config", text)


def _reference(kind: str, text: str) -> JsonObject:
    source, file = "", {"Name": "", "UID": "0", "GID": "0", "Mode": _FILE_MODE}
    fields = parse_record(text)
    if len(fields) == 1 and "=" not in fields[0]:
        fields = [f"source={fields[0]}"]
    for each in fields:
        key, equals, value = each.partition("=")
        if not (key and equals):
            raise OptionError(f"invalid field '{each}' must be a key=value pair")
        match key.lower():
            case "source" | "src":
                source = value
            case "target":
                file["Name"] = value
            case "uid" | "gid":
                file[key.upper()] = value
            case "mode":
                try:
                    file["Mode"] = parse_uint(value, bits=32, base=0)
                except ValueError as error:
                    raise OptionError(f"invalid mode specified: {error}") from None
            case _:
                raise OptionError(f"invalid field in {kind} request: {key}")
    if not source:
        raise OptionError("source is required")
    return {"File": file | {"Name": file["Name"] or source}, f"{kind.title()}Name": source}


def network(text: str) -> JsonObject:
    """One --network as an element of TaskTemplate.Networks, with the name of the network."""
    attachment = parse_network(text)
    return {
        "Target": attachment.network,
        **present(
            {
                "Aliases": list(attachment.aliases),
                "DriverOpts": dict(sorted(attachment.driver_options.items())),
            }
        ),
    }


def ports(text: str) -> list[JsonObject]:
    """One --publish as elements of EndpointSpec.Ports: several for a range."""
    return [_long_port(text)] if _LONG_PORT.search(text) else _short_ports(text)


def _short_ports(text: str) -> list[JsonObject]:
    found: list[JsonObject] = []
    for port, bindings in publish([text]).items():
        target, _, protocol = port.partition("/")
        for binding in bindings:
            if binding["HostIp"]:
                raise OptionError("hostip is not supported")
            first, _, last = (binding["HostPort"] or "0").partition("-")
            found += [
                _port(protocol, int(target), published, "ingress")
                for published in range(int(first), int(last or first) + 1)
            ]
    return found


def _port(protocol: str, target: int, published: int, mode: str) -> JsonObject:
    return present(
        {"Protocol": protocol, "TargetPort": target, "PublishedPort": published, "PublishMode": mode}
    )


def _long_port(text: str) -> JsonObject:
    protocol, mode, target, published = "tcp", "ingress", 0, 0
    for each in parse_record(text):
        key, equals, value = each.lower().partition("=")
        if not (key and equals):
            raise OptionError(f"invalid field: {each}")
        match key:
            case "protocol":
                if value not in _PROTOCOLS:
                    raise OptionError(f"invalid protocol value '{value}'")
                protocol = value
            case "mode":
                if value not in _MODES:
                    raise OptionError(
                        f"invalid publish mode value ({value}): must be either 'ingress' or 'host'"
                    )
                mode = value
            case "target":
                target = _port_number("target", value)
            case "published":
                published = _port_number("published", value)
            case _:
                raise OptionError(f"invalid field key: {key}")
    if not target:
        raise OptionError("missing mandatory field 'target'")
    return _port(protocol, target, published, mode)


def _port_number(kind: str, text: str) -> int:
    try:
        return parse_uint(text, bits=16)
    except ValueError as error:
        reason = str(error).rpartition(": ")[2]
        raise OptionError(f"invalid {kind} port ({text}): value must be an integer: {reason}") from None


def generic_resource(text: str) -> str:
    """One --generic-resource, unchanged. Raises OptionError unless it is `kind=number`."""
    if "=" not in text:
        raise OptionError(f"invalid generic-resource format `{text}` expected `name=value`")
    return text


def generic_resources(texts: Iterable[str]) -> list[JsonObject]:
    """Reservations.GenericResources, from the values of --generic-resource. Raises OptionError."""
    values: dict[str, list[str]] = {}
    for text in texts:
        kind, _, value = text.partition("=")
        if "=" in value:
            raise _unparsed(f"incorrect term {text}, missing '=' or malformed expression")
        values.setdefault(kind.strip(), []).append(value.strip())
    return [_generic_resource(kind, given) for kind, given in values.items()]


def _generic_resource(kind: str, values: list[str]) -> JsonObject:
    numbers = [number for number in map(_number, values) if number is not None]
    if len(values) == len(numbers) == 1:
        if numbers[0] < 0:
            raise _unparsed(f"cannot ask for negative resource {kind}")
        return {"DiscreteResourceSpec": present({"Kind": kind, "Value": numbers[0]})}
    if numbers:
        raise _unparsed(f"mixed discrete and named resources in expression '{kind}=[{' '.join(values)}]'")
    raise OptionError(
        f"invalid generic-resource request `{kind}={values[0]}`, "
        "Named Generic Resources is not supported for service create or update"
    )


def _number(text: str) -> int | None:
    try:
        return parse_int(text)
    except ValueError:
        return None


def _unparsed(reason: str) -> OptionError:
    return OptionError(f"invalid generic resource specification: could not parse GenericResource: {reason}")


def swarm_host(text: str) -> str:
    """One --host, `name:address`, in the order of /etc/hosts: `address name`."""
    name, _, address = text.partition(":")
    return f"{address} {name}"
