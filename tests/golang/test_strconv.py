"""Numbers, booleans and file errors by Go's rules, with Go's texts."""

from __future__ import annotations

import pytest

from engineclient.golang.files import file_error
from engineclient.golang.strconv import clean_path, int64, parse_atoi, parse_bool, parse_int, uint16

SYNTAX, RANGE = "invalid syntax", "value out of range"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-5", -5),
        ("+5", 5),
        ("0x1F", 31),
        ("-0b11", -3),
        ("0o17", 15),
        ("017", 15),
        ("1_000", 1000),
        ("0x_f", 15),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
    ],
)
def test_a_flag_s_number(text: str, value: int) -> None:
    assert int64(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", SYNTAX),
        ("-", SYNTAX),
        ("08", SYNTAX),
        ("1__0", SYNTAX),
        ("_1", SYNTAX),
        ("1_", SYNTAX),
        (" 1", SYNTAX),
        ("\u0661", SYNTAX),
        ("9223372036854775808", RANGE),
    ],
)
def test_a_flag_s_number_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        int64(text)
    assert str(refused.value) == f'strconv.ParseInt: parsing "{text}": {reason}'


@pytest.mark.parametrize("text", ["0x10", "1_0", "1.0"])
def test_decimal_takes_no_other_base(text: str) -> None:
    with pytest.raises(ValueError):
        parse_int(text)


@pytest.mark.parametrize(("text", "reason"), [("-1", SYNTAX), ("+1", SYNTAX), ("65536", RANGE)])
def test_unsigned_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        uint16(text)
    assert str(refused.value) == f'strconv.ParseUint: parsing "{text}": {reason}'


def test_atoi_gives_the_bare_reason() -> None:
    with pytest.raises(ValueError, match=f"^{SYNTAX}$"):
        parse_atoi("a: b")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("t", True), ("True", True), ("0", False), ("F", False), ("FALSE", False)],
)
def test_boolean(text: str, value: bool) -> None:
    assert parse_bool(text) is value


@pytest.mark.parametrize("text", ["", "yes", "tRUE", "2"])
def test_boolean_refused(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_bool(text)
    assert str(refused.value) == f'strconv.ParseBool: parsing "{text}": {SYNTAX}'


@pytest.mark.parametrize(
    ("path", "clean"),
    [("/dev//x/", "/dev/x"), ("//dev/x", "/dev/x"), ("/a/../b", "/b"), ("a/./b", "a/b"), ("", ".")],
)
def test_clean_path(path: str, clean: str) -> None:
    assert clean_path(path) == clean


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (FileNotFoundError(2, "No such file or directory"), "open f: no such file or directory"),
        (PermissionError(13, "Permission denied"), "open f: permission denied"),
        (IsADirectoryError(21, "Is a directory"), "read f: is a directory"),
    ],
)
def test_file_error(error: OSError, text: str) -> None:
    assert file_error("f", error) == text
