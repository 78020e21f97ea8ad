from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import DecodeError
from engineclient.models.containers import PathStat
from engineclient.models.view import View, mapping, multimap, optional, required, sequence, table
from engineclient.models.volumes import VolumeList


class Inner(View):
    value = required(int, "Value")


class Sample(View):
    name = required(str, "Name")
    inner = optional(Inner, "Inner")
    items = sequence(Inner, "Items")
    labels = mapping(str, "Labels")
    rows = table(str, "Rows")
    ports = multimap(Inner, "Ports")


ONE = {"Value": 1}

READ: list[tuple[str, Any, Any]] = [
    ("name", {"Name": "a"}, "a"),
    ("inner", {"Inner": ONE}, Inner(ONE)),
    ("inner", {"Inner": None}, None),
    ("inner", {}, None),
    ("items", {"Items": [ONE]}, [Inner(ONE)]),
    ("items", {"Items": None}, []),
    ("items", {}, []),
    ("labels", {"Labels": {"a": "b"}}, {"a": "b"}),
    ("labels", {"Labels": None}, {}),
    ("labels", {}, {}),
    ("rows", {"Rows": [["a", "b"], None]}, [["a", "b"], []]),
    ("rows", {"Rows": None}, []),
    ("ports", {"Ports": {"80": [ONE], "81": None}}, {"80": [Inner(ONE)], "81": []}),
    ("ports", {"Ports": None}, {}),
]


@pytest.mark.parametrize(("name", "raw", "value"), READ)
def test_reading_a_field(name: str, raw: Any, value: Any) -> None:
    assert getattr(Sample(raw), name) == value


@pytest.mark.parametrize("raw", [{}, {"Name": None}])
def test_a_required_field_that_is_not_there(raw: Any) -> None:
    with pytest.raises(DecodeError, match="Sample has no Name"):
        _ = Sample(raw).name


def test_an_odd_field_breaks_only_its_reader() -> None:
    assert Sample({"Name": "a", "Items": 7}).name == "a"


ODD: list[tuple[str, Any]] = [
    ("name", None),
    ("name", ["a"]),
    ("items", {"Items": 7}),
    ("labels", {"Labels": ["a"]}),
    ("ports", {"Ports": {"80": 1}}),
]


@pytest.mark.parametrize(("name", "raw"), ODD)
def test_json_of_another_shape(name: str, raw: Any) -> None:
    with pytest.raises(DecodeError, match="Sample has an invalid"):
        getattr(Sample(raw), name)


def test_raw_is_the_very_object() -> None:
    raw = {"Name": "a", "Unknown": 1}
    assert Sample(raw).raw is raw


def test_views_are_equal_if_kind_and_json_are() -> None:
    assert Sample(ONE) == Sample(dict(ONE))
    assert Sample(ONE) != Inner(ONE)


@pytest.mark.parametrize(
    ("mode", "directory", "symlink"),
    [
        (0o644, False, False),
        (1 << 31 | 0o755, True, False),
        (1 << 27 | 0o777, False, True),
        (1 << 31 | 1 << 20, True, False),
    ],
)
def test_the_kind_in_go_s_file_mode(mode: int, directory: bool, symlink: bool) -> None:
    stat = PathStat({"mode": mode})
    assert (stat.is_directory, stat.is_symlink) == (directory, symlink)


def test_a_list_of_volumes_is_iterated_as_other_lists_are() -> None:
    found = VolumeList({"Volumes": [{"Name": "a"}, {"Name": "b"}], "Warnings": None})
    assert [volume.name for volume in found] == ["a", "b"]
    assert len(found) == 2
    assert not VolumeList({"Volumes": None})
