"""Resolve plain scalars of YAML as go-yaml does: the booleans of YAML 1.2, and go-yaml's own numbers and dates."""

from __future__ import annotations

import re
from typing import Any, Final

from engineclient.values import Data


class Timestamp(Data):
    """A date or time, which no key of a compose file accepts."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}T00:00:00Z" if len(self.text) <= 10 else self.text

    def rfc3339(self) -> str:
        """The date by the standard: `2026-01-02T03:04:05.5+01:00`."""
        found = _DATE.fullmatch(self.text)
        assert found is not None, "it has been resolved"
        day = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"
        if found["t"] is None:
            return f"{day}T00:00:00Z"
        time = f"{found['hour']:0>2}:{found['minute']:0>2}:{found['second']:0>2}"
        fraction = f".{found['fraction']}" if found["fraction"] else ""
        return f"{day}T{time}{fraction}{found['zone'] or 'Z'}"


MERGE: Final = object()
"""The value of a plain `<<`, which as a key merges another mapping."""

_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    "<<": MERGE,
}
_NUMERIC: Final = frozenset("0123456789+-.")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INTEGER: Final = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<x>[0-9a-fA-F]+)|0[bB](?P<b>[01]+)|0[oO]?(?P<o>[0-7]+)|(?P<d>0|[1-9][0-9]*))"
)
_BASES: Final = {"x": 16, "b": 2, "o": 8, "d": 10}
_DATE: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
    r"(?:(?P<t>[Tt ])(?P<hour>\d\d?):(?P<minute>\d\d?):(?P<second>\d\d?)"
    r"(?:\.(?P<fraction>\d*))?(?P<zone>Z|[-+]\d\d:\d\d)?)?"
)
_OLD_BOOLEANS: Final = frozenset(
    f(word) for word in ("y", "yes", "on", "n", "no", "off") for f in (str.lower, str.upper, str.title)
)
_BASE_60: Final = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")


def resolve(text: str) -> Any:
    """The value of a plain scalar: None, a boolean, a number, a Timestamp, MERGE, or the text itself.

    >>> [resolve(text) for text in ("0x1f", "yes", "1.5", "~")]
    [31, 'yes', 1.5, None]

    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if text[0] != "." and _is_date(text):
        return Timestamp(text)
    plain = text.replace("_", "")
    if (found := _INTEGER.fullmatch(plain)) and (kind := found.lastgroup):
        value = int(found["sign"] + found[kind], _BASES[kind]) if len(plain) < 400 else 1 << 64
        if -(1 << 63) <= value < 1 << 64 and not (found["sign"] == "+" and value >= 1 << 63):
            return value
    if _FLOAT.fullmatch(plain):
        return float(plain)
    return text


def needs_quotes(text: str) -> bool:
    """Whether a text must be quoted, because as a plain scalar go-yaml or a YAML 1.1 parser would read another value."""
    if not text:
        return True
    value = resolve(text)
    return (
        not (isinstance(value, str) or value is MERGE)
        or text in _OLD_BOOLEANS
        or bool(_BASE_60.fullmatch(text))
    )


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if not found or not (1 <= int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31):
        return False
    if found["t"] is None:
        return True
    if (found["zone"] is None) != (found["t"] == " "):  # only the form with a blank goes without a zone
        return False
    return int(found["hour"]) < 24 and int(found["minute"]) < 60 and int(found["second"]) < 60
