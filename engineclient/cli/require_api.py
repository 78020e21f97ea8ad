"""What an engine must know before it can be asked, where leaving it out would change what the user meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient import versions
from engineclient.cli.failures import Failure

if TYPE_CHECKING:
    from engineclient.cli.app import App


def require(app: App, what: str, since: str) -> None:
    """Go on only if the engine speaks API version `since`; `what` is a command, or a flag in quotes.

    Raises:
        Failure: it does not.

    """
    speaks = app.engine().api_version
    if versions.is_before(speaks, since):
        raise Failure(f"{what} requires API version {since}, but the Docker daemon API version is {speaks}")
