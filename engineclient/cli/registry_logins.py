"""The registry logins that a build requests over its session."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from engineclient.build.auth import auth
from engineclient.cli.credentials import credentials_of
from engineclient.procedures.build_source import login_of

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.wire.grpc import Methods


def registry_logins(app: App) -> Methods:
    """The session's auth service, with the credentials of config.json and its helpers."""
    return auth(lambda server: login_of(credentials_of(app), server), _fetch_token, os.urandom(32))


def _fetch_token(request: Any) -> Any:
    from engineclient.transport.registry_tokens import fetch_token  # imports httpx, which few builds need

    return fetch_token(request)
