"""Chooses the proxy to an engine from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as Go's HTTP client does."""

from __future__ import annotations

import base64
import ipaddress
from typing import TYPE_CHECKING, NamedTuple

from engineclient.errors import UnusableHost
from engineclient.golang.urls import parse_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.connect.hosts import Endpoint


class Proxy(NamedTuple):
    """The address of a proxy.

    Attributes:
        host, port: where to connect.
        authorization: the value of the header Proxy-Authorization, "" for none.

    """

    host: str
    port: int
    authorization: str = ""

    def headers(self) -> list[tuple[str, str]]:
        """The headers for every request to the proxy."""
        return [("Proxy-Authorization", self.authorization)] if self.authorization else []


class ProxyRefused(OSError):
    """A proxy refused the connection to the engine; `str()` is its reason."""


def proxy_for(endpoint: Endpoint, environ: Mapping[str, str]) -> Proxy | None:
    """The proxy for a tcp endpoint; None for a direct connection, as for loopback, sockets and ssh.

    Raises:
        UnusableHost: the environment names a proxy of a kind that is not supported.
    """
    if endpoint.kind != "tcp":
        return None
    name = "https_proxy" if endpoint.tls else "http_proxy"
    given = environ.get(name.upper()) or environ.get(name) or ""
    if not given or _goes_past(endpoint, environ.get("NO_PROXY") or environ.get("no_proxy") or ""):
        return None
    try:
        url = parse_url(given if "://" in given else f"http://{given}")
        port = int(url.port or 80)
    except ValueError as error:
        raise UnusableHost(
            f"invalid proxy address {without_password(given)!r}: {without_password(str(error))}"
        ) from error
    if url.scheme != "http":
        raise UnusableHost(
            f"{name.upper()} names a proxy by {url.scheme}://, and only http:// is supported: "
            f"name {endpoint.hostname} in NO_PROXY for a direct way"
        )
    user = f"{url.user}:{url.password or ''}" if url.user is not None else ""
    authorization = f"Basic {base64.b64encode(user.encode()).decode()}" if user else ""
    return Proxy(url.hostname, port, authorization)


def _goes_past(endpoint: Endpoint, no_proxy: str) -> bool:
    host = endpoint.hostname.lower().rstrip(".")
    address = _address(host)
    if host == "localhost" or (address is not None and address.is_loopback):
        return True
    return any(
        _covers(entry.strip().lower(), host, address, endpoint.port)
        for entry in no_proxy.split(",")
        if entry.strip()
    )


def _covers(
    entry: str, host: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None, port: int
) -> bool:
    """Whether an entry of NO_PROXY applies to a host: `*`, `10.0.0.0/8`, `host` or `.domain`, possibly with a port."""
    if entry == "*":
        return True
    if "/" in entry:
        try:
            return address is not None and address in ipaddress.ip_network(entry, strict=False)
        except ValueError:
            return False
    name, colon, given = entry.rpartition(":")
    if colon and given.isdecimal() and (":" not in name or name.endswith("]")):
        if int(given) != port:
            return False
        entry = name
    entry = entry.strip("[]")
    if address is not None:
        return _address(entry) == address
    entry = entry.removeprefix("*")
    return host.endswith(entry) if entry.startswith(".") else host == entry or host.endswith(f".{entry}")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def without_password(text: str) -> str:
    """A proxy's address, with or without a scheme, or a message about one, in which `***` stands for user and password."""
    before, at, after = text.rpartition("@")
    scheme, mark, _ = before.partition("://")
    return f"{scheme + mark if mark else ''}***@{after}" if at else text
