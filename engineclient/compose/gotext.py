"""Format plain values as Go's fmt and decoders do."""

from __future__ import annotations

import struct
from typing import Any

from engineclient.compose.yamlscalars import Timestamp
from engineclient.golang.numbers import shortest
from engineclient.golang.times import reformat_time


def sprint(value: Any) -> str:
    """A value as `fmt.Sprint` writes it: `true`, `1`, `1e+06`, `<nil>`, `[a b]`, `map[a:1]`."""
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
            return reformat_time(value.rfc3339())
        case _:
            return str(value)


def as_string(value: Any) -> str:
    """A value as `%s` writes it, which marks one that is no text: `%!s(int=1)`."""
    match value:
        case str() | Timestamp():
            return sprint(value)
        case list():
            return f"[{' '.join(map(as_string, value))}]"
        case dict():
            return f"map[{' '.join(f'{key}:{as_string(value[key])}' for key in sorted(value))}]"
        case None:
            return "%!s(<nil>)"
        case _:
            return f"%!s({go_type(value)}={sprint(value)})"


def go_type(value: Any) -> str:
    """The Go type of a value that was read from YAML, as `%T` shows it: `map[string]interface {}`."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "bool"
        case int():
            return "int" if value < 1 << 63 else "uint64"
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
    return shortest(value, -4, 6, "+03d")  # of a float, as %g


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
