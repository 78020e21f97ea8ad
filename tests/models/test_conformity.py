"""The JSON that commands change and send back has the declared types, or an error names the field."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient import DecodeError
from engineclient.models.conformity import checked, typed
from engineclient.models.container_summary import ContainerSummary
from engineclient.models.services import InspectedServiceSpec

SPEC: dict[str, Any] = {"Name": "web", "Labels": None, "TaskTemplate": {}, "Mode": {"Global": {}}, "New": 7}


def test_what_is_checked_is_a_copy_that_keeps_unknown_fields() -> None:
    view = InspectedServiceSpec(SPEC)
    assert checked(view) == SPEC
    assert checked(view) is not view.raw


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("Labels", ["x"], "InspectedServiceSpec.Labels: ['x'] is no dict"),
        ("TaskTemplate", None, "InspectedServiceSpec.TaskTemplate: is required, and is not there"),
        (
            "TaskTemplate",
            {"ContainerSpec": 7},
            "InspectedServiceSpec.TaskTemplate.ContainerSpec: 7 is no object",
        ),
        (
            "Mode",
            {"Replicated": {"Replicas": "3"}},
            "InspectedServiceSpec.Mode.Replicated.Replicas: '3' is no int",
        ),
    ],
)
def test_a_field_of_another_type_is_named(field: str, value: Any, named: str) -> None:
    with pytest.raises(DecodeError) as caught:
        checked(InspectedServiceSpec({**SPEC, field: value}))
    assert str(caught.value) == f"the engine's answer does not have the expected form: {named}"


@pytest.mark.parametrize("raw", [{}, {"Id": "a"}, {"Id": "a", "Names": None, "New": 1, "Labels": {"a": "b"}}])
def test_an_engine_may_leave_fields_out_and_add_others(raw: dict[str, Any]) -> None:
    assert typed(ContainerSummary(raw)) is raw


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Id", 1),
        ("Names", 7),
        ("Names", [7]),
        ("Names", "x"),
        ("Labels", []),
        ("Labels", {"a": None}),
        ("Ports", [1]),
    ],
)
def test_a_field_that_is_there_has_its_type(field: str, value: object) -> None:
    with pytest.raises(DecodeError, match=rf"form: ContainerSummary\.{field}: "):
        typed(ContainerSummary({"Id": "a", field: value}))
