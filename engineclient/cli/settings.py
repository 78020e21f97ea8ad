"""Settings of config.json about the output of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.cli.app import App


def setting(app: App, name: str) -> str:
    """The text of the setting `name` (such as `psFormat`), or ""."""
    return app.config.text(name)


def settings(app: App, name: str) -> list[str]:
    """The texts in the list setting `name` (such as `pruneFilters`), or an empty list."""
    return app.config.texts(name)


def user_name(app: App) -> str:
    """The user name for Docker Hub in config.json itself, without its helpers, or ""."""
    from engineclient.connect.configfile import HUB, decode

    try:
        return decode(app.config.auths.get(HUB, {}).get("auth") or "")[0]
    except ValueError:
        return ""
