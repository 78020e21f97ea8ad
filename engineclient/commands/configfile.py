"""What config.json, docker's file of settings, says about the output of commands.

A file that cannot be read is no reason to fail: docker goes on with its defaults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.commands.app import App
    from engineclient.connect.configfile import ConfigFile

_HUB = "https://index.docker.io/v1/"


def setting(app: App, name: str) -> str:
    """The text that config.json has under `name` (such as `psFormat`), or nothing."""
    return _file(app).text(name)


def settings(app: App, name: str) -> list[str]:
    """The texts in the list that config.json has under `name` (such as `pruneFilters`), or none."""
    return _file(app).texts(name)


def user_name(app: App) -> str:
    """The user that config.json itself has for Docker Hub, or nothing."""
    from engineclient.connect.configfile import decode

    try:
        return decode(_file(app).auths.get(_HUB, {}).get("auth") or "")[0]
    except ValueError:
        return ""


def _file(app: App) -> ConfigFile:
    from engineclient.connect.configfile import ConfigFile

    return ConfigFile(app.config_dir)
