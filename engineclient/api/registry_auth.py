"""Adds credentials for a registry to a request: given ones, or those in docker's config.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import InvalidReference
from engineclient.models.auth_config import AuthConfig
from engineclient.models.body import Json
from engineclient.wire.references import reference_of

if TYPE_CHECKING:
    from engineclient.wire.references import Reference

NO_CREDENTIALS: Final = "e30="  # {} in base64: docker always sends the header, and some proxies rely on it
KEPT: Final = "config"
"""The value of `auth` for the credentials in docker's config.json or in its helpers. It is no valid header value."""

Auth = str | AuthConfig | Json
"""Credentials for a registry: a body or the API's own JSON, the value of the header X-Registry-Auth, or `"config"`."""


def registry_auth(
    auth: Auth | None, image: str | Reference, *, otherwise: str | None = None
) -> dict[str, Any]:
    """The arguments of `RequestSpec` that send `auth` to the registry of `image`.

    Args:
        auth: credentials; `"config"` for those in config.json; None for `otherwise`.
        image: a reference. With `"config"`, a malformed one is sent without credentials, and the engine refuses it.
        otherwise: the value of the header if there are no credentials; None for no header.

    Raises:
        TypeError: `auth` is something else.
    """
    if auth == KEPT:
        try:
            return {"login": reference_of(image).domain}
        except InvalidReference:
            auth = None
    header = _header(auth) if auth else otherwise
    return {"headers": {} if header is None else {"X-Registry-Auth": header}}


def _header(auth: Auth) -> str:
    if isinstance(auth, str):
        return auth
    if isinstance(auth, Mapping):
        auth = AuthConfig(extra=auth)
    if not isinstance(auth, AuthConfig):
        raise TypeError(
            f'auth is an AuthConfig, or {{"username": ..., "password": ...}}, not {type(auth).__name__}'
        )
    return auth.header()
