"""Format plain values as Go's fmt and decoders do."""

from __future__ import annotations

import struct
from typing import Any

from engineclient.compose.yamlscalars import Timestamp
from engineclient.golang.numbers import shortest


def sprint(value: Any) -> str:
    """A value as `fmt.Sprint` writes it: `true`, `1`, `1e+21`, `<nil>`, `[a b]`, `map[a:1]`."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "true" if value else "false"
        case float():
            return _float(value)
        case list():
            return f"[{' '.join(map(sprint, value))}]"
        case dict():
            return f"map[{' '.join(f'{key}:{sprint(value[key])}' for key in sorted(value))}]"
        case Timestamp():
            return value.text
        case _:
            return str(value)


def go_type(value: Any) -> str:
    """The Go type of a value that was read from YAML, as `%T` shows it: `map[string]interface {}`."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float64"
        case str():
            return "string"
        case list():
            return "[]interface {}"
        case dict():
            return "map[string]interface {}"
        case _:
            return "time.Time"


def _float(value: float) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    return shortest(value, -4, 21, "+03d")


def float32(value: float) -> float:
    """`value` rounded to 32 bits, as Go's float32 stores it; infinite if it is too large."""
    try:
        single: float = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return single


def shown32(value: float) -> float:
    """The number with the fewest digits that rounds to the 32-bit number `value`: 0.1 for 0.10000000149."""
    for digits in range(1, 10):
        short = float(f"{value:.{digits}g}")
        if float32(short) == value:
            return short
    return value
