"""prune_all without any I/O: which prunes it sends, and how their answers become one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.errors import Conflict, NotFound
from engineclient.procedures.prune_all import prune_all
from tests.procedures.engine import Engine

CONTAINERS, NETWORKS, VOLUMES, IMAGES, CACHE = (
    f"POST /{kind}/prune" for kind in ("containers", "networks", "volumes", "images", "build")
)
ANSWERS = {
    CONTAINERS: {"ContainersDeleted": ["c"], "SpaceReclaimed": 1},
    NETWORKS: {"NetworksDeleted": ["n"]},
    VOLUMES: {"VolumesDeleted": ["v"], "SpaceReclaimed": 10},
    IMAGES: {"ImagesDeleted": [{"Untagged": "i:1"}, {"Deleted": "sha256:i"}], "SpaceReclaimed": 100},
    CACHE: {"CachesDeleted": ["b"], "SpaceReclaimed": 1000},
}


def pruning(fails: dict[str, Exception] | None = None, **arguments: Any) -> tuple[Engine, Any]:
    engine = Engine(ANSWERS, fails)
    return engine, engine.perform(prune_all(**arguments))


def filters(engine: Engine, request: str) -> Any:
    return json.loads(engine.requests[request].query.get("filters") or "{}")


def test_all_but_volumes_in_dockers_order() -> None:
    engine, pruned = pruning()
    assert engine.seen == [CONTAINERS, NETWORKS, IMAGES, CACHE]
    assert (pruned.containers, pruned.networks, pruned.volumes, pruned.build_cache) == (
        ["c"],
        ["n"],
        [],
        ["b"],
    )
    assert [each.untagged or each.deleted for each in pruned.images] == ["i:1", "sha256:i"]
    assert pruned.space_reclaimed == 1101


def test_volumes_if_asked_for() -> None:
    engine, pruned = pruning(volumes=True)
    assert engine.seen == [CONTAINERS, NETWORKS, VOLUMES, IMAGES, CACHE]
    assert (pruned.volumes, pruned.space_reclaimed) == (["v"], 1111)


@pytest.mark.parametrize(("all_images", "dangling"), [(False, "true"), (True, "false")])
def test_images_without_a_name_or_all(all_images: bool, dangling: str) -> None:
    engine, _ = pruning(all_images=all_images)
    assert filters(engine, IMAGES) == {"dangling": {dangling: True}} or filters(engine, IMAGES) == {
        "dangling": [dangling]
    }
    assert engine.requests[CACHE].query.get("all") == ("1" if all_images else None)


def test_filters_go_to_each() -> None:
    engine, _ = pruning(filters={"until": "24h", "label": ["a", "b"]})
    for request in (CONTAINERS, NETWORKS, CACHE):
        given = filters(engine, request)
        assert sorted(given["label"]) == ["a", "b"]
        assert list(given["until"]) == ["24h"]


def test_an_engine_without_a_build_cache_has_none_to_prune() -> None:
    _, pruned = pruning({CACHE: NotFound(404, "Not Found")})
    assert (pruned.build_cache, pruned.space_reclaimed) == ([], 101)


def test_the_first_error_ends_it() -> None:
    engine = Engine(ANSWERS, {NETWORKS: Conflict(409, "a prune operation is already running")})
    with pytest.raises(Conflict):
        engine.perform(prune_all())
    assert engine.seen == [CONTAINERS, NETWORKS]
