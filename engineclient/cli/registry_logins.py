"""The registry logins that a build requests over its session."""

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
    """The session's auth service, with the credentials of config.json and its helpers."""
    return auth(partial(_login, app), _fetch_token, os.urandom(32))


def _login(app: App, server: str) -> Login:
    found = credentials_of(app).get(server)
    if found.identity_token:
        return Login("", found.identity_token, found.registry_token or "")
    return Login(found.username or "", found.password or "", found.registry_token or "")


def _fetch_token(request: Any) -> Any:
    from engineclient.transport.registry_tokens import fetch_token  # imports httpx, which few builds need

    return fetch_token(request)
