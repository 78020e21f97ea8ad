from collections.abc import Callable

import pytest

from engineclient.golang.template import Function, Template, TemplateError, TemplateExecError


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            r"""{{html "<a>&'\"\x00"}} {{html 1 2 "x"}} {{html nil}}""",
            "&lt;a&gt;&amp;&#39;&#34;\ufffd 1 2x &lt;no value&gt;",
        ),
        (r"""{{js "<&'\"=\\\n\té\u2028"}} {{js 1 "a"}}""", r"\u003C\u0026\'\"\u003D\\\u000A\u0009é\u2028 1a"),
        (
            """{{urlquery "a b&c=/é" 1 2.5}} {{urlquery "-_.~!*'"}}""",
            "a+b%26c%3D%2F%C3%A91+2.5 -_.~%21%2A%27",
        ),
        ("{{html}}{{js}}{{urlquery}}|{{.Name | js | urlquery | html}}", "|n"),
        ('{{join (split "a,b" ",") "-"}} {{split "a,b,c" ","}}', "a-b [a b c]"),
        (
            '{{title "hello wORLD foo-bar"}} {{lower "ABCÉ"}} {{upper "abcß"}}',
            "Hello WORLD Foo-Bar abcé ABCß",
        ),
        ('{{pad "x" 2 3}}| {{truncate "abcdef" 3}}|', "  x   | abc|"),
        ("{{json .S}}", '"a<b>\\"é\\""'),
        ("{{json .M}}", '{"a":"x","b":2,"c":{"d":[1,2]}}'),
        (
            "{{json .I}} {{json .E}} {{json .N}} {{json .L}}",
            '12345 1e+06 null [1,"a",true,null,["x","y"],{"k":"v"}]',
        ),
        ('{{eq .I "12345"}}', "true"),
        ("{{len .I}} {{len .L}} {{len .M}} {{len .S}}", "5 6 3 8"),
        ('{{range .Strs}}{{if eq . "two"}}{{break}}{{end}}{{.}}{{end}}', "one"),
        ('{{range .Strs}}{{if eq . "two"}}{{continue}}{{end}}{{.}}{{end}}', "onethree"),
        (
            '{{index .M "a"}} {{index .M "zz"}} {{index .L 1}} {{index .L 4 1}} {{index .M "c" "d" 1}}',
            "x <no value> a y 2",
        ),
        ('{{index .Labels "b.c"}} {{index .Labels "zz"}}|', "2 |"),
        ("{{index .Name 0}}", "110"),
        ("{{index .I 0}}", "49"),
        (
            "{{slice .Strs 1}} {{slice .Strs 0 1}} {{slice .Name 0 1}} {{slice .S 1 3}}",
            "[two three] [one] n <b",
        ),
        ('{{and .T .ES "x"}}|{{or .ES .N "y"}}|{{not .T}}|{{and .T 1}}|{{or 0 ""}}|', "|y|false|1||"),
        ("{{and .ES .Nope}}|", "|"),
        ('{{split .S "b"}}', '[a< >"é"]'),
        ('{{pad "" 2 3}}|', "|"),
        ('{{index . "a-b"}}', "dash"),
        ("{{(index .Obj 0).K}}", "1"),
        ("{{index .M}}", "map[a:x b:2 c:map[d:[1 2]]]"),
        ("{{eq .N nil}}", "true"),
        ("{{eq .N .N}}", "true"),
        ("{{eq .T true}} {{ne .T false}} {{ne 1 2}}", "true true true"),
        ('{{if eq .Name "n"}}A{{else if .T}}B{{else}}C{{end}}', "A"),
        ('{{if ne .Name "n"}}A{{else if .T}}B{{else}}C{{end}}', "B"),
        ('{{if and .Name (eq .Driver "bridge")}}ok{{end}}', "ok"),
        ("{{.Name | upper | lower}}", "n"),
        ('{{truncate "abc" 0}}|', "|"),
        ('{{not 0}} {{not ""}} {{not .L}} {{not .EL}} {{not nil}}', "true true false true true"),
        ('{{slice "abc"}} {{slice "abcdef" 1 3}} {{slice .Strs 0 2 3}}', "abc bc [one two]"),
        ("{{eq .N 1}} {{eq 1 .N}}", "false false"),
        ('{{eq .Name "x" "n"}}', "true"),
        ("{{eq 'a' 97}} {{lt 'a' 98}}", "true true"),
        ("{{if .T | not}}a{{else}}b{{end}}", "b"),
        ('{{(.M).c.d}} {{(.M.c).d}} {{(index .M "c").d}} {{$.M.c.d}}', "[1 2] [1 2] [1 2] [1 2]"),
        ("{{.Name|upper}}", "N"),
        ('{{json "\\u2028 \\u0001 <>&"}} {{json .Multi}}', '"\\u2028 \\u0001 <>&" "l1\\nl2\\ttab"'),
        ('{{index .Strs 0 0}} {{index "abc" 1}}', "111 98"),
        ("{{len (slice .Strs 1)}}", "2"),
        ('{{join .Strs ","}}', "one,two,three"),
        ('{{join .EL ","}}', ""),
        ('{{split "ab" ""}}', "[a b]"),
        ('{{title "a_b c1d éa"}}', "A_b C1d Éa"),
        ('{{truncate "日本語" 3}}', "日"),
        ('{{slice "日本語" 3}}', "本語"),
    ],
)
def test_functions_give(render: Callable[[str], str], source: str, text: str) -> None:
    assert render(source) == text


@pytest.mark.parametrize("template", ['{{truncate "日本語" 2}}', '{{slice "日本語" 0 2}}'])
def test_a_character_cut_in_half_is_the_bytes_of_it(render: Callable[[str], str], template: str) -> None:
    assert render(template) == "\udce6\udc97"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("\udcff{{1}}", "\udcff1"),  # behind and before what is done, a byte stays as it is
        (r'{{len "\xff"}}', "1"),
        ('{{len "\udcff"}}', "3"),  # in it, one that is no UTF-8 is read as the character for what is none
        ('{{printf "%x" "\udcff"}}', "efbfbd"),
        ('{{index "\udcff" 0}}', "239"),
    ],
)
def test_bytes_that_are_no_utf8(render: Callable[[str], str], template: str, text: str) -> None:
    assert render(template) == text


def test_a_byte_that_is_no_utf8_is_no_part_of_a_template(render: Callable[[str], str]) -> None:
    with pytest.raises(TemplateError, match="unrecognized character in action: U\\+FFFD '\ufffd'"):
        render("{{\udcff}}")


def test_own_functions_come_before_dockers() -> None:
    functions = {"upper": Function(lambda text: f"<{text}>", ("string",))}
    assert Template('{{upper "a"}}{{lower "B"}}', functions).render(None) == "<a>b"


def test_a_function_that_fails_says_why() -> None:
    def fail() -> str:
        raise ValueError("no reason")

    with pytest.raises(TemplateExecError) as caught:
        Template("{{fail}}", {"fail": Function(fail)}).render(None)
    assert str(caught.value) == 'template: :1:2: executing "" at <fail>: error calling fail: no reason'
