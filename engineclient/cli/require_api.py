"""Require an API version where the engine would ignore a field that it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient import versions
from engineclient.cli.failures import Failure

if TYPE_CHECKING:
    from engineclient.cli.app import App


def require(app: App, what: str, since: str) -> None:
    """Check that the engine supports API version `since`; `what` is a command, or a flag in quotes.

    Raises:
        Failure: it does not support it.

    """
    speaks = app.engine().api_version
    if versions.is_before(speaks, since):
        raise Failure(f"{what} requires API version {since}, but the Docker daemon API version is {speaks}")
