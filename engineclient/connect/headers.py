"""The user's own headers for every request: HttpHeaders of config.json, or DOCKER_CUSTOM_HEADERS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from engineclient.errors import InvalidHost

__all__ = ["VARIABLE", "custom_headers", "unsendable"]

VARIABLE: Final = "DOCKER_CUSTOM_HEADERS"
_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_BAD_VALUE: Final = r"[\x00-\x08\x0a-\x1f\x7f]"
# Headers that the client itself must set; docker ignores them too.
_OURS: Final = frozenset(
    ("host", "user-agent", "content-length", "transfer-encoding", "trailer", "connection", "upgrade")
)


def custom_headers(configured: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """The headers to add to every request; the headers of the request itself take precedence.

    Args:
        configured: HttpHeaders of config.json.
        environ: may contain DOCKER_CUSTOM_HEADERS, a CSV record of `name=value` fields, which replaces `configured`.

    Raises:
        InvalidHost: DOCKER_CUSTOM_HEADERS is malformed; the message is docker's.

    """
    given = _parse(environ[VARIABLE]) if environ.get(VARIABLE) else configured
    headers = {_canonical(name): value.strip(" \t") for name, value in given.items()}
    return {name: value for name, value in headers.items() if name.lower() not in _OURS}


def unsendable(headers: Mapping[str, str]) -> str:
    """Go's message for the first header that is not valid in HTTP; "" if all are valid."""
    from engineclient.golang.quoting import quote

    for name, value in headers.items():
        if not re.fullmatch(_NAME, name):
            return f"net/http: invalid header field name {quote(name)}"
        if re.search(_BAD_VALUE, value):
            return f"net/http: invalid header field value for {quote(name)}"
    return ""


def _parse(text: str) -> dict[str, str]:
    from engineclient.golang.csv import parse_record
    from engineclient.golang.strconv import SPACES

    try:
        fields = parse_record(text)
    except ValueError:
        raise InvalidHost(
            f"failed to parse custom headers from {VARIABLE} environment variable: "
            "value must be formatted as comma-separated key=value pairs"
        ) from None
    headers: dict[str, str] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        name = name.strip(SPACES)
        wrong = f"failed to set custom headers from {VARIABLE} environment variable: "
        if not name:
            raise InvalidHost(f"{wrong}value contains a key=value pair with an empty key: '{field}'")
        if not equals:
            raise InvalidHost(f"{wrong}missing \"=\" in key=value pair: '{field}'")
        headers[_canonical(name)] = value
    return headers


def _canonical(name: str) -> str:
    """The name in Go's canonical spelling, `X-Meta-Token`, so that two spellings are one header."""
    if not re.fullmatch(_NAME, name):
        return name
    return "-".join(part.capitalize() for part in name.split("-"))
