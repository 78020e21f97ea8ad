"""Limits of block devices: --blkio-weight-device, --device-{read,write}-{bps,iops}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang.strconv import parse_uint
from engineclient.golang.units import parse_size
from engineclient.options.values.flag import OptionError

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject

_HINT = "The correct format is <device-path>:<number>"


def weight(text: str) -> JsonObject:
    """One `/dev/x:weight`; the weight is 10 to 1000, or 0. Raises OptionError."""
    path, value = _split(text)
    try:
        number = parse_uint(value, bits=16)
    except ValueError:
        number = -1
    if number != 0 and not 10 <= number <= 1000:
        raise OptionError(f"invalid weight for device: {text}")
    return {"Path": path, "Weight": number}


def bytes_per_second(text: str) -> JsonObject:
    """One `/dev/x:rate`; the rate may have a unit. Raises OptionError."""
    path, value = _split(text)
    try:
        rate = parse_size(value)
    except ValueError:
        rate = -1
    if rate < 0:
        units = "Unit is optional and can be kb, mb, or gb"
        raise OptionError(
            f"invalid rate for device: {text}. {_HINT}[<unit>]. Number must be a positive integer. {units}"
        )
    return {"Path": path, "Rate": rate}


def operations_per_second(text: str) -> JsonObject:
    """One `/dev/x:rate`, in operations per second. Raises OptionError."""
    path, value = _split(text)
    try:
        return {"Path": path, "Rate": parse_uint(value)}
    except ValueError:
        raise OptionError(
            f"invalid rate for device: {text}. {_HINT}. Number must be a positive integer"
        ) from None


def _split(text: str) -> tuple[str, str]:
    path, colon, value = text.partition(":")
    if not (path and colon):
        raise OptionError(f"bad format: {text}")
    if not path.startswith("/dev/"):
        raise OptionError(f"bad format for device path: {text}")
    return path, value
