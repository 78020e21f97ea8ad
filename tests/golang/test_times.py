import datetime as dt
import time
from collections.abc import Callable, Iterator

import pytest

from engineclient.golang.times import (
    format_rfc3339,
    format_rfc3339_nano,
    format_time,
    parse_rfc3339,
    reformat_time,
    timestamp,
)

NOW = 1795509836_250000000  # 2026-11-24 08:43:56.25 UTC
BERLIN_IN_WINTER = 3600
CET = dt.timezone(dt.timedelta(hours=1), "CET")
CEST = dt.timezone(dt.timedelta(hours=2), "CEST")


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Be in a zone until the end of the test."""

    def go(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield go
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-07-02T03:04:05.123456789Z", 1782961445_123456789),
        ("2026-07-02T03:04:05.5Z", 1782961445_500000000),
        ("2026-07-02T03:04:05-07:00", 1782986645_000000000),
        ("2026-07-02T03:04:05.1234567891+02:00", 1782954245_123456789),
        ("1969-12-31T23:59:59.5Z", -500000000),
        ("0001-01-01T00:00:00Z", -62135596800_000000000),
    ],
)
def test_parse_rfc3339_loses_nothing(text: str, moment: int) -> None:
    assert parse_rfc3339(text) == moment


@pytest.mark.parametrize(
    ("moment", "zone", "text"),
    [
        (0, dt.UTC, "1970-01-01 00:00:00 +0000 UTC"),
        (1795509910_000000000, CET, "2026-11-24 09:45:10 +0100 CET"),
        (1782961445_500000000, CEST, "2026-07-02 05:04:05.5 +0200 CEST"),
        (-62135596800_000000000, dt.UTC, "0001-01-01 00:00:00 +0000 UTC"),
    ],
)
def test_format_time_prints_created_at(moment: int, zone: dt.tzinfo, text: str) -> None:
    assert format_time(moment, zone) == text


@pytest.mark.parametrize(
    ("text", "zone", "printed"),
    [
        ("2026-11-24T12:38:12.5Z", "Europe/Berlin", "2026-11-24 12:38:12.5 +0000 UTC"),
        ("2026-11-24T13:38:12+01:00", "Europe/Berlin", "2026-11-24 13:38:12 +0100 CET"),
        ("2026-07-24T13:38:12+02:00", "Europe/Berlin", "2026-07-24 13:38:12 +0200 CEST"),
        ("2026-07-24T13:38:12+01:00", "Europe/Berlin", "2026-07-24 13:38:12 +0100 +0100"),
        ("2026-11-24T13:38:12-03:30", "UTC", "2026-11-24 13:38:12 -0330 -0330"),
        ("2026-11-24T13:38:12+00:00", "UTC", "2026-11-24 13:38:12 +0000 UTC"),
    ],
)
def test_reformat_time_keeps_the_zone(
    in_zone: Callable[[str], None], text: str, zone: str, printed: str
) -> None:
    in_zone(zone)
    assert reformat_time(text) == printed


@pytest.mark.parametrize(
    ("zone", "nanoseconds", "text"),
    [
        (dt.UTC, False, "2026-07-02T03:04:05Z"),
        (dt.UTC, True, "2026-07-02T03:04:05.500000000Z"),
        (CEST, True, "2026-07-02T05:04:05.500000000+02:00"),
        (dt.timezone(dt.timedelta(hours=-3, minutes=-30)), False, "2026-07-01T23:34:05-03:30"),
    ],
)
def test_format_rfc3339_prints(zone: dt.tzinfo, nanoseconds: bool, text: str) -> None:
    assert format_rfc3339(1782961445_500000000, zone, nanoseconds=nanoseconds) == text


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("5m", "1795509536"),
        ("1.5s", "1795509834"),
        ("-1h", "1795513436"),
        ("0", "0"),
        ("00", "00"),
        ("123", "123"),
        ("123.456", "123.456"),
        ("2026-01-02", "1767308400.000000000"),
        ("2026-07-02", "1782946800.000000000"),
        ("2026-01-02Z", "1767312000.000000000"),
        ("2026-01-02+02:00", "1767304800.000000000"),
        ("2026-01-02-02:00", "1767319200.000000000"),
        ("2026-01-02T03", "1767319200.000000000"),
        ("2026-01-02T3", "1767319200.000000000"),
        ("2026-01-02T03Z", "1767322800.000000000"),
        ("2026-01-02T03:04", "1767319440.000000000"),
        ("2026-01-02T03:04Z", "1767323040.000000000"),
        ("2026-01-02T03:04+01:00", "1767319440.000000000"),
        ("2026-07-02T03:04:05", "1782957845.000000000"),
        ("2026-07-02T03:04:05.5", "1782957845.500000000"),
        ("2026-07-02T03:04:05,5", "1782957845.500000000"),
        ("2026-07-02T03:04:05.123456789123", "1782957845.123456789"),
        ("2026-07-02T03:04:05.123456789Z", "1782961445.123456789"),
        ("2026-07-02T03:04:05-07:00", "1782986645.000000000"),
        ("0001-01-01T00:00:00Z", "-62135596800.000000000"),
    ],
)
def test_timestamp_is_what_docker_logs_since_sends(text: str, sent: str) -> None:
    assert timestamp(text, now=NOW, utc_offset=BERLIN_IN_WINTER) == sent


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", 'failed to parse value as time or duration: "x"'),
        ("123.x", 'failed to parse value as time or duration: "123.x"'),
        ("1e3", 'failed to parse value as time or duration: "1e3"'),
        ("9223372036854775808", 'failed to parse value as time or duration: "9223372036854775808"'),
        ("1.99999999999999999999", 'failed to parse value as time or duration: "1.99999999999999999999"'),
        ("", 'failed to parse value as time or duration: ""'),
        ("2026-13-02", 'parsing time "2026-13-02": month out of range'),
        ("2026-02-30", 'parsing time "2026-02-30": day out of range'),
        ("2026-01-02T25", 'parsing time "2026-01-02T25": hour out of range'),
        ("2026-01-02T03:60", 'parsing time "2026-01-02T03:60": minute out of range'),
        ("2026-01-02T03:04:61", 'parsing time "2026-01-02T03:04:61": second out of range'),
        ("2026-01-02+25:00", 'parsing time "2026-01-02+25:00": time zone offset hour out of range'),
        ("2026-01-02x", 'parsing time "2026-01-02x": extra text: "x"'),
        ("2026-01-02 03:04:05", 'parsing time "2026-01-02 03:04:05": extra text: " 03:04:05"'),
        ("2026-01-02T03:04:05Zx", 'parsing time "2026-01-02T03:04:05Zx": extra text: "x"'),
    ],
)
def test_timestamp_refuses_in_dockers_words(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        timestamp(text, now=NOW, utc_offset=BERLIN_IN_WINTER)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "layout", "rest", "part"),
    [
        ("-5", "2006-01-02", "-5", "2006"),
        ("26-01-02", "2006-01-02", "26-01-02", "2006"),
        ("2026-1-2", "2006-01-02", "1-2", "01"),
        ("2026-01-02T", "2006-01-02T15", "", "15"),
        ("2026-01-02T03:04:05z", "2006-01-02T15:04:05Z07:00", "z", "Z07:00"),
        ("2026-01-02T03:04:05+5:00", "2006-01-02T15:04:05Z07:00", "+5:00", "Z07:00"),
        ("2026-07-02T03:04:05.Z", "2006-01-02T15:04:05.999999999Z07:00", ".Z", "Z07:00"),
    ],
)
def test_timestamp_names_the_part_it_cannot_read(text: str, layout: str, rest: str, part: str) -> None:
    with pytest.raises(ValueError) as caught:
        timestamp(text, now=NOW, utc_offset=BERLIN_IN_WINTER)
    assert str(caught.value) == f'parsing time "{text}" as "{layout}": cannot parse "{rest}" as "{part}"'


def test_errors_show_bytes_beyond_ascii_as_go_does() -> None:
    with pytest.raises(ValueError, match=r'^parsing time "\\xc3\\xa9-1" as'):
        timestamp("é-1", now=NOW)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (253402300799, "9999-12-31T23:59:59Z"),
        (253402300800, "10000-01-01T00:00:00Z"),
        (1 << 40, "36812-02-20T00:36:16Z"),
        (-62135596801, "0000-12-31T23:59:59Z"),
    ],
)
def test_moments_far_away(seconds: int, shown: str) -> None:
    assert format_rfc3339(seconds * 10**9, dt.UTC) == shown


@pytest.mark.parametrize(
    ("nanoseconds", "shown"),
    [(0, "10Z"), (500_000_000, "10.5Z"), (1, "10.000000001Z"), (120_000_000, "10.12Z")],
)
def test_format_rfc3339_nano(nanoseconds: int, shown: str) -> None:
    assert format_rfc3339_nano(10 * 10**9 + nanoseconds, dt.UTC) == f"1970-01-01T00:00:{shown}"


def test_format_rfc3339_nano_in_another_zone() -> None:
    zone = dt.timezone(dt.timedelta(hours=-3, minutes=-30))
    assert format_rfc3339_nano(0, zone) == "1969-12-31T20:30:00-03:30"
