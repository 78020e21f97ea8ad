"""What config.json, docker's file of settings, says about the output of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.cli.app import App


def setting(app: App, name: str) -> str:
    """The text that config.json has under `name` (such as `psFormat`), or nothing."""
    return app.config.text(name)


def settings(app: App, name: str) -> list[str]:
    """The texts in the list that config.json has under `name` (such as `pruneFilters`), or none."""
    return app.config.texts(name)


def user_name(app: App) -> str:
    """The user that config.json itself has for Docker Hub, or nothing."""
    from engineclient.connect.configfile import HUB, decode

    try:
        return decode(app.config.auths.get(HUB, {}).get("auth") or "")[0]
    except ValueError:
        return ""
