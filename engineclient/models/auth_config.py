"""Credentials for a registry: a request body, also sent as a header. Source: Engine API, "Authentication"."""

from __future__ import annotations

from engineclient.models.body import Body, wire


class AuthConfig(Body):
    """Credentials for a registry: a name and a password, or a token."""

    username: str | None = wire("username")
    password: str | None = wire("password")
    auth: str | None = wire("auth")
    serveraddress: str | None = wire("serveraddress")
    identity_token: str | None = wire("identitytoken")
    registry_token: str | None = wire("registrytoken")

    def header(self) -> str:
        """The value of the header X-Registry-Auth."""
        import base64
        import json

        return base64.urlsafe_b64encode(json.dumps(self.to_wire()).encode()).decode()

    def __repr__(self) -> str:  # no secrets in logs and tracebacks
        return f"AuthConfig(username={self.username!r}, serveraddress={self.serveraddress!r})"
