import pytest

from engineclient.text.quoting import quote, quote_bytes


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", '""'),
        ("a b", '"a b"'),
        ('a"b\\', r'"a\"b\\"'),
        ("a\tb\n", r'"a\tb\n"'),
        ("\x00\x1b\x7f", r'"\x00\x1b\x7f"'),
        ("é日😀", '"é日😀"'),
        ("\u200b\u2028\U000e0001", r'"\u200b\u2028\U000e0001"'),
    ],
)
def test_quote_keeps_printable_text(text: str, quoted: str) -> None:
    assert quote(text) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"), [("a\tb", r'"a\x09b"'), ("é", r'"\xc3\xa9"'), ('"\\', r'"\"\\"')]
)
def test_quote_bytes_keeps_ascii_only(text: str, quoted: str) -> None:
    assert quote_bytes(text) == quoted
