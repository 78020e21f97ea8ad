import pytest

from engineclient.golang.template.lexer import Kind, tokenize


@pytest.mark.parametrize(
    ("source", "tokens"),
    [
        ("", [(Kind.END, "", 0)]),
        ("a", [(Kind.TEXT, "a", 0), (Kind.END, "", 1)]),
        ("{{.}}", [(Kind.LEFT, "{{", 0), (Kind.DOT, ".", 2), (Kind.RIGHT, "}}", 3), (Kind.END, "", 5)]),
        (
            "{{$x:=1}}",
            [
                (Kind.LEFT, "{{", 0),
                (Kind.VARIABLE, "$x", 2),
                (Kind.DECLARE, ":=", 4),
                (Kind.NUMBER, "1", 6),
                (Kind.RIGHT, "}}", 7),
                (Kind.END, "", 9),
            ],
        ),
        ("a{{/* b */}}c", [(Kind.TEXT, "a", 0), (Kind.TEXT, "c", 12), (Kind.END, "", 13)]),
        ("a {{- /* b */ -}} c", [(Kind.TEXT, "a", 0), (Kind.TEXT, "c", 17), (Kind.END, "", 19)]),
        (
            'a{{"b',
            [(Kind.TEXT, "a", 0), (Kind.LEFT, "{{", 1), (Kind.ERROR, "unterminated quoted string", 3)],
        ),
    ],
)
def test_a_template_is_cut_into_tokens(source: str, tokens: list[tuple[Kind, str, int]]) -> None:
    assert tokenize(source) == tokens
