"""The operations on plugins."""

from __future__ import annotations

from typing import Final

from engineclient.api.operations.row import CHANGES, READS, Operation

__all__ = ["OPERATIONS"]

OPERATIONS: Final = (
    Operation("PluginList", "Plugin", "GET", "/plugins", READS),
    Operation("GetPluginPrivileges", "Plugin", "GET", "/plugins/privileges", READS),
    Operation("PluginPull", "Plugin", "POST", "/plugins/pull", CHANGES, answer="records", lasts="long"),
    Operation("PluginInspect", "Plugin", "GET", "/plugins/{name}/json", READS),
    Operation("PluginDelete", "Plugin", "DELETE", "/plugins/{name}", CHANGES, dry={}),
    Operation("PluginEnable", "Plugin", "POST", "/plugins/{name}/enable", CHANGES, answer="none"),
    Operation("PluginDisable", "Plugin", "POST", "/plugins/{name}/disable", CHANGES, answer="none"),
    Operation(
        "PluginUpgrade", "Plugin", "POST", "/plugins/{name}/upgrade", CHANGES, answer="records", lasts="long"
    ),
    Operation(
        "PluginCreate", "Plugin", "POST", "/plugins/create", CHANGES, answer="none", status=204, lasts="long"
    ),
    Operation(
        "PluginPush", "Plugin", "POST", "/plugins/{name}/push", CHANGES, answer="records", lasts="long"
    ),
    Operation("PluginSet", "Plugin", "POST", "/plugins/{name}/set", CHANGES, answer="none", status=204),
)
