"""`config --variables`: the formats of its list."""

from __future__ import annotations

import json

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.config import variables_text
from engineclient.compose.interpolate import Variable

FOUND = [
    Variable("TAG", "1.0"),
    Variable("N", "", "al<t"),
    Variable("REQ", required=True),
    Variable("M", "a: b"),
]
YAML = """\
M:
    name: M
    defaultvalue: 'a: b'
    presencevalue: ""
    required: false
"N":
    name: "N"
    defaultvalue: ""
    presencevalue: al<t
    required: false
REQ:
    name: REQ
    defaultvalue: ""
    presencevalue: ""
    required: true
TAG:
    name: TAG
    defaultvalue: "1.0"
    presencevalue: ""
    required: false
"""


def test_as_yaml() -> None:
    assert variables_text(FOUND, "yaml") == YAML
    assert variables_text([], "yaml") == "{}\n"


@pytest.mark.parametrize("style", ["json", "JSON"])
def test_as_json(style: str) -> None:
    text = variables_text(FOUND, style)
    assert text.startswith('{\n    "M": {\n        "Name": "M",\n        "DefaultValue": "a: b",\n')
    assert text.endswith("\n}\n\n")
    assert json.loads(text)["N"] == {
        "Name": "N",
        "DefaultValue": "",
        "PresenceValue": "al<t",
        "Required": False,
    }
    assert variables_text([], style) == "{}\n\n"


@pytest.mark.parametrize("style", ["", "table", "pretty", "Table"])
def test_as_a_table(style: str) -> None:
    lines = variables_text(FOUND, style).splitlines()
    assert lines[0].split("  ")[0] == "NAME"
    assert [line.split()[0] for line in lines[1:]] == ["M", "N", "REQ", "TAG"]


@pytest.mark.parametrize("style", ["YAML", "toml"])
def test_another_format_is_refused(style: str) -> None:
    with pytest.raises(ComposeError, match=f'format value "{style}" could not be parsed: parsing failed'):
        variables_text(FOUND, style)
