"""What config.json, docker's file of settings, says about the output of commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from engineclient.commands.app import App


def setting(app: App, name: str) -> str:
    """The text that config.json has under `name` (such as `psFormat`), or nothing.

    A file that cannot be read is no reason to fail: docker goes on with its defaults.
    """
    try:
        content: Any = json.loads((app.config_dir / "config.json").read_bytes())
    except (OSError, ValueError):
        return ""
    value = cast("dict[str, Any]", content).get(name) if isinstance(content, dict) else None
    return value if isinstance(value, str) else ""
