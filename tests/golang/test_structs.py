"""JSON seen as Go structs: what is absent, what is printed, what only the JSON has."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engineclient.golang.structs import Schema
from engineclient.golang.template import Template, TemplateError

# ruff: noqa: E501  # a struct a line
SCHEMA = Schema("""
thing ID=Id Count:int Open:bool Names:[]string Labels:map[]string Ports:map[nat.Port][]Port Health:*Health Size:*int Made:time Wait:duration Wanted:map[nat.Port]empty Parts:Parts Peers:[]*Port ByName:map[]*Port Limits:[]*Limit Whatever:any
Port HostIP=HostIp HostPort
Health Status Fails:int Last:*Port
Parts { A B } *{ C } D:int
Limit={Name}={Soft}:{Hard} Name Soft:int Hard:int
""")
FULL = {
    "Id": "x",
    "Count": 3,
    "Open": True,
    "Names": ["a", "b"],
    "Labels": {"k": "v"},
    "Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "81/tcp": None},
    "Health": {"Status": "healthy", "Fails": 0},
    "Size": 5,
    "Made": "2026-11-24T11:53:05.5Z",
    "Wait": 1_500_000_000,
    "Wanted": {"80/tcp": {}},
    "Parts": {"A": "1"},
    "Peers": [{"HostIp": "h", "HostPort": "1"}],
    "Whatever": [1, "x"],
    "Extra": "only JSON has it",
}


def render(template: str, found: dict[str, Any]) -> str:
    return Template(template).render(SCHEMA.value("thing", found))


@pytest.mark.parametrize(
    ("template", "full", "empty"),
    [
        ("{{.ID}}", "x", ""),
        ("{{.Count}}", "3", "0"),
        ("{{eq .Count 3}}", "true", "false"),
        ("{{.Open}}", "true", "false"),
        ("{{.Names}}", "[a b]", "[]"),
        ("{{json .Names}}", '["a","b"]', "null"),
        ("{{range .Names}}{{.}};{{else}}none{{end}}", "a;b;", "none"),
        ("{{len .Names}}", "2", "0"),
        ('{{join .Names ","}}', "a,b", ""),
        ("{{.Labels}}", "map[k:v]", "map[]"),
        ("{{json .Labels}}", '{"k":"v"}', "null"),
        ("{{.Labels.zz}}", "<no value>", "<no value>"),
        ("{{.Ports}}", "map[80/tcp:[{0.0.0.0 8080}] 81/tcp:[]]", "map[]"),
        ("{{.Health}}", "{healthy 0 <nil>}", "<nil>"),
        ("{{json .Health}}", '{"Status":"healthy","Fails":0}', "null"),
        ("{{if .Health}}{{.Health.Status}}{{else}}none{{end}}", "healthy", "none"),
        ("{{.Size}}", "5", "<nil>"),
        ("{{.Made}}", "2026-11-24 11:53:05.5 +0000 UTC", "0001-01-01 00:00:00 +0000 UTC"),
        ("{{json .Made}}", '"2026-11-24T11:53:05.5Z"', '"0001-01-01T00:00:00Z"'),
        ("{{.Wait}}", "1.5s", "0s"),
        ("{{json .Wait}}", "1500000000", "0"),
        ("{{.Wanted}}", "map[80/tcp:{}]", "map[]"),
        ("{{.Whatever}}", "[1 x]", "<no value>"),
        ("{{.Parts.A}}", "1", ""),
        ("{{range .Peers}}{{.HostIP}}{{end}}", "h", ""),
    ],
)
def test_fields(template: str, full: str, empty: str) -> None:
    assert (render(template, FULL), render(template, {})) == (full, empty)


@pytest.mark.parametrize("template", ["{{.Extra}}", "{{.Id}}", "{{.Health.Nope}}"])
def test_other_names_are_errors(template: str) -> None:
    with pytest.raises(TemplateError, match="can't evaluate field"):
        render(template, FULL)


@pytest.mark.parametrize(
    ("field", "complaint"),
    [
        ("Status", "nil pointer evaluating *Health.Status"),
        ("Nope", "can't evaluate field Nope in type *Health"),
    ],
)
def test_fields_of_nil_are_errors(field: str, complaint: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(complaint)):
        render(f"{{{{.Health.{field}}}}}", {})


@pytest.mark.parametrize(
    ("template", "full", "empty"),
    [
        ("{{eq .Health nil}}", "false", "true"),
        ("{{ne .Health nil}}", "true", "false"),
        ("{{eq .Names nil}} {{eq .Labels nil}}", "false false", "true true"),
        ("{{eq .ID nil}}", "false", "false"),
    ],
)
def test_nil(template: str, full: str, empty: str) -> None:
    assert (render(template, FULL), render(template, {})) == (full, empty)


def test_what_a_map_does_not_have_is_the_zero_value_of_its_type() -> None:
    assert render("{{index .ByName `a`}} {{index .Labels `a`}}.", {}) == "<nil> ."


def test_nil_is_not_comparable_with_a_text() -> None:
    with pytest.raises(TemplateError, match="incompatible types for comparison"):
        render("{{eq .ID .Health}}", {})


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{printf `%#v` .Health}}", '&Health{Status:"healthy", Fails:0, Last:(*Port)(nil)}'),
        ("{{printf `%#v` .Health.Last}}", "(*Port)(nil)"),
        ("{{range .Peers}}{{printf `%#v` .}}{{end}}", '&Port{HostIP:"h", HostPort:"1"}'),
    ],
)
def test_pointers_in_the_syntax_of_go(template: str, printed: str) -> None:
    assert render(template, FULL) == printed


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{.Parts}}", "{{1 } ADDRESS 0}"),
        ("{{.Peers}}", "[ADDRESS]"),
        ("{{.ByName}}", "map[a:ADDRESS]"),
        ("{{range .Peers}}{{.}}{{end}}", "{h 1}"),
        ("{{index .ByName `a`}}", "{h 1}"),
        ("{{.Health}}", "{healthy 0 ADDRESS}"),
        ("{{.Health.Last}}", "{h 1}"),
        ("{{.Limits}}", "[nofile=5:9]"),
        ("{{range .Limits}}{{.Name}} {{.}}{{end}}", "nofile nofile=5:9"),
    ],
)
def test_wholes_are_printed_as_go_does_it(template: str, printed: str) -> None:
    port = {"HostIp": "h", "HostPort": "1"}
    found = FULL | {
        "Health": {"Status": "healthy", "Last": port},
        "ByName": {"a": port},
        "Limits": [{"Name": "nofile", "Soft": 5, "Hard": 9}],
    }
    assert re.sub("0xc[0-9a-f]{9}", "ADDRESS", render(template, found)) == printed


def test_json_keeps_what_the_schema_does_not_know() -> None:
    assert '"Extra":"only JSON has it"' in render("{{json .}}", FULL)


def test_a_schema_says_what_it_has() -> None:
    assert "Port" in SCHEMA
    assert "port" not in SCHEMA


def test_a_key_of_a_type_of_its_own_is_no_text() -> None:
    with pytest.raises(TemplateError, match="value has type string; should be nat.Port"):
        render('{{index .Ports "80/tcp"}}', FULL)
    assert render("{{range $port, $bound := .Ports}}{{$port}} {{end}}", FULL) == "80/tcp 81/tcp "


def test_a_struct_has_the_name_that_it_has_in_go() -> None:
    schema = Schema("one.A\nB\nC", {"B": "Bee", "C": "two.See"}, package="three")
    assert [schema.go_name(name) for name in ("one.A", "B", "C")] == ["one.A", "three.Bee", "two.See"]


TAGGED = Schema(
    """
    Outer  Name=name Note? Count:int Inner:*Inner List:[]string More:Inner? Other:any At:time
    Inner  Inner{ A? B:[]string? } On:bool?
    """
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            {
                "At": "2024-01-01T00:00:00Z",
                "Unknown": 1,
                "Note": "",
                "Inner": {"On": True, "B": ["<"], "A": ""},
                "name": "x",
            },
            (
                '{"name":"x","Count":0,"Inner":{"B":["<"],"On":true},"List":null,"Other":null,"At":"2024-01-01T00:00:00Z"}'
            ),
        ),
        (
            {"Note": "n", "More": {"A": "a"}, "List": []},
            (
                '{"name":"","Note":"n","Count":0,"Inner":null,"List":[],"More":{"A":"a"},"Other":null,'
                '"At":"0001-01-01T00:00:00Z"}'
            ),
        ),
    ],
)
def test_json_by_the_fields_if_some_are_left_out(raw: dict[str, Any], text: str) -> None:
    assert Template("{{json .}}").render(TAGGED.struct("Outer", raw)) == text
