"""Parses and prints times as the daemon and docker do. All are integers in nanoseconds since 1970, which lose nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from engineclient.errors import DecodeError
from engineclient.golang.durations import SECOND, parse_duration
from engineclient.golang.quoting import quote, quote_bytes

_CYCLE = 146_097 * 86400  # seconds of 400 years
_YEAR_2000 = 946_684_800
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
_DATE, _TIME, _ZONE = "2006-01-02", "T15:04:05", "Z07:00"
_FRACTION = ".999999999"
_USUAL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z")
"""The form in which engines write times, which lists have many of."""
_DIGITS = "0123456789"
_MOST_DIGITS = 19  # of an int64


def parse_rfc3339(text: str) -> int:
    """The nanoseconds since 1970 of a time such as `2026-01-02T03:04:05.123456789Z` or `…+02:00`.

    Raises:
        ValueError: with Go's own message: `parsing time "x" as "…": cannot parse "x" as "2006"`.

    """
    if (found := _USUAL.fullmatch(text)) is not None:
        year, month, day, hour, minute, second = map(int, found.groups()[:6])
        try:
            seconds = int(dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC).timestamp())
        except ValueError:  # out of range: see below for the message
            pass
        else:
            return seconds * SECOND + int((found[7] or "").ljust(9, "0"))
    return _parse(_DATE + _TIME + _FRACTION + _ZONE, text, 0)


def engine_time(text: str) -> int:
    """`parse_rfc3339` of a time in an engine's answer.

    Raises:
        DecodeError: it is not a time; with Go's message.

    """
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise DecodeError(str(error)) from error


def format_rfc3339(moment: int, zone: dt.tzinfo | None = None, *, nanoseconds: bool = False) -> str:
    """A time as `2026-01-02T03:04:05+01:00`, with nine digits of a second if `nanoseconds` (as in events).

    Without a `zone`, the local one is used.
    """
    found = _local(moment, zone)
    local = found.time
    digits = f".{found.fraction:09}" if nanoseconds else ""
    return f"{found.year}{local:-%m-%dT%H:%M:%S}{digits}{_offset(local, ':') or 'Z'}"


def format_rfc3339_nano(moment: int, zone: dt.tzinfo | None = None) -> str:
    """A time as Go's JSON has it: `2026-01-02T03:04:05.25+01:00`, with as many digits of a second as it takes.

    Without a `zone`, the local one is used.
    """
    text = format_rfc3339(moment, zone, nanoseconds=True)
    return re.sub(r"\.?0*(?=[Z+-][0-9:]*$)", "", text)


def time_text(moment: int) -> str:
    """A time in UTC as Go prints it, with as many digits behind the point as it takes: `2026-01-02 03:04:05.5 +0000 UTC`."""
    seconds, nanoseconds = divmod(moment, SECOND)
    fraction = f".{nanoseconds:09d}".rstrip("0").rstrip(".")
    return f"{_at(seconds, dt.UTC):%Y-%m-%d %H:%M:%S}{fraction} +0000 UTC"


def format_time(moment: int, zone: dt.tzinfo | None = None) -> str:
    """A time as ps and images show `.CreatedAt`: `2026-01-02 03:04:05 +0100 CET`. Without a `zone`, the local one."""
    found = _local(moment, zone)
    local = found.time
    digits = f".{found.fraction:09}".rstrip("0") if found.fraction else ""
    return f"{found.year}{local:-%m-%d %H:%M:%S}{digits} {_offset(local, '') or '+0000'} {local.tzname()}"


def reformat_time(text: str) -> str:
    """An RFC 3339 time as Go prints it: in the local zone if that has the same offset at that time, else in its own.

    Raises:
        ValueError: as `parse_rfc3339`.

    """
    moment = parse_rfc3339(text)
    if text.endswith("Z"):
        return format_time(moment, dt.UTC)
    offset = text[-6:].replace(":", "")  # a zone without a name is printed as its offset
    here = _local(moment, None).time
    its_own = dt.datetime.strptime(offset, "%z").utcoffset()
    return format_time(
        moment, None if here.utcoffset() == its_own else dt.timezone(its_own or dt.timedelta(), offset)
    )


def timestamp(text: str, *, now: int, utc_offset: int = 0) -> str:
    """The query value for a `--since` or `--until`, in seconds since 1970: `1795509535`, `1767308400.000000000`.

    A duration counts back from `now`. A date or time without a zone is `utc_offset` seconds ahead of UTC; as in docker
    that is the current offset, even for a day with another one (daylight saving time). A number is returned unchanged.

    Raises:
        ValueError: with docker's own message, such as `failed to parse value as time or duration: "x"`.

    """
    if text != "0":
        try:
            return str((now - parse_duration(text)) // SECOND)
        except ValueError:
            pass  # not a duration: a time or a number
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
    """The layout with which docker parses `text`, chosen by the characters in it."""
    zone = _ZONE if any(sign in text for sign in "zZ+") or text.count("-") == 3 else ""
    if "." in text:
        return _DATE + _TIME + _FRACTION + zone
    if "T" not in text:
        return _DATE + zone
    colons = text.count(":")
    if zone and "z" not in text.lower():
        colons -= 1  # the colon of the offset
    return _DATE + _TIME[: 3 + 3 * min(max(colons, 0), 2)] + zone


def _is_unix(text: str) -> bool:
    seconds, point, fraction = text.partition(".")
    return _is_integer(seconds) and (not point or _is_integer(fraction))


def _is_integer(text: str) -> bool:
    digits = text[1:] if text[:1] in ("-", "+") else text
    return (
        digits.isascii()
        and digits.isdigit()
        and len(digits.lstrip("0")) <= _MOST_DIGITS
        and abs(int(text)) < 1 << 63
    )


class _Part(NamedTuple):
    """A piece of a layout; a field has a name and a range, and may require two digits."""

    text: str
    field: str = ""
    low: int = 0
    high: int = 0
    padded: bool = True


_PARTS = (
    _Part("2006", "year", 0, 9999),
    _Part("01", "month", 1, 12),
    _Part("02", "day", 0, 99),  # checked against the month at the end
    _Part("15", "hour", 0, 23, padded=False),
    _Part("04", "minute", 0, 59),
    _Part("05", "second", 0, 59),
)


def _parse(layout: str, text: str, utc_offset: int) -> int:
    """The nanoseconds of `text`, parsed with a Go layout. Raises ValueError with Go's message."""
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
                # Go accepts a fraction after the seconds even if the layout has none.
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
    """The UTC offset in seconds of `Z` or `+02:00`, and the text after it."""
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


class _Local(NamedTuple):
    """A time in a zone: `time` plus `cycles` times 400 years, and the nanoseconds of its second."""

    time: dt.datetime
    fraction: int
    cycles: int

    @property
    def year(self) -> str:
        # strftime's %Y pads years below 1000 on some systems only.
        return f"{self.time.year + 400 * self.cycles:04}"


def _local(moment: int, zone: dt.tzinfo | None) -> _Local:
    seconds, fraction = divmod(moment, SECOND)
    try:
        return _Local(_at(seconds, zone), fraction, 0)
    except OverflowError:  # Go supports years that datetime does not; the calendar repeats every 400 years
        cycles, rest = divmod(seconds - _YEAR_2000, _CYCLE)
        return _Local(_at(rest + _YEAR_2000, zone), fraction, cycles)


def _at(seconds: int, zone: dt.tzinfo | None) -> dt.datetime:
    return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)).astimezone(zone)


def _offset(local: dt.datetime, colon: str) -> str:
    """The UTC offset, with `colon` between hours and minutes: `+01:00`; "" for UTC."""
    seconds = (local.utcoffset() or dt.timedelta()).total_seconds()
    hours, minutes = divmod(int(abs(seconds)) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{colon}{minutes:02}" if seconds else ""
