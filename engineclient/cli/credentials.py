"""The registry credentials that a command sends with a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.connect.credentials import Credentials
    from engineclient.wire.references import Reference


def credentials_of(app: App) -> Credentials:
    """The credentials of config.json and its helpers. An error in those of the environment is printed on stderr."""
    from engineclient.connect.credentials import Credentials

    credentials = Credentials(app.config)
    if credentials.complaint:
        app.err.line(credentials.complaint)
    return credentials


def registry_auth(app: App, reference: str | Reference) -> str:
    """The value of the header X-Registry-Auth for the registry of an image.

    Raises:
        InvalidReference: the reference is malformed.

    """
    from engineclient.connect.credentials import registry_of

    return credentials_of(app).header(registry_of(reference))
