"""Values of another type than Go's structs have, and the words for them."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import DecodeError
from engineclient.wire.shapes import MapOf, fit

SHAPE = {
    "Name": "",
    "Size": 0,
    "On": False,
    "Tags": [""],
    "Labels": MapOf(""),
    "Inner": {"Of": [{"A": 0}]},
    "Any": None,
}


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"Name": None, "Size": None, "On": None, "Tags": None, "Labels": None, "Inner": None},
        {
            "Name": "x",
            "Size": 1,
            "On": True,
            "Tags": ["a", None],
            "Labels": {"a": "b", "c": None},
            "Unknown": 3,
        },
        {"Inner": {"Of": [{"A": 1}, None, {}]}, "Any": [{"x": 1}]},
    ],
)
def test_what_fits(value: Any) -> None:
    fit(SHAPE, value, "X")


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ([], "array into Go struct field X of type struct"),
        ({"Name": 1}, "number into Go struct field X.Name of type string"),
        ({"Size": "2024"}, "string into Go struct field X.Size of type int64"),
        ({"Size": True}, "bool into Go struct field X.Size of type int64"),
        ({"Size": 1.5}, "number into Go struct field X.Size of type int64"),
        ({"On": 0}, "number into Go struct field X.On of type bool"),
        ({"Tags": {}}, "object into Go struct field X.Tags of type slice"),
        ({"Tags": [3]}, "number into Go struct field X.Tags of type string"),
        ({"Labels": {"a": {}}}, "object into Go struct field X.Labels.a of type string"),
        ({"Inner": {"Of": [{"A": "x"}]}}, "string into Go struct field X.Inner.Of.A of type int64"),
    ],
)
def test_what_does_not(value: Any, complaint: str) -> None:
    with pytest.raises(DecodeError) as raised:
        fit(SHAPE, value, "X")
    assert str(raised.value) == f"json: cannot unmarshal {complaint}"
