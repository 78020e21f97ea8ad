"""Adds credentials for a registry to a request: given ones, or those in docker's config.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import InvalidReference
from engineclient.wire.references import reference_of

if TYPE_CHECKING:
    from engineclient.wire.references import Reference

NO_CREDENTIALS: Final = "e30="  # {} in base64: docker always sends the header, and some proxies rely on it
KEPT: Final = "config"
"""The value of `auth` for the credentials in docker's config.json or in its helpers. It is no valid header value."""


def registry_auth(
    auth: str | None, image: str | Reference, *, otherwise: str | None = None
) -> dict[str, Any]:
    """The arguments of `RequestSpec` that send `auth` to the registry of `image`.

    Args:
        auth: the value of the header X-Registry-Auth; `"config"` for the credentials in config.json; None for
            `otherwise`.
        image: a reference. With `"config"`, a malformed one is sent without credentials, and the engine refuses it.
        otherwise: the value of the header if there are no credentials; None for no header.
    """
    if auth == KEPT:
        try:
            return {"login": reference_of(image).domain}
        except InvalidReference:
            auth = None
    header = auth or otherwise
    return {"headers": {} if header is None else {"X-Registry-Auth": header}}
