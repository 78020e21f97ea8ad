from collections.abc import Callable

import pytest

from engineclient.golang.template import Function, Record, Template, TemplateExecError, UnsupportedTemplate


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{0x1F}} {{0b101}} {{0o17}} {{017}}", "31 5 15 15"),
        (
            "{{.L}} {{.M}} {{.EL}} {{.EM}}",
            "[1 a true <nil> [x y] map[k:v]] map[a:x b:2 c:map[d:[1 2]]] [] map[]",
        ),
        ('{{define "x"}}[{{.Name}}]{{end}}{{template "x" .}}{{template "x" .}}', "[n][n]"),
        ('{{define "x"}}[{{.}}]{{end}}{{template "x"}}', "[<no value>]"),
        ('{{define "x"}}{{$}}{{end}}{{template "x" 5}}', "5"),
        ('{{template "x" 1}}{{define "x"}}{{$a := .}}{{$a}}{{end}}', "1"),
        ('{{define "x"}}  {{end}}{{define "x"}}1{{end}}{{template "x"}}', "1"),
        ('{{define "x"}}1{{end}}{{define "x"}} {{end}}{{template "x"}}', "1"),
        ('{{define "x"}}{{template "y" .}}{{end}}{{define "y"}}{{.Name}}{{end}}{{template "x" .}}', "n"),
        ('{{range .Strs}}{{template "x" .}}{{end}}{{define "x"}}({{.}}){{end}}', "(one)(two)(three)"),
        ('{{$y := 1}}{{block "x" $y}}{{.}}{{end}}{{template "x" 2}}', "12"),
        ('{{define "x"}}{{template "x"}}{{end}}a', "a"),
        ("{{if .N}}y{{else}}n{{end}}{{if .ES}}y{{else}}n{{end}}", "nn"),
        ("{{if .EL}}y{{else}}n{{end}}{{if .EM}}y{{else}}n{{end}}{{if .T}}y{{end}}", "nny"),
        ("{{.Name}}", "n"),
        ("{{.S}}", 'a<b>"é"'),
        ("{{if .Z}}yes{{else}}no{{end}}", "yes"),
        ("{{range .L}}[{{.}}]{{end}}", "[1][a][true][<no value>][[x y]][map[k:v]]"),
        ("{{range $k,$v := .M}}{{$k}}={{$v}};{{end}}", "a=x;b=2;c=map[d:[1 2]];"),
        ("{{range $i,$v := .Strs}}{{$i}}={{$v}};{{end}}", "0=one;1=two;2=three;"),
        ("{{range .EL}}x{{else}}empty{{end}}", "empty"),
        ("{{range 3}}{{.}}{{end}}", "012"),
        ("{{range $i := 3}}{{$i}}{{end}}", "012"),
        ("{{range .N}}x{{else}}none{{end}}", "none"),
        ("{{with .M}}{{.a}}{{end}}", "x"),
        ("{{with .ES}}a{{else with .Name}}b{{.}}{{else}}c{{end}}", "bn"),
        ("{{with $x := .Name}}{{$x}}{{end}}", "n"),
        ("{{$x := 1}}{{$x = 2}}{{$x}}", "2"),
        ("{{$.Name}}", "n"),
        ("}}", "}}"),
        ("{{.Name}}}}", "n}}"),
        ("{{/* c */}}x", "x"),
        ("{{- /* c */ -}} x", "x"),
        ("a {{- .Name -}} b", "anb"),
        ("a {{ .Name -}}  b", "a nb"),
        ("{{-3}}", "-3"),
        ("{{- 3}}", "3"),
        ("{{.Name | }}", "n"),
        ("{{`raw\\n`}}", "raw\\n"),
        ('{{"a\\tb\\n\\x41\\u00e9"}}', "a\tb\nAé"),
        ("{{'a'}} {{'\\n'}} {{'é'}}", "97 10 233"),
        ("{{(.Name)}}", "n"),
        ("{{(.M).a}}", "x"),
        ("{{$x := .Name}}{{$x}}|", "n|"),
        ("{{range $x := .Strs}}{{$x}}{{end}}", "onetwothree"),
        ("{{$ := 1}}", ""),
        ("{{$.M.a}} {{$x := .M}}{{$x.a}} {{$x.c.d}}", "x x [1 2]"),
        ("a\n{{.Name\n}}", "a\nn"),
        ("{{.Name}}\t{{.S}}", 'n\ta<b>"é"'),
        ("\\t{{.Name}}\\n", "\\tn\\n"),
        ('{{"a\\n"}}', "a\n"),
        ('{{"{{"}}', "{{"),
        ("{{.Name}}{{/* x */}}{{.Driver}}", "nbridge"),
        ("{{range .Obj}}{{.K}}{{end}}", "12"),
        ("{{range $i, $e := .L}}{{if $i}}, {{end}}{{$e}}{{end}}", "1, a, true, <no value>, [x y], map[k:v]"),
        ("{{range -1}}x{{else}}none{{end}}", "none"),
        ("{{range $x := .Obj}}{{$x.K}}{{$.Name}}{{end}}", "1n2n"),
        ("{{$x := 1}}{{range .Strs}}{{$x = .}}{{end}}{{$x}}", "three"),
        ("{{$x := 1}}{{if true}}{{$x := 2}}{{end}}{{$x}}", "1"),
        ("{{range .L}}{{if .}}{{break}}{{end}}{{end}}", ""),
        ('{{.Name}}{{- "x" -}}  {{.Name}}', "nxn"),
        ("{{.Name -}}\n  x\n{{- .Name}}", "nxn"),
        ("{{9223372036854775807}} {{-9223372036854775808}}", "9223372036854775807 -9223372036854775808"),
        ("{{$x:=1}}{{$x}}", "1"),
        ("{{$x :=1}}{{$x}}", "1"),
        ("{{`a\nb`}}", "a\nb"),
        ("{{$_x := 1}}{{$_x}}", "1"),
        ("{{.Name -}}", "n"),
        ("{{/**/}}", ""),
    ],
)
def test_templates_render(render: Callable[[str], str], source: str, text: str) -> None:
    assert render(source) == text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{.Nope}}", '1:2: at <.Nope>: map has no entry for key "Nope"'),
        ("{{.Nope.X}}", '1:7: at <.Nope.X>: map has no entry for key "Nope"'),
        ("{{.Name.X}}", "1:7: at <.Name.X>: can't evaluate field X in type interface {}"),
        ("{{eq .I 12345}}", "1:2: at <eq .I 12345>: error calling eq: incompatible types for comparison"),
        ("{{eq .F 1.5}}", "1:2: at <eq .F 1.5>: error calling eq: incompatible types for comparison"),
        ("{{lt .I 5}}", "1:2: at <lt .I 5>: error calling lt: incompatible types for comparison"),
        ("{{len 5}}", "1:2: at <len 5>: error calling len: len of type int"),
        ("{{range .I}}{{.}}{{end}}", "1:8: at <.I>: range can't iterate over 12345"),
        ("{{range .S}}{{.}}{{end}}", '1:8: at <.S>: range can\'t iterate over a<b>"é"'),
        ("{{range .T}}{{end}}", "1:8: at <.T>: range can't iterate over true"),
        ("{{$x = 2}}", "1:7: at <2>: undefined variable: $x"),
        ("{{index .L 10}}", "1:2: at <index .L 10>: error calling index: index out of range: 10"),
        (
            '{{index .L "a"}}',
            '1:2: at <index .L "a">: error calling index: cannot index slice/array with type string',
        ),
        ("{{index .M 1}}", "1:2: at <index .M 1>: error calling index: value has type int; should be string"),
        ('{{index .N "a"}}', '1:2: at <index .N "a">: error calling index: index of untyped nil'),
        ('{{index .Nope "a"}}', '1:8: at <.Nope>: map has no entry for key "Nope"'),
        ("{{slice .Strs 5}}", "1:2: at <slice .Strs 5>: error calling slice: index out of range: 5"),
        (
            "{{slice .M 1}}",
            "1:2: at <slice .M 1>: error calling slice: can't slice item of type map[string]interface {}",
        ),
        ('{{join .L ","}}', "1:7: at <.L>: wrong type for value; expected []string; got []interface {}"),
        ("{{upper .I}}", "1:8: at <.I>: wrong type for value; expected string; got json.Number"),
        ('{{printf "%v" .Nope}}', '1:14: at <.Nope>: map has no entry for key "Nope"'),
        ("{{nil}}", "1:2: at <nil>: nil is not a command"),
        ("{{.Name .S}}", "1:2: at <.Name>: Name is not a method but has arguments"),
        ('{{.Labels "k"}}', "1:2: at <.Labels>: Labels is not a method but has arguments"),
        ("{{range $x, $y = .Strs}}{{end}}", "1:17: at <.Strs>: undefined variable: $x"),
        ('{{.Name "x"}}', "1:2: at <.Name>: Name is not a method but has arguments"),
        ("{{5 .Name}}", "1:2: at <5>: can't give argument to non-function 5"),
        ('{{"a" "b"}}', '1:2: at <"a">: can\'t give argument to non-function "a"'),
        ("{{nil | print}}", "1:2: at <nil>: nil is not a command"),
        ("{{len}}", "1:2: at <len>: wrong number of args for len: want 1 got 0"),
        ("{{len .L .M}}", "1:2: at <len>: wrong number of args for len: want 1 got 2"),
        ("{{index}}", "1:2: at <index>: wrong number of args for index: want at least 1 got 0"),
        ("{{upper}}", "1:2: at <upper>: wrong number of args for upper: want 1 got 0"),
        ('{{upper "a" "b"}}', "1:2: at <upper>: wrong number of args for upper: want 1 got 2"),
        ("{{join .Strs}}", "1:2: at <join>: wrong number of args for join: want 2 got 1"),
        ('{{join "a" ","}}', '1:7: at <"a">: can\'t handle "a" for arg of type []string'),
        ('{{pad "a" "b" "c"}}', '1:10: at <"b">: expected integer; found "b"'),
        ('{{truncate "abc" "d"}}', '1:17: at <"d">: expected integer; found "d"'),
        ("{{not}}", "1:2: at <not>: wrong number of args for not: want 1 got 0"),
        ("{{eq}}", "1:2: at <eq>: wrong number of args for eq: want at least 1 got 0"),
        ("{{eq 1}}", "1:2: at <eq 1>: error calling eq: missing argument for comparison"),
        (
            '{{eq 1 1}} {{eq 1 2 1}} {{eq "a" "b"}} {{eq 1 1.0}}',
            "1:41: at <eq 1 1.0>: error calling eq: incompatible types for comparison",
        ),
        ('{{eq 1 "a"}}', '1:2: at <eq 1 "a">: error calling eq: incompatible types for comparison'),
        ("{{lt true false}}", "1:2: at <lt true false>: error calling lt: invalid type for comparison"),
        ("{{lt 1 1.5}}", "1:2: at <lt 1 1.5>: error calling lt: incompatible types for comparison"),
        ('{{lt "a" 1}}', '1:2: at <lt "a" 1>: error calling lt: incompatible types for comparison'),
        ("a\nb{{.Nope}}", '2:3: at <.Nope>: map has no entry for key "Nope"'),
        ("{{.Name | .S}}", "1:10: at <.S>: S is not a method but has arguments"),
        ("{{.é}}", '1:2: at <.é>: map has no entry for key "é"'),
        ("{{if .Nope}}x{{end}}", '1:5: at <.Nope>: map has no entry for key "Nope"'),
        ("{{range .Obj}}{{.Nope}}{{end}}", '1:16: at <.Nope>: map has no entry for key "Nope"'),
        ("{{range .Nope}}{{end}}", '1:8: at <.Nope>: map has no entry for key "Nope"'),
        ("{{.Deep.A.B.C}} {{.Deep.A.X}}", '1:23: at <.Deep.A.X>: map has no entry for key "X"'),
        ("{{.Deep.A.X.Y}}", '1:7: at <.Deep.A.X.Y>: map has no entry for key "X"'),
        ("{{.N.X}}", "1:4: at <.N.X>: nil pointer evaluating interface {}.X"),
        ("{{.L.X}}", "1:4: at <.L.X>: can't evaluate field X in type interface {}"),
        ("{{.Name.X.Y}}", "1:7: at <.Name.X.Y>: can't evaluate field X in type interface {}"),
        ("{{json .Nope}}", '1:7: at <.Nope>: map has no entry for key "Nope"'),
        ("{{index .L 1 2}}", "1:2: at <index .L 1 2>: error calling index: index out of range: 2"),
        ("{{index .L -1}}", "1:2: at <index .L -1>: error calling index: index out of range: -1"),
        (
            "{{index .L 1.5}}",
            "1:2: at <index .L 1.5>: error calling index: cannot index slice/array with type float64",
        ),
        (
            "{{index .L nil}}",
            "1:2: at <index .L nil>: error calling index: cannot index slice/array with nil",
        ),
        (
            "{{index .M nil}}",
            "1:2: at <index .M nil>: error calling index: value is nil; should be of type string",
        ),
        ('{{pad "x" -1 2}}', '1:2: at <pad "x" -1 2>: error calling pad: strings: negative Repeat count'),
        ("{{with .Name}}{{.X}}{{end}}", "1:16: at <.X>: can't evaluate field X in type string"),
        ("{{$x := .Name}}{{$x.X}}", "1:19: at <$x.X>: can't evaluate field X in type string"),
        ('{{(print "a").X}}', '1:9: at <"a">: can\'t evaluate field X in type string'),
        ("{{printf 1}}", "1:9: at <1>: expected string; found 1"),
        ("{{printf}}", "1:2: at <printf>: wrong number of args for printf: want at least 1 got 0"),
        ("{{printf .N}}", "1:9: at <.N>: wrong type for value; expected string; got interface {}"),
        ("{{and}}", "1:2: at <and>: wrong number of args for and: want at least 1 got 0"),
        ("{{or}}", "1:2: at <or>: wrong number of args for or: want at least 1 got 0"),
        (
            "{{and 1 0 .Nope}} {{or 0 1 .Nope}} {{or 0 .Nope}}",
            '1:42: at <.Nope>: map has no entry for key "Nope"',
        ),
        ("{{len .N}}", "1:2: at <len .N>: error calling len: len of nil pointer"),
        ("{{len true}}", "1:2: at <len true>: error calling len: len of type bool"),
        (
            '{{slice "abcdef" 1 2 3}}',
            '1:2: at <slice "abcdef" 1 2 3>: error calling slice: cannot 3-index slice a string',
        ),
        ('{{slice "abc" 2 1}}', '1:2: at <slice "abc" 2 1>: error calling slice: invalid slice index: 2 > 1'),
        (
            '{{slice "abc" 1 2 3 4}}',
            '1:2: at <slice "abc" 1 2 3 4>: error calling slice: too many slice indexes: 4',
        ),
        ("{{slice nil}}", "1:2: at <slice nil>: error calling slice: slice of untyped nil"),
        ("{{slice 5 1}}", "1:2: at <slice 5 1>: error calling slice: can't slice item of type int"),
        (
            '{{eq "a" nil}} {{eq .T 1}}',
            "1:17: at <eq .T 1>: error calling eq: incompatible types for comparison",
        ),
        ('{{ne "a" "b" "c"}}', "1:2: at <ne>: wrong number of args for ne: want 2 got 3"),
        ("{{lt .N 1}}", "1:2: at <lt .N 1>: error calling lt: invalid type for comparison"),
        ("{{range $k, $v := 3}}x{{end}}", "1:18: at <3>: can't use 3 to iterate over more than one variable"),
        ("{{range 2.5}}{{end}}", "1:8: at <2.5>: range can't iterate over 2.5"),
        ('{{range "ab"}}{{end}}', '1:8: at <"ab">: range can\'t iterate over ab'),
        ("{{range nil}}{{end}}", "1:8: at <nil>: nil is not a command"),
        ("{{with nil}}{{end}}", "1:7: at <nil>: nil is not a command"),
        ("{{if nil}}{{end}}", "1:5: at <nil>: nil is not a command"),
        ("{{range .Strs}}{{range .}}{{end}}{{end}}", "1:23: at <.>: range can't iterate over one"),
        ("{{(nil).X}}", "1:3: at <nil>: nil is not a command"),
        ('{{.Name.X "a"}}', "1:7: at <.Name.X>: can't evaluate field X in type interface {}"),
        ('{{ "a" "b" | print }}', '1:3: at <"a">: can\'t give argument to non-function "a"'),
        ("{{9223372036854775808}}", "1:2: at <9223372036854775808>: 9223372036854775808 overflows int"),
        ("{{print .Name.S}}", "1:13: at <.Name.S>: can't evaluate field S in type interface {}"),
        ("{{upper .Name .Nope}}", "1:2: at <upper>: wrong number of args for upper: want 1 got 2"),
        ("{{json}}", "1:2: at <json>: wrong number of args for json: want 1 got 0"),
        ("{{json .Strs .L}}", "1:2: at <json>: wrong number of args for json: want 1 got 2"),
        ('{{join .N ","}}', "1:7: at <.N>: wrong type for value; expected []string; got interface {}"),
        ("{{upper .N}}", "1:8: at <.N>: wrong type for value; expected string; got interface {}"),
        ("{{upper .L}}", "1:8: at <.L>: wrong type for value; expected string; got []interface {}"),
        ("{{upper 5}}", "1:8: at <5>: expected string; found 5"),
        ("{{upper nil}}", "1:8: at <nil>: cannot assign nil to string"),
        ("{{upper true}}", "1:8: at <true>: expected string; found true"),
        ('{{truncate "abc" .I}}', "1:17: at <.I>: wrong type for value; expected int; got json.Number"),
        ('{{truncate "abc" "x"}}', '1:17: at <"x">: expected integer; found "x"'),
        ("{{pad .Name 1}}", "1:2: at <pad>: wrong number of args for pad: want 3 got 2"),
        (
            "{{index .Strs .I}}",
            "1:2: at <index .Strs .I>: error calling index: cannot index slice/array with type json.Number",
        ),
        ("{{index 5 0}}", "1:2: at <index 5 0>: error calling index: can't index item of type int"),
        (
            '{{index .M "b" "c"}}',
            '1:2: at <index .M "b" "c">: error calling index: cannot index slice/array with type string',
        ),
        ("{{index nil 1}}", "1:2: at <index nil 1>: error calling index: index of untyped nil"),
        (
            '{{index .EM "x"}}|{{index .EL 0}}',
            "1:20: at <index .EL 0>: error calling index: reflect: slice index out of range",
        ),
        ("{{.M.zz}}", '1:4: at <.M.zz>: map has no entry for key "zz"'),
        ("{{.IPAM.Nope}}", '1:7: at <.IPAM.Nope>: map has no entry for key "IPAM"'),
        ("{{.Name}} {{.NAME}}", '1:12: at <.NAME>: map has no entry for key "NAME"'),
        (
            '{{printf "a very long string indeed %s" .Nope}}',
            '1:40: at <.Nope>: map has no entry for key "Nope"',
        ),
        ("日本{{.Nope}}", '1:8: at <.Nope>: map has no entry for key "Nope"'),
        ("{{.A_b}} {{._x}}", '1:2: at <.A_b>: map has no entry for key "A_b"'),
        ("{{._}}", '1:2: at <._>: map has no entry for key "_"'),
        ('{{template "x" .}}', '1:11: at <{{template "x" .}}>: template "x" not defined'),
        (
            '{{template "x" .Name | printf "%s"}}',
            '1:11: at <{{template "x" .Name | printf "%s"}}>: template "x" not defined',
        ),
        (
            '{{define "x"}}{{.Nope.No}}{{end}}a{{template "x" .}}',
            '1:21: executing "x" at <.Nope.No>: map has no entry for key "Nope"',
        ),
        (
            '{{define "x"}}{{template "x"}}{{end}}{{template "x"}}',
            '1:25: executing "x" at <{{template "x"}}>: exceeded maximum template depth (100000)',
        ),
        ("{{call}}", "1:2: at <call>: wrong number of args for call: want at least 1 got 0"),
        ("{{call .Name}}", "1:2: at <call .Name>: error calling call: non-function .Name of type string"),
        ("{{call nil}}", "1:2: at <call nil>: error calling call: call of nil"),
        ("{{.Name.X\n}}", "1:7: at <.Name.X>: can't evaluate field X in type interface {}"),
    ],
)
def test_templates_that_do_not_fit_fail_in_gos_words(
    render: Callable[[str], str], source: str, message: str
) -> None:
    with pytest.raises(TemplateExecError) as caught:
        render(source)
    assert str(caught.value).replace('executing "" ', "") == f"template: :{message}"


LABELS = {"a": "1"}
CONTAINER = Record(
    "*formatter.ContainerContext",
    {"ID": "0123", "Platform": None, "Label": Function(lambda name: LABELS.get(name, ""), ("string",))},
)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{.ID}}", "0123"),
        ('{{.Label "a"}}{{.Label "b"}}', "1"),
        ('{{"a" | .Label}}', "1"),
        ("{{$x := .}}{{$x.ID}}", "0123"),
        ('{{printf "%T" .}}', "*formatter.ContainerContext"),
        ("{{json .}}", '{"ID":"0123","Platform":null}'),
        ("{{with .}}{{.ID}}{{end}}", "0123"),
    ],
)
def test_a_record_has_fields_and_methods(source: str, text: str) -> None:
    assert Template(source).render(CONTAINER) == text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{.Nope}}", "1:2: at <.Nope>: can't evaluate field Nope in type *formatter.ContainerContext"),
        ("{{.Nope.X}}", "1:7: at <.Nope.X>: can't evaluate field Nope in type *formatter.ContainerContext"),
        ("{{.ID.X}}", "1:5: at <.ID.X>: can't evaluate field X in type string"),
        ("{{with .ID}}{{.X}}{{end}}", "1:14: at <.X>: can't evaluate field X in type string"),
        ('{{.ID "x"}}', "1:2: at <.ID>: wrong number of args for ID: want 0 got 1"),
        ("{{.Label}}", "1:2: at <.Label>: wrong number of args for Label: want 1 got 0"),
        ('{{.Label "a" "b"}}', "1:2: at <.Label>: wrong number of args for Label: want 1 got 2"),
        ("{{.Label 1}}", "1:9: at <1>: expected string; found 1"),
        ("{{len .}}", "1:2: at <len .>: error calling len: len of type formatter.ContainerContext"),
        (
            "{{index . 0}}",
            "1:2: at <index . 0>: error calling index: can't index item of type formatter.ContainerContext",
        ),
    ],
)
def test_a_record_complains_with_its_type(source: str, message: str) -> None:
    with pytest.raises(TemplateExecError) as caught:
        Template(source).render(CONTAINER)
    assert str(caught.value).replace('executing "" ', "") == f"template: :{message}"


def test_a_whole_record_is_not_printed() -> None:
    with pytest.raises(UnsupportedTemplate) as caught:
        Template("{{.}}").render(CONTAINER)
    assert str(caught.value) == (
        'template: :1:2: executing "" at <.>: '
        "a whole *formatter.ContainerContext cannot be printed; name its fields, or use json"
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [("{{.Labels.zz}}", "<no value>"), ("{{.Labels.zz.y}}", "<no value>"), ("{{.Nope}}|", "<no value>|")],
)
def test_a_missing_key_has_no_value_unless_it_is_an_error(source: str, text: str) -> None:
    assert Template(source).render({"Labels": {"k": "v"}}) == text


def test_an_error_keeps_what_was_rendered_before_it() -> None:
    with pytest.raises(TemplateExecError) as caught:
        Template("table {{.Nope}}").render(CONTAINER)
    assert caught.value.rendered == "table "


def test_errors_call_the_template_by_its_name() -> None:
    with pytest.raises(TemplateExecError, match=r'^template: version:1:2: executing "version" at <\.Nope>: '):
        Template("{{.Nope}}", name="version").render(CONTAINER)
