"""The logins that a build asks its session for."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from engineclient.build.auth import Login, auth
from engineclient.cli.credentials import credentials_of

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.wire.grpc import Methods


def registry_logins(app: App) -> Methods:
    """The session's service that logs in to registries with what config.json and its helpers keep."""
    return auth(partial(_login, app), _fetch_token, os.urandom(32))


def _login(app: App, server: str) -> Login:
    found = credentials_of(app).get(server)
    if found.identity_token:
        return Login("", found.identity_token, found.registry_token or "")
    return Login(found.username or "", found.password or "", found.registry_token or "")


def _fetch_token(request: Any) -> Any:
    from engineclient.transport.registry_tokens import fetch_token  # imports httpx, which few builds need

    return fetch_token(request)
