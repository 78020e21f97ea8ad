"""Parses and prints durations as docker does. All are integers in nanoseconds, as in the Engine API."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engineclient.golang.quoting import quote_bytes

MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

_UNITS = {
    "ns": 1,
    "us": MICROSECOND,
    "\u00b5s": MICROSECOND,  # micro sign
    "\u03bcs": MICROSECOND,  # Greek letter mu
    "ms": MILLISECOND,
    "s": SECOND,
    "m": MINUTE,
    "h": HOUR,
}
_DIGITS = "0123456789"
_LONGEST = 2**63
# Further digits of a fraction cannot change the number of nanoseconds.
_FRACTION_DIGITS = 18


def parse_duration(text: str, more_units: Mapping[str, int] = MappingProxyType({})) -> int:
    """The nanoseconds of a duration in Go's notation: `1h30m`, `1.5s`, `300ms`, `-5m`, `0`.

    `more_units` are accepted in addition to Go's units: nanoseconds by name.

    Raises:
        ValueError: with Go's own message, such as `time: missing unit in duration "5"`.

    """
    negative = text.startswith("-")
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return 0
    if not rest:
        raise _invalid(text)
    total = 0
    while rest:
        amount, rest = _parse_part(rest, text, more_units)
        total += amount
        if total > _LONGEST:
            raise _invalid(text)
    if total == _LONGEST and not negative:
        raise _invalid(text)
    return -total if negative else total


def format_duration(nanoseconds: int) -> str:
    """A duration in Go's notation: `1h30m0s`, `1.5s`, `300ms`, `0s`."""
    sign = "-" if nanoseconds < 0 else ""
    rest = abs(nanoseconds)
    if rest == 0:
        return "0s"
    if rest < SECOND:
        unit, size = next(
            (unit, size)
            for unit, size in (("ms", MILLISECOND), ("µs", MICROSECOND), ("ns", 1))
            if rest >= size
        )
        return f"{sign}{_decimal(rest, size)}{unit}"
    minutes, rest = divmod(rest, MINUTE)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{_decimal(rest, SECOND)}s"
    if hours:
        return f"{sign}{hours}h{minutes}m{seconds}"
    return f"{sign}{minutes}m{seconds}" if minutes else f"{sign}{seconds}"


def human_duration(nanoseconds: int) -> str:
    """A duration in words, as ps and images show ages: `About a minute`, `3 days`, `2 weeks`."""
    seconds = nanoseconds // SECOND
    if seconds < 1:
        return "Less than a second"
    if seconds == 1:
        return "1 second"
    if seconds < 60:
        return f"{seconds} seconds"
    minutes = seconds // 60
    if minutes == 1:
        return "About a minute"
    if minutes < 60:
        return f"{minutes} minutes"
    hours = (nanoseconds + HOUR // 2) // HOUR  # rounded, whereas the other units are truncated
    if hours == 1:
        return "About an hour"
    if hours < 48:
        return f"{hours} hours"
    days = hours // 24
    if days < 14:
        return f"{days} days"
    if days < 60:
        return f"{days // 7} weeks"
    if days < 365 * 2:
        return f"{days // 30} months"
    return f"{nanoseconds // HOUR // 24 // 365} years"


def ago(then: int, now: int) -> str:
    """How long ago `then` was at the time `now`, both in nanoseconds since 1970: `2 weeks ago`."""
    return f"{human_duration(min(now - then, _LONGEST - 1))} ago"


def _parse_part(rest: str, whole: str, more_units: Mapping[str, int]) -> tuple[int, str]:
    """The nanoseconds of the first number with its unit, and the text after it."""
    integer, rest = _leading_digits(rest)
    fraction = ""
    if rest.startswith("."):
        fraction, rest = _leading_digits(rest[1:])
    if not integer and not fraction:
        raise _invalid(whole)
    name = _leading_unit(rest)
    if not name:
        raise ValueError(f"time: missing unit in duration {quote_bytes(whole)}")
    unit = _UNITS.get(name) or more_units.get(name)
    if unit is None:
        raise ValueError(f"time: unknown unit {quote_bytes(name)} in duration {quote_bytes(whole)}")
    amount = int(integer or "0") * unit
    if fraction:
        digits = fraction[:_FRACTION_DIGITS]
        amount += int(int(digits) * (unit / 10 ** len(digits)))
    if amount > _LONGEST:
        raise _invalid(whole)
    return amount, rest[len(name) :]


def _leading_digits(text: str) -> tuple[str, str]:
    rest = text.lstrip(_DIGITS)
    return text[: len(text) - len(rest)], rest


def _leading_unit(text: str) -> str:
    end = next((index for index, character in enumerate(text) if character in "." + _DIGITS), len(text))
    return text[:end]


def _decimal(value: int, unit: int) -> str:
    """`value` divided by `unit`, a power of ten, as a decimal number without trailing zeros."""
    whole, rest = divmod(value, unit)
    fraction = str(unit + rest)[1:].rstrip("0") if unit > 1 else ""
    return f"{whole}.{fraction}" if fraction else str(whole)


def _invalid(text: str) -> ValueError:
    return ValueError(f"time: invalid duration {quote_bytes(text)}")
