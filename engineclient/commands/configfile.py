"""What config.json, docker's file of settings, says about the output of commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from engineclient.commands.app import App


def setting(app: App, name: str) -> str:
    """The text that config.json has under `name` (such as `psFormat`), or nothing."""
    value = _content(app).get(name)
    return value if isinstance(value, str) else ""


def settings(app: App, name: str) -> list[str]:
    """The texts in the list that config.json has under `name` (such as `pruneFilters`), or none."""
    value = _content(app).get(name)
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [each for each in items if isinstance(each, str)]


def _content(app: App) -> dict[str, object]:
    """The settings. A file that cannot be read is no reason to fail: docker goes on with its defaults."""
    try:
        content: object = json.loads((app.config_dir / "config.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return cast("dict[str, object]", content) if isinstance(content, dict) else {}
