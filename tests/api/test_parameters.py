from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from engineclient.api.parameters import encode_filters, needs, platform_json, platforms_json, query, timestamp
from engineclient.versions import Gate

QUERIES: list[tuple[object, Any]] = [
    (None, {}),
    (False, {}),
    (True, {"x": "1"}),
    (0, {"x": "0"}),
    (1.5, {"x": "1.5"}),
    ("", {"x": ""}),
    ("a b", {"x": "a b"}),
    ([], {}),
    ({}, {}),
    (["a", 1], {"x": ["a", "1"]}),
    (("a",), {"x": ["a"]}),
    ({"a": True}, {"x": '{"a":true}'}),
    ([{"os": "linux"}], {"x": ['{"os":"linux"}']}),
]


@pytest.mark.parametrize(("value", "sent"), QUERIES)
def test_a_parameter(value: object, sent: Any) -> None:
    assert query({"x": value}) == sent


FILTERS: list[tuple[Any, Any]] = [
    (None, {}),
    ({}, {}),
    ({"status": "running"}, {"status": {"running": True}}),
    ({"label": ["a", "b=c"]}, {"label": {"a": True, "b=c": True}}),
    ({"dangling": True}, {"dangling": {"true": True}}),
    ({"dangling": False}, {"dangling": {"false": True}}),
    ({"label": ()}, {"label": {}}),
    ({"exited": 0}, {"exited": {"0": True}}),
    ({"exited": [0, 137]}, {"exited": {"0": True, "137": True}}),
    ({"label": {"a=b": True}}, {"label": {"a=b": True}}),
]


@pytest.mark.parametrize(("wanted", "sent"), FILTERS)
def test_filters(wanted: Any, sent: Any) -> None:
    assert encode_filters(wanted) == sent


PLATFORMS: list[tuple[Any, Any]] = [
    (None, None),
    ("linux", {"os": "linux"}),
    ("linux/amd64", {"os": "linux", "architecture": "amd64"}),
    ("linux/arm/v7", {"os": "linux", "architecture": "arm", "variant": "v7"}),
    ({"os": "windows", "os.version": "10"}, {"os": "windows", "os.version": "10"}),
]


@pytest.mark.parametrize(("platform", "sent"), PLATFORMS)
def test_a_platform(platform: Any, sent: Any) -> None:
    assert platform_json(platform) == sent


@pytest.mark.parametrize(
    ("platforms", "sent"),
    [
        (None, []),
        ("linux", [{"os": "linux"}]),
        ({"os": "linux"}, [{"os": "linux"}]),
        (["linux", {"os": "windows"}], [{"os": "linux"}, {"os": "windows"}]),
    ],
)
def test_several_platforms(platforms: Any, sent: Any) -> None:
    assert platforms_json(platforms) == sent


EAST = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (None, None),
        (0, "0"),
        (1700000000, "1700000000"),
        (1.5, "1.5"),
        (1e-05, "0.00001"),
        (1700000000.000001, "1700000000.000001"),
        ("1700000000.123456789", "1700000000.123456789"),
        ("2023-11-14T22:13:20Z", "1700000000"),
        ("2023-11-14T23:13:20.123456789+01:00", "1700000000.123456789"),
        (datetime(2023, 11, 14, 23, 13, 20, 500000, EAST), "1700000000.500000"),
        (datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), "1700000000"),
    ],
)
def test_times(moment: Any, sent: str | None) -> None:
    assert timestamp(moment) == sent


@pytest.mark.parametrize("moment", ["", "yesterday", "10m", "2023-11-14"])
def test_what_is_no_time(moment: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        timestamp(moment)


@pytest.mark.parametrize(
    ("value", "needed"), [(None, False), (False, False), ([], False), ((), False), (0, True), ("a", True)]
)
def test_only_parameters_in_use_need_a_version(value: object, needed: bool) -> None:
    assert needs(("x", "1.42", value)) == ((Gate("x", "1.42"),) if needed else ())
