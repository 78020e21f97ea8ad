"""Convert the short forms of ports and mounts to their long forms, by docker stack's rules."""

from __future__ import annotations

from engineclient.compose import shortforms
from engineclient.compose.tree import Tree
from engineclient.golang.addresses import parse_ip
from engineclient.options.values.ports import bindings


def ports(spec: str) -> list[Tree]:
    """`[IP:][PUBLISHED[-PUBLISHED]:]TARGET[-TARGET][/PROTOCOL]`: a mapping for each published port.

    The address is left out: a service listens on all of its nodes.

    Raises:
        OptionError: the text does not have this form.

    """
    made: list[Tree] = []
    for port, binding in sorted(bindings(spec), key=lambda each: each[0]):
        target, _, protocol = port.partition("/")
        first, _, last = (binding["HostPort"] or "0").partition("-")
        made += [
            {"mode": "ingress", "target": int(target), "published": published, "protocol": protocol}
            for published in range(int(first), int(last or first) + 1)
        ]
    return made


def ignored_addresses(spec: str) -> list[str]:
    """The warnings about addresses of ports, which are ignored."""
    found = []
    for port, binding in sorted(bindings(spec), key=lambda each: each[0]):
        address = parse_ip(binding["HostIp"])
        if address is not None and not address.is_unspecified:
            host = f"[{binding['HostIp']}]" if ":" in binding["HostIp"] else binding["HostIp"]
            found.append(
                f"ignoring IP-address ({host}:{binding['HostPort']}:{port}) service will listen on '0.0.0.0'"
            )
    return found


def mount(spec: str) -> Tree:
    """`[SOURCE:]TARGET[:OPTIONS]`.

    Raises:
        ComposeError: the text does not have this form.

    """
    made = shortforms.volume(spec)
    for kind, option in (("bind", "propagation"), ("volume", "nocopy")):
        options = made.pop(kind, {})
        if option in options:
            made[kind] = {option: options[option]}
    return made
