import pytest

from engineclient.golang.durations import (
    HOUR,
    MICROSECOND,
    MILLISECOND,
    MINUTE,
    SECOND,
    ago,
    format_duration,
    human_duration,
    parse_duration,
)

DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("-0", 0),
        ("+0", 0),
        ("1h30m", 90 * MINUTE),
        ("1.5s", 1500 * MILLISECOND),
        ("300ms", 300 * MILLISECOND),
        ("1us", MICROSECOND),
        ("1\u00b5s", MICROSECOND),
        ("1\u03bcs", MICROSECOND),
        ("1ns", 1),
        ("0.9ns", 0),
        ("-1s", -SECOND),
        ("+1s", SECOND),
        (".5s", 500 * MILLISECOND),
        ("5.s", 5 * SECOND),
        ("100ms10ms", 110 * MILLISECOND),
        ("1.0000000000000000001s", SECOND),
        ("9223372036854775807ns", 2**63 - 1),
        ("-9223372036854775808ns", -(2**63)),
        ("2562047h47m16.854775807s", 2**63 - 1),
    ],
)
def test_parse_duration_reads(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'time: invalid duration ""'),
        (".", 'time: invalid duration "."'),
        ("s", 'time: invalid duration "s"'),
        (".s", 'time: invalid duration ".s"'),
        (" 1s", 'time: invalid duration " 1s"'),
        ("é", r'time: invalid duration "\xc3\xa9"'),
        ('"', r'time: invalid duration "\""'),
        ("99999999h", 'time: invalid duration "99999999h"'),
        ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
        ("9223372036.854775808s", 'time: invalid duration "9223372036.854775808s"'),
        ("5", 'time: missing unit in duration "5"'),
        ("5.", 'time: missing unit in duration "5."'),
        ("1h30", 'time: missing unit in duration "1h30"'),
        ("5x", 'time: unknown unit "x" in duration "5x"'),
        ("5é", r'time: unknown unit "\xc3\xa9" in duration "5\xc3\xa9"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("1H", 'time: unknown unit "H" in duration "1H"'),
        ("1 s", 'time: unknown unit " s" in duration "1 s"'),
        ("1ss", 'time: unknown unit "ss" in duration "1ss"'),
        ("1h-1m", 'time: unknown unit "h-" in duration "1h-1m"'),
        ("1e3s", 'time: unknown unit "e" in duration "1e3s"'),
    ],
)
def test_parse_duration_refuses_in_gos_words(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_duration(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0s"),
        (1, "1ns"),
        (1100, "1.1µs"),
        (300 * MILLISECOND, "300ms"),
        (2500000, "2.5ms"),
        (SECOND, "1s"),
        (1500 * MILLISECOND, "1.5s"),
        (MINUTE, "1m0s"),
        (90 * MINUTE, "1h30m0s"),
        (HOUR + 1, "1h0m0.000000001s"),
        (-90 * SECOND, "-1m30s"),
        (2**63 - 1, "2562047h47m16.854775807s"),
    ],
)
def test_format_duration_prints_gos_notation(nanoseconds: int, text: str) -> None:
    assert format_duration(nanoseconds) == text


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (-100 * SECOND, "Less than a second"),
        (SECOND - 1, "Less than a second"),
        (SECOND, "1 second"),
        (2 * SECOND, "2 seconds"),
        (59 * SECOND, "59 seconds"),
        (MINUTE, "About a minute"),
        (119 * SECOND, "About a minute"),
        (121 * SECOND, "2 minutes"),
        (3570 * SECOND, "59 minutes"),
        (HOUR, "About an hour"),
        (89 * MINUTE, "About an hour"),
        (91 * MINUTE, "2 hours"),
        (47 * HOUR + 1000 * SECOND, "47 hours"),
        (47 * HOUR + 1801 * SECOND, "2 days"),
        (13 * DAY, "13 days"),
        (14 * DAY, "2 weeks"),
        (59 * DAY, "8 weeks"),
        (60 * DAY, "2 months"),
        (729 * DAY, "24 months"),
        (730 * DAY, "2 years"),
    ],
)
def test_human_duration_tells_an_age_as_docker_ps_does(nanoseconds: int, text: str) -> None:
    assert human_duration(nanoseconds) == text


@pytest.mark.parametrize(
    ("then", "text"),
    [(0, "56 years ago"), (1795509908 * SECOND, "2 seconds ago"), (-62135596800 * SECOND, "292 years ago")],
)
def test_ago_counts_back_and_stops_at_gos_longest_duration(then: int, text: str) -> None:
    assert ago(then, 1795509910 * SECOND) == text
