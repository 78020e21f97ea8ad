"""The checker of views must be able to fail, or the tests that use it say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.models.conformity import problems
from engineclient.models.view import (
    View,
    mapping,
    multimap,
    optional,
    optional_or_text,
    required,
    sequence,
    table,
)
from tests.models.check import unmodelled


class Inner(View):
    number = required(int, "Number")


class Sample(Inner):
    text = optional(str, "Text")
    either = optional_or_text(Inner, "Either")
    inner = optional(Inner, "Inner")
    items = sequence(Inner, "Items")
    labels = mapping(str, "Labels")
    rows = table(str, "Rows")
    ports = multimap(Inner, "Ports")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "Sample.Number: is required, and is not there"),
    ({"Number": None}, "Sample.Number: is required, and is not there"),
    ({"Number": "1"}, "Sample.Number: '1' is no int"),
    ({"Number": True}, "Sample.Number: True is no int"),
    ({"Number": 1, "Text": 2}, "Sample.Text: 2 is no str"),
    ({"Number": 1, "Inner": []}, "Sample.Inner: [] is no object"),
    ({"Number": 1, "Inner": {}}, "Sample.Inner.Number: is required, and is not there"),
    ({"Number": 1, "Either": []}, "Sample.Either: [] is no object"),
    ({"Number": 1, "Either": {}}, "Sample.Either.Number: is required, and is not there"),
    ({"Number": 1, "Items": {}}, "Sample.Items: {} is no list"),
    ({"Number": 1, "Items": [{}]}, "Sample.Items.Number: is required, and is not there"),
    ({"Number": 1, "Labels": []}, "Sample.Labels: [] is no dict"),
    ({"Number": 1, "Labels": {"a": 1}}, "Sample.Labels: 1 is no str"),
    ({"Number": 1, "Rows": [[1]]}, "Sample.Rows: 1 is no str"),
    ({"Number": 1, "Ports": {"a": [1]}}, "Sample.Ports: 1 is no object"),
]


@pytest.mark.parametrize(("raw", "problem"), WRONG)
def test_what_is_not_as_promised(raw: dict[str, Any], problem: str) -> None:
    assert list(problems(Sample, raw)) == [problem]


def test_all_as_promised() -> None:
    one = {"Number": 1}
    raw = one | {"Text": None, "Inner": one, "Items": [one], "Labels": {"a": "b"}, "Rows": [["a"], None]}
    assert list(problems(Sample, raw | {"Ports": {"a": [one], "b": None}, "Unknown": 1})) == []
    assert [*problems(Sample, one | {"Either": "text"}), *problems(Sample, one | {"Either": one})] == []


def test_what_no_field_names() -> None:
    raw = {"Number": 1, "New": 2, "Inner": {"Number": 1, "Newer": 3}}
    assert set(unmodelled(Sample, raw)) == {"Sample.New", "Sample.Inner.Newer"}
