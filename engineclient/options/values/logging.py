"""The logging of a container: --log-driver and --log-opt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.options.values.flag import OptionError
from engineclient.options.values.key_values import to_map

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject


def log_config(driver: str, options: list[str]) -> JsonObject:
    """HostConfig.LogConfig; "" as the driver is the daemon's default. Raises OptionError."""
    if driver == "none" and options:
        raise OptionError("invalid logging opts for driver none")
    return {"Type": driver, "Config": to_map(options)}
