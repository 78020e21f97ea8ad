"""Formats numbers as Go does."""

from __future__ import annotations

import math


class JSONNumber(str):
    """A number in the daemon's JSON, with its original spelling: `1e+06`, `12345678901234567890`.

    In templates it is text, as in docker: it has a length and equals a string, but is not an integer. Made by
    `json.loads(text, parse_int=JSONNumber, parse_float=JSONNumber)`.
    """

    __slots__ = ()


def format_float(value: float) -> str:
    """A float as Go's `%v` and `%g` write it: `1.5`, `1`, `1e+06`, `1.2345e-05`."""
    return shortest(value, -4, 6, "+03d")


def encode_float(value: float) -> str:
    """A float as Go's encoding/json writes it: `1.5`, `1`, `1e+21`, `1e-7`."""
    return shortest(value, -6, 21, "+d")


def shortest(value: float, lowest: int, limit: int, exponent_format: str) -> str:
    """The shortest digits that identify `value`, without an exponent if that is in the range `lowest` .. `limit`."""
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = len(digits) - len(fraction) + int(power or "0") - 1
    digits = digits.rstrip("0")
    sign = "-" if math.copysign(1, value) < 0 else ""
    if not digits:
        return f"{sign}0"
    if not lowest <= exponent < limit:
        return f"{sign}{_point(digits, 1)}e{exponent:{exponent_format}}"
    return f"{sign}{_point(digits, exponent + 1)}"


def _point(digits: str, position: int) -> str:
    if position <= 0:
        return f"0.{'0' * -position}{digits}"
    whole, fraction = digits[:position].ljust(position, "0"), digits[position:]
    return f"{whole}.{fraction}" if fraction else whole
