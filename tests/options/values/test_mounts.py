"""Mounts: what stays of a --mount until it is sent."""

from __future__ import annotations

import pytest

from engineclient.options.values.mounts import parse_mount


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("./x", "/home/me/x"),
        ("../x", "/home/x"),
        (".", "/home/me"),
        ("x", "x"),
        ("~/x", "~/x"),
        ("/a/../x", "/a/../x"),
    ],
)
def test_only_a_leading_dot_makes_a_source_absolute(source: str, sent: str) -> None:
    assert parse_mount(f"type=bind,src={source},dst=/d").body("/home/me")["Source"] == sent


@pytest.mark.parametrize(("field", "lines"), [("bind-nonrecursive", 0), ("bind-nonrecursive=0", 1)])
def test_the_old_name_is_deprecated_when_it_has_a_value(field: str, lines: int) -> None:
    assert len(parse_mount(f"type=bind,dst=/d,{field}").deprecated) == lines


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ("volume-nocopy=0", {"DriverConfig": {}}),
        (
            "volume-label=b,volume-label=a=1,volume-label==x",
            {"Labels": {"a": "1", "b": ""}, "DriverConfig": {}},
        ),
        ("volume-driver=d,volume-opt=o=a", {"DriverConfig": {"Name": "d", "Options": {"o": "a"}}}),
        ("volume-driver=d,volume-driver=", {"DriverConfig": {}}),
    ],
)
def test_volume_options_always_have_a_driver(options: str, sent: dict[str, object]) -> None:
    assert parse_mount(f"dst=/d,{options}").body("/")["VolumeOptions"] == sent
