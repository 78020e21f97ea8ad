"""One CSV record by the rules of Go's encoding/csv."""

from __future__ import annotations

import pytest

from engineclient.golang.csv import parse_list, parse_record

BARE = 'bare " in non-quoted-field'
QUOTE = 'extraneous or missing " in quoted-field'


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a", ["a"]),
        ("a,b", ["a", "b"]),
        ("a,", ["a", ""]),
        (",", ["", ""]),
        (" a , b ", [" a ", " b "]),
        ('"a,b",c', ["a,b", "c"]),
        ('"a""b"', ['a"b']),
        ('""', [""]),
        ("a\nb", ["a"]),
        ("\n\na", ["a"]),
        ("a\r\nb", ["a"]),
        ('"a\r\nb",c', ["a\nb", "c"]),
        ("a\r", ["a"]),
    ],
)
def test_record(text: str, fields: list[str]) -> None:
    assert parse_record(text) == fields


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "EOF"),
        ("\n", "EOF"),
        ('a"', f"parse error on line 1, column 2: {BARE}"),
        ('a,b"c', f"parse error on line 1, column 4: {BARE}"),
        ('é,b"c', f"parse error on line 1, column 5: {BARE}"),
        ('"a', f"parse error on line 1, column 3: {QUOTE}"),
        ('"a"b', f"parse error on line 1, column 3: {QUOTE}"),
        ('"a""b', f"parse error on line 1, column 6: {QUOTE}"),
        ('"a\nb"c', f"record on line 1; parse error on line 2, column 2: {QUOTE}"),
    ],
)
def test_record_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_record(text)
    assert str(refused.value) == reason


def test_a_list_flag_may_be_empty() -> None:
    assert parse_list("") == []
