"""Limits on processors, memory and processes for run, create and update: the resources of HostConfig."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engineclient.golang.strconv import parse_int
from engineclient.golang.units import parse_size
from engineclient.options.values.flag import OptionError

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject

_NANO = 10**9
_LARGEST_EXPONENT = 1_000_000
_DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE](?P<exponent>[+-]?[0-9]+))?|[+-]?[0-9]+/[0-9]+"
_ULIMITS = frozenset(
    (
        "core",
        "cpu",
        "data",
        "fsize",
        "locks",
        "memlock",
        "msgqueue",
        "nice",
        "nofile",
        "nproc",
        "rss",
        "rtprio",
        "rttime",
        "sigpending",
        "stack",
    )
)


def nano_cpus(text: str) -> int:
    """HostConfig.NanoCpus, from --cpus: a decimal number or a fraction. Raises OptionError."""
    number = re.fullmatch(_DECIMAL, text)
    if number is None or abs(int(number["exponent"] or 0)) > _LARGEST_EXPONENT or re.search("/0+$", text):
        raise OptionError(f"failed to parse {text} as a rational number")
    from fractions import Fraction  # imported here because that takes long, and --cpus is rare

    nano = Fraction(text) * _NANO
    if nano.denominator != 1:
        raise OptionError("value is too precise")
    # A number that is too large is cut to 64 bits, as by Go's Int64
    return (nano.numerator + (1 << 63)) % (1 << 64) - (1 << 63)


def swap(text: str) -> int:
    """The bytes of --memory-swap; -1 is no limit."""
    return -1 if text == "-1" else parse_size(text)


def swappiness(value: int | None) -> int:
    """HostConfig.MemorySwappiness: 0 to 100, or -1 for the kernel's default. Raises OptionError."""
    if value is None:
        return -1
    if not -1 <= value <= 100:
        raise OptionError(f"invalid value: {value}. Valid memory swappiness range is 0-100")
    return value


def ulimit(text: str) -> JsonObject:
    """One --ulimit `name=soft[:hard]` as an element of HostConfig.Ulimits; -1 is no limit. Raises OptionError."""
    name, equals, values = text.partition("=")
    if not equals:
        raise OptionError(f"invalid ulimit argument: {text}")
    if name not in _ULIMITS:
        raise OptionError(f"invalid ulimit type: {name}")
    limits = values.split(":")
    if len(limits) > 2:
        raise OptionError(
            f"too many limit value arguments - {values}, can only have up to two, `soft[:hard]`"
        )
    hard = parse_int(limits[-1])
    soft = parse_int(limits[0])
    if hard != -1:
        must_be = "ulimit soft limit must be less than or equal to hard limit"
        if soft == -1:
            raise OptionError(f"{must_be}: soft: -1 (unlimited), hard: {hard}")
        if soft > hard:
            raise OptionError(f"{must_be}: {soft} > {hard}")
    return {"Name": name, "Hard": hard, "Soft": soft}


def ulimits(limits: list[JsonObject]) -> list[JsonObject]:
    """HostConfig.Ulimits: the last limit of each name, sorted by name."""
    last = {limit["Name"]: limit for limit in limits}
    return [last[name] for name in sorted(last)]


def resources(**given: Any) -> JsonObject:
    """All resources, as docker sends them: those in `given` (by their API names), and the others empty.

    Kernel memory is left out if it is 0, because current kernels have no such limit.
    """
    everything: JsonObject = {
        "CpuShares": 0,
        "Memory": 0,
        "NanoCpus": 0,
        "CgroupParent": "",
        "BlkioWeight": 0,
        "BlkioWeightDevice": None,
        "BlkioDeviceReadBps": None,
        "BlkioDeviceWriteBps": None,
        "BlkioDeviceReadIOps": None,
        "BlkioDeviceWriteIOps": None,
        "CpuPeriod": 0,
        "CpuQuota": 0,
        "CpuRealtimePeriod": 0,
        "CpuRealtimeRuntime": 0,
        "CpusetCpus": "",
        "CpusetMems": "",
        "Devices": None,
        "DeviceCgroupRules": None,
        "DeviceRequests": None,
        "KernelMemory": 0,
        "MemoryReservation": 0,
        "MemorySwap": 0,
        "MemorySwappiness": None,
        "OomKillDisable": None,
        "PidsLimit": None,
        "Ulimits": None,
        "CpuCount": 0,
        "CpuPercent": 0,
        "IOMaximumIOps": 0,
        "IOMaximumBandwidth": 0,
    } | given
    if not everything["KernelMemory"]:
        del everything["KernelMemory"]
    return everything
