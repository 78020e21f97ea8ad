"""Parses the values of docker's flags as Go's standard library does: numbers, booleans, paths; also file errors."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import partial
from typing import Final

from engineclient.golang.quoting import quote

# The white space of unicode.IsSpace; str.strip() without an argument would also strip U+001C to U+001F
SPACES: Final = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

# not compiled here, but by the cache of `re` when first used
_ANY_BASE = r"0[xX](?P<x>(?:_?[0-9a-fA-F])+)|0[bB](?P<b>(?:_?[01])+)|0[oO]?(?P<o>(?:_?[0-7])+)|(?P<d>0|[1-9](?:_?[0-9])*)"
_BASES = {"x": 16, "b": 2, "o": 8, "d": 10}
_DIGITS = {8: "[0-7]+", 10: "[0-9]+"}
_BOOLEANS = {
    **dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), False),
}


def _magnitude(digits: str, base: int) -> int | None:
    if base:
        return int(digits, base) if re.fullmatch(_DIGITS[base], digits) else None
    if (number := re.fullmatch(_ANY_BASE, digits)) and (kind := number.lastgroup):
        return int(number[kind].replace("_", ""), _BASES[kind])
    return None


def parse_int(text: str, bits: int = 64, base: int = 10) -> int:
    """A signed number, parsed as by strconv.ParseInt; base 0 accepts 0x, 0o, 0b and underscores.

    Raises ValueError with Go's message.
    """
    value = _magnitude(text[1:] if text[:1] in ("+", "-") else text, base)
    if value is None:
        raise ValueError(f"strconv.ParseInt: parsing {quote(text)}: invalid syntax")
    if text.startswith("-"):
        value = -value
    if not -(1 << bits - 1) <= value < 1 << bits - 1:
        raise ValueError(f"strconv.ParseInt: parsing {quote(text)}: value out of range")
    return value


def parse_uint(text: str, bits: int = 64, base: int = 10) -> int:
    """An unsigned number, parsed as by strconv.ParseUint. Raises ValueError with Go's message."""
    value = _magnitude(text, base)
    if value is None:
        raise ValueError(f"strconv.ParseUint: parsing {quote(text)}: invalid syntax")
    if value >= 1 << bits:
        raise ValueError(f"strconv.ParseUint: parsing {quote(text)}: value out of range")
    return value


# Parsers for flags of the Go type of that name
int64: Callable[[str], int] = partial(parse_int, bits=64, base=0)
uint16: Callable[[str], int] = partial(parse_uint, bits=16, base=0)
uint64: Callable[[str], int] = partial(parse_uint, bits=64, base=0)


def parse_atoi(text: str) -> int:
    """A decimal number, parsed as by strconv.Atoi. Raises ValueError with Go's reason, without the function's name."""
    try:
        return parse_int(text)
    except ValueError as error:
        raise ValueError(str(error).rpartition(": ")[2]) from None


def parse_bool(text: str) -> bool:
    """A boolean, parsed as by strconv.ParseBool. Raises ValueError with Go's message."""
    try:
        return _BOOLEANS[text]
    except KeyError:
        raise ValueError(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax") from None


def parse_float(text: str) -> float:
    """A decimal number, possibly with an exponent, or `inf` or `nan`. Raises ValueError with Go's message."""
    try:
        if not text.isascii() or text != text.strip() or "_" in text:
            raise ValueError(text)
        return float(text)
    except ValueError:
        raise ValueError(f"strconv.ParseFloat: parsing {quote(text)}: invalid syntax") from None


def clean_path(path: str) -> str:
    """The shortest equivalent of a path, as path.Clean returns it."""
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned
