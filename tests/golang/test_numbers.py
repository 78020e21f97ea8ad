import json

import pytest

from engineclient.golang.numbers import JSONNumber, encode_float, format_float


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.0, "1"),
        (100.5, "100.5"),
        (123456.7, "123456.7"),
        (1000000.0, "1e+06"),
        (12345678.9, "1.23456789e+07"),
        (0.0001, "0.0001"),
        (0.000012345, "1.2345e-05"),
        (1e100, "1e+100"),
    ],
)
def test_format_float_prints_as_a_template_does(value: float, text: str) -> None:
    assert format_float(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
    ],
)
def test_encode_float_writes_as_gos_json_does(value: float, text: str) -> None:
    assert encode_float(value) == text


def test_a_json_number_keeps_its_spelling() -> None:
    read = json.loads("[1e+06, 12345678901234567890]", parse_int=JSONNumber, parse_float=JSONNumber)
    assert read == ["1e+06", "12345678901234567890"]
