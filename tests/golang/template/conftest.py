"""The data that the expected texts were made from: docker 28.2.2 printed them for a network of this JSON."""

import json
from collections.abc import Callable

import pytest

from engineclient.golang.numbers import JSONNumber
from engineclient.golang.template import Template

NETWORK = r"""
{
    "Name": "n",
    "Driver": "bridge",
    "Labels": {"k": "v", "b.c": "2"},
    "S": "a<b>\"é\"",
    "Multi": "l1\nl2\ttab",
    "I": 12345,
    "F": 1.5,
    "E": 1e+06,
    "Z": 0,
    "T": true,
    "N": null,
    "ES": "",
    "L": [1, "a", true, null, ["x", "y"], {"k": "v"}],
    "EL": [],
    "Strs": ["one", "two", "three"],
    "Obj": [{"K": "1"}, {"K": "2"}],
    "M": {"b": 2, "a": "x", "c": {"d": [1, 2]}},
    "EM": {},
    "Deep": {"A": {"B": {"C": "deep"}}},
    "a-b": "dash"
}
"""


@pytest.fixture
def render() -> Callable[[str], str]:
    """Render a template as docker does over JSON whose fields it does not know."""
    data = json.loads(NETWORK, parse_int=JSONNumber, parse_float=JSONNumber)
    return lambda source: Template(source).render(data, missing="error")
