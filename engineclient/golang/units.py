"""Prints and parses sizes as docker does: `1.02kB`, `64MiB`, `-m 1.5g`."""

from __future__ import annotations

_DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")
_MULTIPLIERS = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40, "p": 2**50}
_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1


def human_size(size: float, precision: int = 4) -> str:
    """A size in bytes in units of 1000, with `precision` significant digits: `12.35kB`.

    docker uses 4 digits in df and prune, and 3 in ps, images, history and cp.
    """
    return _scaled(size, 1000, _DECIMAL, precision)


def binary_size(size: float) -> str:
    """A size in bytes in units of 1024, as stats and info print memory: `1.953GiB`."""
    return _scaled(size, 1024, _BINARY, 4)


def parse_size(text: str) -> int:
    """The bytes of a size such as `64m`, `1.5g`, `10kb`, `10KiB` or `512`; all units are powers of 1024.

    Raises:
        ValueError: with docker's own message, such as `invalid suffix: 'x'`.

    """
    # The last digit, point or space ends the number; what follows is the unit.
    end = 1 + max(text.rfind(character) for character in "0123456789. ")
    if end == 0:
        raise ValueError(f"invalid size: '{text}'")
    number, unit = text[:end], text[end:]
    size = _parse_float(number.removesuffix(" "))
    if size < 0:
        raise ValueError(f"invalid size: '{text}'")
    return _to_int64(size * _multiplier(unit))


def _scaled(size: float, base: int, units: tuple[str, ...], precision: int) -> str:
    last = len(units) - 1
    exponent = 0
    while size >= base and exponent < last:
        size /= base
        exponent += 1
    return f"{size:.{precision}g}{units[exponent]}"


def _multiplier(unit: str) -> int:
    lowered = unit.lower()
    if lowered in ("", "b"):
        return 1
    if lowered[0] in _MULTIPLIERS and lowered[1:] in ("", "b", "ib"):
        return _MULTIPLIERS[lowered[0]]
    # docker checks the unit's length before converting it to lower case, and shows it as it is at that point.
    raise ValueError(f"invalid suffix: '{unit if len(unit.encode()) > 3 else lowered}'")


def _parse_float(text: str) -> float:
    try:
        if text != text.strip() or not text.isascii():
            raise ValueError(text)
        value = float(text)
    except ValueError:
        raise ValueError(f'strconv.ParseFloat: parsing "{text}": invalid syntax') from None
    if value in (float("inf"), float("-inf")) and "inf" not in text.lower():
        raise ValueError(f'strconv.ParseFloat: parsing "{text}": value out of range')
    return value


def _to_int64(value: float) -> int:
    # A Go conversion out of range gives the smallest integer on amd64; the daemon then refuses it.
    return int(value) if _INT64_MIN <= value <= _INT64_MAX else _INT64_MIN
