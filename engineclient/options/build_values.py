"""Values of build's flags as buildx reads them, which are checked otherwise than by the classic builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.errors import InvalidReference
from engineclient.golang.addresses import parse_ip
from engineclient.golang.csv import parse_list
from engineclient.golang.quoting import quote
from engineclient.options.frontend import HOST_GATEWAY
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOO_LONG: Final = "must not be more than"


def buildx_tag(text: str) -> str:
    """One --tag, unchanged.

    Raises:
        ValueError: it is not a name; with buildx's message.

    """
    try:
        parse(text)
    except InvalidReference as error:
        raise ValueError(f"invalid tag {quote(text)}: {_reason(text, str(error))}") from error
    return text


def _reason(text: str, reason: str) -> str:
    if not text:
        return "repository name must have at least one component"
    if _TOO_LONG in reason:
        return reason
    try:
        parse(text.lower())
    except InvalidReference:
        return "invalid reference format"
    return "repository name must be lowercase"


def buildx_pair(text: str) -> str:
    """One --label or --build-arg, unchanged.

    Raises:
        ValueError: it has no name; with buildx's message.

    """
    if not text.partition("=")[0]:
        raise ValueError(f"invalid key-value pair {quote(text)}: empty key")
    return text


def buildx_hosts(texts: Iterable[str]) -> list[str]:
    """The hosts of all --add-host, each as `name:address`: one value may name several hosts, and several addresses.

    Raises:
        ValueError: one is malformed; with buildx's message.

    """
    return [line for text in texts for each in parse_list(text) for line in _host_lines(each)]


def _host_lines(text: str) -> list[str]:
    name, separator, addresses = text.partition("=") if "=" in text else text.partition(":")
    if not (name and separator and addresses):
        raise ValueError(f"invalid host {text}")
    if addresses == HOST_GATEWAY:
        return [f"{name}:{addresses}"]
    lines: list[str] = []
    for address in addresses.split(","):
        if len(address) > 2 and address.startswith("[") and address.endswith("]"):
            address = address[1:-1]
        if parse_ip(address) is None:
            raise ValueError(f"invalid host {text}")
        lines.append(f"{name}:{address}")
    return lines
