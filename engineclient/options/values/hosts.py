"""Names and name servers: --add-host, --dns, --dns-search, --link."""

from __future__ import annotations

import re

from engineclient.golang.addresses import parse_ip
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import SPACES
from engineclient.options.values.flag import OptionError

_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
# As in docker's own pattern, a colon may precede a label
_DOMAIN = rf"(:?{_LABEL}(?:\.:?{_LABEL})*)\.?[\t\n\f\r ]*"
_LONGEST_DOMAIN = 254


def address(text: str) -> str:
    """One --dns, normalized. Raises OptionError unless it is an IP address."""
    parsed = parse_ip(text.strip(SPACES))
    if parsed is None:
        raise OptionError(f"IP address is not correctly formatted: {text}")
    return str(parsed)


def search_domain(text: str) -> str:
    """One --dns-search without its final dot; `.` alone means no search. Raises OptionError."""
    domain = text.strip(" ")
    if domain == ".":
        return domain
    found = re.fullmatch(_DOMAIN, domain)
    if found is None or not re.search("[a-zA-Z]", domain) or len(found[1]) > _LONGEST_DOMAIN:
        raise OptionError(f"{domain} is not a valid domain")
    return found[1]


def extra_host(text: str) -> str:
    """One --add-host as `name:address`; the address may be written in brackets, or be `host-gateway`."""
    name, separator, ip = text.partition("=") if "=" in text else text.partition(":")
    if not (name and separator) or ":" in name:
        raise OptionError(f"bad format for add-host: {quote(text)}")
    if len(ip) > 2 and ip.startswith("[") and ip.endswith("]"):
        ip = ip[1:-1]
    if ip != "host-gateway" and parse_ip(ip.strip(SPACES)) is None:
        raise OptionError(f"invalid IP address in add-host: {quote(ip)}")
    return f"{name}:{ip}"


def link(text: str) -> str:
    """One --link, unchanged. Raises OptionError unless it is `container[:alias]`."""
    if not text:
        raise OptionError("empty string specified for links")
    if text.count(":") > 1:
        raise OptionError(f"bad format for links: {text}")
    return text


def localhost_warning(servers: list[str]) -> str | None:
    """Docker's warning if a name server is on the local host; None otherwise."""
    for server in servers:
        if (parsed := parse_ip(server)) and parsed.is_loopback:
            return f"Localhost DNS ({server}) may fail in containers."
    return None
