"""JSON without blanks, and what Go says of what is none."""

from __future__ import annotations

import pytest

from engineclient.golang.json_errors import check_and_compact


@pytest.mark.parametrize(
    ("text", "compacted"),
    [
        ('{ "a" : [ 1.0e3 , -0, true ], "b": { } }', '{"a":[1.0e3,-0,true],"b":{}}'),
        ('\t[\r\n" a \\u00e9 \\" é", null,[ ] ]\n', '[" a \\u00e9 \\" é",null,[]]'),
        (" 7 ", "7"),
        ('{"a":1,"a":2}', '{"a":1,"a":2}'),
        ("[" * 2000 + "]" * 2000, "[" * 2000 + "]" * 2000),
    ],
)
def test_compact(text: str, compacted: str) -> None:
    assert check_and_compact(text.encode()) == compacted


def test_bytes_that_are_no_utf8_are_replaced() -> None:
    assert check_and_compact(b'["\xff"]') == '["\ufffd"]'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unexpected end of JSON input"),
        ('{"a": [1, 2', "unexpected end of JSON input"),
        ('"a', "unexpected end of JSON input"),
        ("x", "invalid character 'x' looking for beginning of value"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("é", "invalid character 'Ã' looking for beginning of value"),
        ("{'a': 1}", r"invalid character '\'' looking for beginning of object key string"),
        ('{"a": 1,}', "invalid character '}' looking for beginning of object key string"),
        ('{"a" 1}', "invalid character '1' after object key"),
        ('{"a": 1 "b"}', "invalid character '\"' after object key:value pair"),
        ("[1 2]", "invalid character '2' after array element"),
        ("01", "invalid character '1' after top-level value"),
        ("{} {}", "invalid character '{' after top-level value"),
        ('"a\nb"', r"invalid character '\n' in string literal"),
        (r'"\x"', "invalid character 'x' in string escape code"),
        (r'"\u00g0"', r"invalid character 'g' in \u hexadecimal character escape"),
        ("-a", "invalid character 'a' in numeric literal"),
        ("1.e", "invalid character 'e' after decimal point in numeric literal"),
        ("1e+", "invalid character ' ' in exponent of numeric literal"),
        ("nul", "invalid character ' ' in literal null (expecting 'l')"),
        ("trap", "invalid character 'a' in literal true (expecting 'u')"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        check_and_compact(text.encode())
    assert str(refused.value) == reason
