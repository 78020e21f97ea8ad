"""Devices: --device, --device-cgroup-rule and --gpus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engineclient.golang.csv import parse_record
from engineclient.golang.strconv import clean_path, parse_atoi
from engineclient.options.values.flag import OptionError
from engineclient.options.values.key_values import to_map
from engineclient.values import Data

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject

_CGROUP_RULE = r"[acb] (?:[0-9]+|\*):(?:[0-9]+|\*) [rwm]{1,3}"
_KIND = r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?"
# The name of a device of the Container Device Interface: vendor/class=name
_CDI = rf"{_KIND}/{_KIND}=[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?"


class Devices(Data):
    """The devices given by --device."""

    mappings: list[dict[str, str]]
    """HostConfig.Devices."""
    requests: list[JsonObject]
    """Elements of HostConfig.DeviceRequests, for the names of the Container Device Interface."""


def devices(specs: list[str]) -> Devices:
    """Parse --device: `source[:target][:mode]`, or the name of a CDI device. Raises OptionError."""
    names = [spec for spec in specs if re.fullmatch(_CDI, spec)]
    mappings = [_mapping(spec) for spec in specs if spec not in names]
    return Devices(mappings, [_request(Driver="cdi", DeviceIDs=names)] if names else [])


def cgroup_rule(text: str) -> str:
    """One --device-cgroup-rule, unchanged. Raises OptionError unless it is `type major:minor mode`."""
    if not re.fullmatch(_CGROUP_RULE, text):
        raise OptionError(f"invalid device cgroup format '{text}'")
    return text


def gpus(text: str) -> JsonObject:
    """One --gpus as an element of HostConfig.DeviceRequests. Raises ValueError with docker's message."""
    found: JsonObject = {}
    seen: set[str] = set()
    for each in parse_record(text):
        key, equals, value = each.partition("=")
        if key in seen:
            raise OptionError(f"gpu request key '{key}' can be specified only once")
        seen.add(key)
        if not equals:
            seen.add("count")
            found["Count"] = _count(key)
            continue
        match key:
            case "driver":
                found["Driver"] = value
            case "count":
                found["Count"] = _count(value)
            case "device":
                found["DeviceIDs"] = value.split(",")
            case "capabilities":
                found["Capabilities"] = [[*value.split(","), "gpu"]]
            case "options":
                found["Options"] = _gpu_options(value)
            case _:
                raise OptionError(f"unexpected key '{key}' in '{each}'")
    implied: JsonObject = {
        "Count": 0 if "DeviceIDs" in found else 1,
        "Capabilities": [["gpu"]],
        "Options": {},
    }
    return _request(**implied | found)


def _request(**fields: Any) -> JsonObject:
    return {"Driver": "", "Count": 0, "DeviceIDs": None, "Capabilities": None, "Options": None} | fields


def _count(text: str) -> int:
    if text == "all":
        return -1
    try:
        return parse_atoi(text)
    except ValueError as error:
        raise OptionError(
            f'invalid count ({text}): value must be either "all" or an integer: {error}'
        ) from None


def _gpu_options(text: str) -> dict[str, str]:
    try:
        return to_map(parse_record(text))
    except ValueError as error:
        raise OptionError(f"failed to read gpu options: {error}") from None


def _mapping(spec: str) -> dict[str, str]:
    source, *rest = spec.split(":")
    if not source or len(rest) > 2:
        raise OptionError(f"bad format for path: {spec}")
    target, permissions = "", "rwm"
    match rest:
        case []:
            checked, source = source, clean_path(source)
        case [mode] if _is_mode(mode):
            checked, permissions, source = source, mode, clean_path(source)
        case [path]:
            checked, target = path, clean_path(path)
        case [path, mode] if _is_mode(mode):
            checked, target, permissions = path, path, mode
        case [_, mode]:
            raise OptionError(f"bad mode specified: {mode}")
        case _:
            raise AssertionError(rest)
    if not checked.startswith("/"):
        raise OptionError(f"{checked} is not an absolute path")
    return {"PathOnHost": source, "PathInContainer": target or source, "CgroupPermissions": permissions}


def _is_mode(text: str) -> bool:
    return bool(text) and set(text) <= set("rwm") and len(set(text)) == len(text)
