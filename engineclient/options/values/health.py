"""The health check: --health-* and --no-healthcheck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.options.values.flag import OptionError

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject


def healthcheck(
    *,
    command: str | None,
    interval: int | None,
    timeout: int | None,
    retries: int | None,
    start_period: int | None,
    start_interval: int | None,
    none: bool,
) -> JsonObject | None:
    """Config.Healthcheck, or None to keep the image's own; times are in nanoseconds. Raises OptionError."""
    numbers = {
        "interval": ("Interval", interval),
        "timeout": ("Timeout", timeout),
        "retries": ("Retries", retries),
        "start-period": ("StartPeriod", start_period),
        "start-interval": ("StartInterval", start_interval),
    }
    given = {field: value for field, value in numbers.values() if value}
    if none:
        if given or command:
            raise OptionError("--no-healthcheck conflicts with --health-* options")
        return {"Test": ["NONE"]}
    for flag, (_, value) in numbers.items():
        if (value or 0) < 0:
            raise OptionError(f"--health-{flag} cannot be negative")
    test = {"Test": ["CMD-SHELL", command]} if command else {}
    return {**test, **given} or None
