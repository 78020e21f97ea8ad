import pytest

from engineclient.golang.quoting import quote, quote_bytes, quote_character, unquote


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", '""'),
        ("a b", '"a b"'),
        ('a"b\\', r'"a\"b\\"'),
        ("a\tb\n", r'"a\tb\n"'),
        ("\x00\x1b\x7f", r'"\x00\x1b\x7f"'),
        ("a\udcffb\udc80", r'"a\xffb\x80"'),
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


@pytest.mark.parametrize(
    ("code", "quoted"),
    [(97, "'a'"), (39, r"'\''"), (34, "'\"'"), (10, r"'\n'"), (8364, "'€'"), (-1, "'\ufffd'")],
)
def test_quote_character_shows_a_code_point(code: int, quoted: str) -> None:
    assert quote_character(code) == quoted


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r'"a\tb\\\""', 'a\tb\\"'),
        (r'"\x41\101\u00e9\U0001f600"', "AAé😀"),
        (r'"\xc3\xa9"', "é"),
        (r'"\xff"', "\udcff"),
        ('"\udcff"', "\ufffd"),
        ('"\udcff\\n"', "\ufffd\n"),
        ("`a\\n\r`", "a\\n"),
    ],
)
def test_unquote_reads_gos_literals(literal: str, text: str) -> None:
    assert unquote(literal) == text


@pytest.mark.parametrize("literal", [r'"\q"', r'"\x4"', r'"\u00"', r'"\'"', r'"\U00110000"', r'"\400"'])
def test_unquote_refuses_what_is_no_escape(literal: str) -> None:
    with pytest.raises(ValueError, match=r"^invalid syntax$"):
        unquote(literal)
