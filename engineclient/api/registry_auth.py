"""How a request carries credentials for a registry: those that it is given, or those that docker's config.json keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import InvalidReference
from engineclient.wire.references import reference_of

if TYPE_CHECKING:
    from engineclient.wire.references import Reference

NO_CREDENTIALS: Final = (
    "e30="  # {} in base64: docker always sends the header, and so some proxies count on it
)
KEPT: Final = "config"
"""As `auth`: what docker's config.json keeps, or a credential helper that it names. No header is this text."""


def registry_auth(
    auth: str | None, image: str | Reference, *, otherwise: str | None = None
) -> dict[str, Any]:
    """The arguments of `Request` that carry `auth` for the registry of `image`.

    Args:
        auth: the header X-Registry-Auth; `"config"` for what config.json keeps; None for `otherwise`.
        image: a reference. With `"config"` a malformed one has no credentials: the engine refuses it.
        otherwise: the header without any credentials; None sends none.
    """
    if auth == KEPT:
        try:
            return {"login": reference_of(image).domain}
        except InvalidReference:
            auth = None
    header = auth or otherwise
    return {"headers": {} if header is None else {"X-Registry-Auth": header}}
