from collections.abc import Callable

import pytest

from engineclient.golang.template import UnsupportedTemplate
from engineclient.golang.template.printing import sprintf


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{1}} {{-1}} {{+1}} {{1_000}} {{1e3}} {{1.0}} {{.5}} {{1.}}", "1 -1 1 1000 1000 1 0.5 1"),
        (
            "{{1e100}} {{123456789.0}} {{0.00001}} {{1e20}} {{1e21}}",
            "1e+100 1.23456789e+08 1e-05 1e+20 1e+21",
        ),
        ("{{1000000.0}} {{999999.5}} {{1234567.5}} {{100000.0}}", "1e+06 999999.5 1.2345675e+06 100000"),
        ("{{0.0001}} {{0.000012345}} {{-0.0}} {{100.50}} {{0.1}}", "0.0001 1.2345e-05 -0 100.5 0.1"),
        (
            "{{123456.7}} {{1234567.0}} {{12345678.9}} {{21474836.0}}",
            "123456.7 1.234567e+06 1.23456789e+07 2.1474836e+07",
        ),
        (
            "{{json 1e-6}} {{json 1e20}} {{json 0.000001234}} {{json -1.5}}",
            "0.000001 100000000000000000000 0.000001234 -1.5",
        ),
        ("{{json 1e22}} {{json 1e-9}} {{json 0.0}} {{json 123.456}}", "1e+22 1e-9 0 123.456"),
        ('{{printf "%d" "x"}} {{printf "%s" 1}} {{printf "%d"}}', "%!d(string=x) %!s(int=1) %!d(MISSING)"),
        (
            '{{printf "%d" 1 2}} {{printf "%z" 1}} {{printf "%t" 1}} {{printf "%s" nil}}',
            "1%!(EXTRA int=2) %!z(int=1) %!t(int=1) %!s(<nil>)",
        ),
        ('{{printf "%v %g %.3g %6.2f" 1e6 1e6 12345.678 3.14159}}', "1e+06 1e+06 1.23e+04   3.14"),
        ('{{printf "%-8.1f|%+d|% d|%08.3f" 2.5 5 5 3.14159}}', "2.5     |+5| 5|0003.142"),
        ("{{printf \"%x|%q|%c|%U\" \"é\" 'x' 'y' 'z'}}", "c3a9|'x'|y|U+007A"),
        ('{{printf "%e %E %G %.0f" 12345.678 12345.678 1e-10 2.5}}', "1.234568e+04 1.234568E+04 1E-10 2"),
        ('{{printf "%.1e %g %v" 12345.0 100000000.0 -0.0001}}', "1.2e+04 1e+08 -0.0001"),
        (
            '{{printf "%+.2e|%10.3e|%-12g|%+g|% g" 1.0 1.0 1.5 1.5 1.5}}',
            "+1.00e+00| 1.000e+00|1.5         |+1.5| 1.5",
        ),
        ('{{printf "%06d|%+06d|%x|%X|%#o|%b" -42 42 -255 "hi" 8 -5}}', "-00042|+00042|-ff|6869|010|-101"),
        ('{{printf "%w" 1}} {{printf "%日" 1}} {{printf "%y" "a"}}', "%!w(int=1) %!日(int=1) %!y(string=a)"),
        ('{{printf "%y" nil}} {{printf "%d" nil}} {{printf "%p" 1}}', "%!y(<nil>) %!d(<nil>) %!p(int=1)"),
        ('{{printf "%T" nil}} {{printf "%T" \'a\'}} {{printf "%T" 1.5}}', "<nil> int float64"),
        ('{{printf "%d" (index .L 4)}}', "[%!d(string=x) %!d(string=y)]"),
        ('{{printf "%d %s" .Strs "x"}}', "[%!d(string=one) %!d(string=two) %!d(string=three)] x"),
        ("{{.I}} {{.F}} {{.E}} {{.T}} {{.N}} {{.ES}}|", "12345 1.5 1e+06 true <no value> |"),
        ('{{printf "%5.1f|%05.1f|%-7.2e|" 2.25 2.25 1.0}}', "  2.2|002.2|1.00e+00|"),
        ('{{printf "%x %X %#x %#X %o %b" 255 255 255 255 8 5}}', "ff FF 0xff 0XFF 10 101"),
        ('{{printf "%-5t|%5v|%q" true nil "a\\tb"}}', 'true |<nil>|"a\\tb"'),
        ('{{printf "%6.3d|%-6d|%+d" 5 5 -5}}', "   005|5     |-5"),
        ('{{printf "%.0f %.10g %g" 0.5 0.1 1e-7}}', "0 0.1 1e-07"),
        ('{{printf "%s|%v|%d" .Strs .Obj .Z}}', "[one two three]|[map[K:1] map[K:2]]|%!d(json.Number=0)"),
        ('{{printf "%05d|%-05d|%+05d" -3 3 3}}', "-0003|3    |+0003"),
        ('{{printf "%*d|%-*d|%*d" 5 42 5 42 -5 42}}|', "   42|42   |42   |"),
        ('{{printf "%.2q|%.1x|%.2s" "abc" "abc" "日本語"}}', '"ab"|61|日本'),
        (
            '{{printf "%#v" 1.0}} {{printf "%#v" true}} {{printf "%#q" "a`b"}} {{printf "%+v" 1}}',
            '1 true "a`b" 1',
        ),
        ('{{.I | printf "%d"}}', "%!d(json.Number=12345)"),
        ('{{printf "%s %v %q" .I .I .I}}', '12345 12345 "12345"'),
        ('{{println "a" 1 true}}|', "a 1 true\n|"),
        ('{{print "a" 1 2 "b" 3}}|{{print 1 2}}|{{print "a" "b"}}|', "a1 2b3|1 2|ab|"),
        (
            '{{printf "%5d|%-5d|%05d|%x|%X|%o|%b|%c" 42 42 42 255 255 8 5 65}}',
            "   42|42   |00042|ff|FF|10|101|A",
        ),
        (
            '{{printf "%10s|%-10s|%.2s|%q|%x" "ab" "ab" "abc" "a\\"b" "hi"}}',
            '        ab|ab        |ab|"a\\"b"|6869',
        ),
        ('{{printf "%f|%.2f|%g|%e|%8.3f" 1.5 1.5 1.5 1.5 1.5}}', "1.500000|1.50|1.5|1.500000e+00|   1.500"),
        ('{{printf "%t|%v|%T|%%|%T|%T|%T" true true 1 "a" 1.5 true}}', "true|true|int|%|string|float64|bool"),
        (
            '{{printf "%v %v %v" .L .M .N}}',
            "[1 a true <nil> [x y] map[k:v]] map[a:x b:2 c:map[d:[1 2]]] <nil>",
        ),
        (
            '{{printf "%T %T %T %T" .L .M .I .Name}}',
            "[]interface {} map[string]interface {} json.Number string",
        ),
        ('{{printf "%s" .L}}', "[1 a %!s(bool=true) <nil> [x y] map[k:v]]"),
        ('{{printf "%q" .Strs}}', '["one" "two" "three"]'),
        ("{{print nil}}", "<nil>"),
        ("{{true | print}}", "true"),
        ('{{.Name | print "x"}}', "xn"),
        ('{{.Name | printf "%s-%s" .S}}', 'a<b>"é"-n'),
        ('{{printf "%s" (print "a")}}', "a"),
        (
            '{{lt 1 2}} {{le 2 2}} {{gt 3 2}} {{ge 1 2}} {{lt "a" "b"}} {{lt 1.5 2.5}}',
            "true true true false true true",
        ),
        ('{{print "}}"}}', "}}"),
        (
            '{{json .Labels}} {{json .Name}} {{json "<é>"}} {{json 1.0}} {{json 1e21}} {{json nil}}',
            '{"b.c":"2","k":"v"} "n" "<é>" 1 1e+21 null',
        ),
        ('{{printf "%5t|%-6v|%6v|%v" true true 1 nil}}', " true|true  |     1|<nil>"),
        ('{{printf "%05s|%5q|%-5q|" "ab" "a" "a"}}', '000ab|  "a"|"a"  |'),
        ('{{printf "%*d" 5 42}}', "   42"),
        ('{{printf "%#v %#x %+v" "a" 255 .M}}', '"a" 0xff map[a:x b:2 c:map[d:[1 2]]]'),
        ('{{printf "%!" }} {{printf "%"}}', "%!!(MISSING) %!(NOVERB)"),
        ('{{printf "%s %s" "a"}}', "a %!s(MISSING)"),
        ('{{printf "%s" .M}}', "map[a:x b:2 c:map[d:[1 2]]]"),
        ('{{printf "%x" .Strs}}', "[6f6e65 74776f 7468726565]"),
        ('{{printf "%d%%" 50}}', "50%"),
        ('{{"a" | printf "%s-%s" "b"}}', "b-a"),
        ('{{.Name | len}} {{.L | len | printf "%03d"}}', "1 006"),
        ('{{print "a" "b" | print "c" }}', "cab"),
        ("{{0x1p4}} {{0x1.8p1}}", "16 3"),
        (
            "{{json 1.5}} {{json 1e-7}} {{json 123456789012.0}} {{json true}} {{json 'a'}}",
            "1.5 1e-7 123456789012 true 97",
        ),
        ('{{truncate "abc" 1.0}}', "a"),
        ("{{print .Name | }}", "n"),
        (
            '{{printf "%6.2f%%|%3c|%-4q|%#q|%+q|% x|%#x" 99.5 65 65 "a" "é" "abc" "abc"}}',
            " 99.50%|  A|'A' |`a`|\"\\u00e9\"|61 62 63|0x616263",
        ),
        ('{{printf "%v %s" .Strs .Labels}}', "[one two three] map[b.c:2 k:v]"),
        ('{{printf "%5v|%-5v|%05v" "a" "b" 3}}', "    a|b    |00003"),
        ('{{printf "%5s|%3d" .Strs (slice .L 0 0)}}', "[  one   two three]|[]"),
        ('{{printf "%.3v|%.1s|%8.2s|" "abcdef" "é" "xyz"}}', "abc|é|      xy|"),
        ('{{printf "%t %5.1f %08b" false 2.25 5}}', "false   2.2 00000101"),
        ('{{printf "%.3d|%+.3d|%8.3d|% d" 7 7 7 -7}}', "007|+007|     007|-7"),
        ('{{printf "%c %U %q" 128512 128512 128512}}', "😀 U+1F600 '😀'"),
        ('{{printf "%s %d" "a" 1 "b"}}', "a 1%!(EXTRA string=b)"),
        (
            '{{printf "%-"}} {{printf "%5"}} {{printf "abc%"}} {{printf "%s%"  "a"}}',
            "%!(NOVERB) %!(NOVERB) abc%!(NOVERB) a%!(NOVERB)",
        ),
        ('{{printf "%*s|%-*d|%.*f" 5 "a" 5 1 2 3.14159}}', "    a|1    |3.14"),
    ],
)
def test_values_are_printed_as_go_does(render: Callable[[str], str], source: str, text: str) -> None:
    assert render(source) == text


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("%c", (-1,), "\ufffd"),
        ("%*d", (-5, 42), "42   "),
        ("%v", ({},), "map[]"),
    ],
)
def test_sprintf_prints(template: str, values: tuple[object, ...], text: str) -> None:
    assert sprintf(template, *values) == text


def test_numbered_arguments_are_refused(render: Callable[[str], str]) -> None:
    with pytest.raises(UnsupportedTemplate, match=r"numbered arguments of printf are not supported$"):
        render('{{printf "%[2]s" "a" "b"}}')
