"""Moments as the daemon and docker write them: integers of nanoseconds since 1970, so nothing is lost."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from engineclient.golang.durations import SECOND, parse_duration
from engineclient.golang.quoting import quote, quote_bytes

_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
_DATE, _TIME, _ZONE = "2006-01-02", "T15:04:05", "Z07:00"
_FRACTION = ".999999999"
_DIGITS = "0123456789"


def parse_rfc3339(text: str) -> int:
    """Nanoseconds since 1970 of a time such as `2026-01-02T03:04:05.123456789Z` or `…+02:00`.

    Raises:
        ValueError: with Go's own message: `parsing time "x" as "…": cannot parse "x" as "2006"`.

    """
    return _parse(_DATE + _TIME + _FRACTION + _ZONE, text, 0)


def format_rfc3339(moment: int, zone: dt.tzinfo | None = None, *, nanoseconds: bool = False) -> str:
    """A moment as `2026-01-02T03:04:05+01:00`, with nine digits of a second if `nanoseconds` (events).

    `zone` None is this machine's own.
    """
    local, fraction = _local(moment, zone)
    digits = f".{fraction:09}" if nanoseconds else ""
    return f"{_year(local)}{local:-%m-%dT%H:%M:%S}{digits}{_offset(local, ':') or 'Z'}"


def format_time(moment: int, zone: dt.tzinfo | None = None) -> str:
    """A moment as ps and images show `.CreatedAt`: `2026-01-02 03:04:05 +0100 CET`; `zone` as above."""
    local, fraction = _local(moment, zone)
    digits = f".{fraction:09}".rstrip("0") if fraction else ""
    return f"{_year(local)}{local:-%m-%d %H:%M:%S}{digits} {_offset(local, '') or '+0000'} {local.tzname()}"


def reformat_time(text: str) -> str:
    """An RFC 3339 time as Go prints it: in this machine's zone if that has the same offset then, else in its own.

    Raises:
        ValueError: as of `parse_rfc3339`.

    """
    moment = parse_rfc3339(text)
    if text.endswith("Z"):
        return format_time(moment, dt.UTC)
    offset = text[-6:].replace(":", "")  # a zone that has no name is called by its offset
    here, _ = _local(moment, None)
    its_own = dt.datetime.strptime(offset, "%z").utcoffset()
    return format_time(
        moment, None if here.utcoffset() == its_own else dt.timezone(its_own or dt.timedelta(), offset)
    )


def timestamp(text: str, *, now: int, utc_offset: int = 0) -> str:
    """What to send for a `--since` or `--until`, in seconds since 1970: `1795509535`, `1767308400.000000000`.

    A duration counts back from `now`. A date, or a time to the hour, minute, second or nanosecond, is of the
    zone it names, else of the one `utc_offset` seconds east of Greenwich: like docker, the offset of now,
    also for a day in the other half of the year. A number passes through.

    Raises:
        ValueError: with docker's own message, such as `failed to parse value as time or duration: "x"`.

    """
    if text != "0":
        try:
            return str((now - parse_duration(text)) // SECOND)
        except ValueError:
            pass  # no duration: a time or a number
    try:
        moment = _parse(_layout(text), text, utc_offset)
    except ValueError:
        if "-" in text:
            raise
        if not _is_unix(text):
            raise ValueError(f"failed to parse value as time or duration: {quote(text)}") from None
        return text
    seconds, fraction = divmod(moment, SECOND)
    return f"{seconds}.{fraction:09}"


def _layout(text: str) -> str:
    """The layout docker holds `text` against, judged by the characters in it."""
    zone = _ZONE if any(sign in text for sign in "zZ+") or text.count("-") == 3 else ""
    if "." in text:
        return _DATE + _TIME + _FRACTION + zone
    if "T" not in text:
        return _DATE + zone
    colons = text.count(":")
    if zone and "z" not in text.lower():
        colons -= 1  # that of the offset
    return _DATE + _TIME[: 3 + 3 * min(max(colons, 0), 2)] + zone


def _is_unix(text: str) -> bool:
    seconds, point, fraction = text.partition(".")
    return _is_integer(seconds) and (not point or _is_integer(fraction))


def _is_integer(text: str) -> bool:
    digits = text[1:] if text[:1] in ("-", "+") else text
    return digits.isascii() and digits.isdigit()


class _Part(NamedTuple):
    """A piece of a layout; a field has a name, a range and says whether one digit is too few."""

    text: str
    field: str = ""
    low: int = 0
    high: int = 0
    padded: bool = True


_PARTS = (
    _Part("2006", "year", 0, 9999),
    _Part("01", "month", 1, 12),
    _Part("02", "day", 0, 99),  # judged with its month, at the end
    _Part("15", "hour", 0, 23, padded=False),
    _Part("04", "minute", 0, 59),
    _Part("05", "second", 0, 59),
)


def _parse(layout: str, text: str, utc_offset: int) -> int:
    """`text` read by a layout of Go's, with Go's complaints."""
    values = {"year": 0, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}
    fraction = 0
    pattern, rest = layout, text
    while pattern:
        part = next((part for part in _PARTS if pattern.startswith(part.text)), None)
        if part:
            pattern = pattern.removeprefix(part.text)
            number, behind = _number(rest, part)
            if number is None:
                raise _mismatch(layout, text, part.text, rest)
            if not part.low <= number <= part.high:
                raise _complaint(text, f"{part.field} out of range")
            values[part.field], rest = number, behind
            if part.field == "second":
                # Go reads a fraction behind the seconds whether or not the layout has one.
                pattern = pattern.removeprefix(_FRACTION)
                fraction, rest = _fraction(rest)
        elif pattern == _ZONE:
            pattern = ""
            utc_offset, rest = _parse_zone(layout, text, rest)
        else:
            if not rest.startswith(pattern[0]):
                raise _mismatch(layout, text, pattern[0], rest)
            pattern, rest = pattern[1:], rest[1:]
    if rest:
        raise _complaint(text, f"extra text: {quote_bytes(rest)}")
    try:
        day = dt.date(max(values["year"], 1), values["month"], values["day"]).toordinal() - _EPOCH_DAY
    except ValueError:
        raise _complaint(text, "day out of range") from None
    seconds = day * 86400 + values["hour"] * 3600 + values["minute"] * 60 + values["second"] - utc_offset
    return seconds * SECOND + fraction


def _number(text: str, part: _Part) -> tuple[int | None, str]:
    width = len(part.text)
    if not part.padded and text[1:2] not in tuple(_DIGITS):
        width = 1
    digits = text[:width]
    if len(digits) < width or digits.strip(_DIGITS):
        return None, text
    return int(digits), text[width:]


def _fraction(text: str) -> tuple[int, str]:
    if text[:1] not in (".", ",") or text[1:2] not in tuple(_DIGITS):
        return 0, text
    rest = text[1:].lstrip(_DIGITS)
    digits = text[1 : len(text) - len(rest)]
    return int(digits[:9].ljust(9, "0")), rest


def _parse_zone(layout: str, text: str, rest: str) -> tuple[int, str]:
    """Seconds east of Greenwich of a `Z` or `+02:00`, and the text behind it."""
    if rest.startswith("Z"):
        return 0, rest[1:]
    sign, hours, colon, minutes = rest[:1], rest[1:3], rest[3:4], rest[4:6]
    if sign not in ("+", "-") or colon != ":" or len(minutes) < 2 or (hours + minutes).strip(_DIGITS):
        raise _mismatch(layout, text, _ZONE, rest)
    if int(hours) > 24:
        raise _complaint(text, "time zone offset hour out of range")
    if int(minutes) > 60:
        raise _complaint(text, "time zone offset minute out of range")
    offset = int(hours) * 3600 + int(minutes) * 60
    return (-offset if sign == "-" else offset), rest[6:]


def _mismatch(layout: str, text: str, part: str, rest: str) -> ValueError:
    return ValueError(
        f"parsing time {quote_bytes(text)} as {quote_bytes(layout)}:"
        f" cannot parse {quote_bytes(rest)} as {quote_bytes(part)}"
    )


def _complaint(text: str, complaint: str) -> ValueError:
    return ValueError(f"parsing time {quote_bytes(text)}: {complaint}")


def _local(moment: int, zone: dt.tzinfo | None) -> tuple[dt.datetime, int]:
    seconds, fraction = divmod(moment, SECOND)
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return (epoch + dt.timedelta(seconds=seconds)).astimezone(zone), fraction


def _year(local: dt.datetime) -> str:
    # strftime's %Y pads the first thousand years on some systems only.
    return f"{local.year:04}"


def _offset(local: dt.datetime, colon: str) -> str:
    """`+01:00` with a `colon`, or nothing in Greenwich."""
    seconds = (local.utcoffset() or dt.timedelta()).total_seconds()
    hours, minutes = divmod(int(abs(seconds)) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{colon}{minutes:02}" if seconds else ""
