import pytest

from engineclient.golang.json import compact, encode, escape_html, indent
from engineclient.golang.numbers import JSONNumber

# As the daemon may spell it, and as docker inspect prints it.
SPELLED = (
    r'{"Name":"/web","Env":["A=<&>","B=\u003cé","C=\ud83d\ude00\/"], "Big":12345678901234567890,"F":1e+06,'
    r'"G":1.50,"N":null,"E":{ },"L":[ ],"X":[[],{},[1, 2]],"Q":"a\" b, {}[]:"}'
)
INDENTED = r"""{
    "Name": "/web",
    "Env": [
        "A=<&>",
        "B=\u003cé",
        "C=\ud83d\ude00\/"
    ],
    "Big": 12345678901234567890,
    "F": 1e+06,
    "G": 1.50,
    "N": null,
    "E": {},
    "L": [],
    "X": [
        [],
        {},
        [
            1,
            2
        ]
    ],
    "Q": "a\" b, {}[]:"
}"""


def test_indent_keeps_the_order_and_spelling_of_the_daemon() -> None:
    assert indent(SPELLED) == INDENTED


def test_indent_and_compact_undo_each_other() -> None:
    assert compact(indent(SPELLED)) == compact(SPELLED)


@pytest.mark.parametrize(
    ("text", "indented"), [("[]", "[]"), ("{}", "{}"), ("1", "1"), ("[1]", "[\n    1\n]")]
)
def test_indent_keeps_what_is_empty_on_its_line(text: str, indented: str) -> None:
    assert indent(text) == indented


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (12, "12"),
        (1e21, "1e+21"),
        (JSONNumber("1e+06"), "1e+06"),
        ('a<b>"é"\n\x01\u2028', r'"a<b>\"é\"\n\u0001\u2028"'),
        ([], "[]"),
        ([1, "a", None], '[1,"a",null]'),
        ({}, "{}"),
        ({"b": 1, "a": {"c": [False]}}, '{"a":{"c":[false]},"b":1}'),
    ],
)
def test_encode_writes_compact_json_with_sorted_keys(value: object, text: str) -> None:
    assert encode(value) == text


def test_escape_html_hides_what_a_web_page_would_read() -> None:
    assert escape_html('"0.0.0.0:80->80/tcp <&>"') == r'"0.0.0.0:80-\u003e80/tcp \u003c\u0026\u003e"'
