"""docker's sums over what the engine says it has on disk."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.models.disk import (
    DiskShare,
    build_cache_share,
    containers_share,
    images_share,
    volumes_share,
)
from engineclient.models.disk_usage import BuildCache, DiskUsage


def sums(share: DiskShare[Any]) -> tuple[int, int, int, int]:
    return share.total_count, share.active_count, share.total_size, share.reclaimable


def image(size: int, shared: int, containers: int) -> dict[str, Any]:
    return {"Size": size, "SharedSize": shared, "Containers": containers}


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ([], (0, 0, 100, 100)),
        ([image(60, 0, 0)], (1, 0, 100, 100)),
        ([image(60, 20, 1)], (1, 1, 100, 60)),
        ([image(60, 20, 1), image(50, 20, 2)], (2, 2, 100, 30)),
        # -1 is not known: such an image is not active, and is kept if anybody may use it
        ([image(60, 20, -1)], (1, 0, 100, 60)),
        ([image(-1, 20, 1)], (1, 1, 100, 100)),
        ([image(60, -1, 1)], (1, 1, 100, 100)),
        # never less than nothing is docker's neither
        ([image(160, 0, 1)], (1, 1, 100, -60)),
    ],
)
def test_images(images: list[dict[str, Any]], expected: tuple[int, ...]) -> None:
    assert sums(images_share(DiskUsage({"LayersSize": 100, "Images": images}))) == expected


@pytest.mark.parametrize(
    ("state", "active"),
    [
        ("created", False),
        ("dead", False),
        ("exited", False),
        ("paused", True),
        ("removing", False),
        ("restarting", True),
        ("running", True),
    ],
)
def test_containers(state: str, active: bool) -> None:
    containers = [{"State": state, "SizeRw": 5}, {"State": "exited", "SizeRw": 2}, {"State": "running"}]
    expected = (3, 2, 7, 2) if active else (3, 1, 7, 7)
    assert sums(containers_share(DiskUsage({"Containers": containers}))) == expected


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"RefCount": 1, "Size": 7}, (1, 1, 7, 0)),
        ({"RefCount": 0, "Size": 7}, (1, 0, 7, 7)),
        ({"RefCount": -1, "Size": 7}, (1, 0, 7, 0)),
        ({"RefCount": 2, "Size": -1}, (1, 1, 0, 0)),
        ({"RefCount": 0, "Size": -1}, (1, 0, 0, 0)),
        (None, (1, 0, 0, 0)),
    ],
)
def test_volumes(usage: dict[str, int] | None, expected: tuple[int, ...]) -> None:
    assert sums(volumes_share(DiskUsage({"Volumes": [{"UsageData": usage}]}))) == expected


@pytest.mark.parametrize(
    ("in_use", "shared", "expected"),
    [
        (False, False, (1, 0, 7, 7)),
        (True, False, (1, 1, 7, 0)),
        (False, True, (1, 0, 0, 0)),
        (True, True, (1, 1, 0, 0)),
    ],
)
def test_build_cache(in_use: bool, shared: bool, expected: tuple[int, ...]) -> None:
    record = {"Size": 7, "InUse": in_use, "Shared": shared}
    assert sums(build_cache_share(DiskUsage({"BuildCache": [record]}))) == expected


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (images_share, "ImageUsage"),
        (containers_share, "ContainerUsage"),
        (volumes_share, "VolumeUsage"),
        (build_cache_share, "BuildCacheUsage"),
    ],
)
def test_the_engine_s_own_sums_count(share: Any, name: str) -> None:
    usage = {"TotalCount": 4, "ActiveCount": 3, "TotalSize": 2, "Reclaimable": 1, "Items": [{}, {}]}
    found = share(DiskUsage({name: usage, "LayersSize": 9}))
    assert (*sums(found), len(found.items)) == (4, 3, 2, 1, 2)
    assert sums(share(DiskUsage({name: {}, "LayersSize": 9}))) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("raw", "parents"),
    [
        ({}, []),
        ({"Parent": ""}, []),
        ({"Parent": "a"}, ["a"]),
        ({" Parents": ["a", "b"]}, ["a", "b"]),
        ({"Parents": ["a", "b"]}, ["a", "b"]),
    ],
)
def test_parents_under_all_their_names(raw: dict[str, Any], parents: list[str]) -> None:
    assert BuildCache(raw).parents == parents
