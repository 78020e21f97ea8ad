"""Lists of manifests on disk, as docker keeps them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engineclient.connect.manifest_lists import ManifestLists, NotKept
from engineclient.registry.manifests import DOCKER_IMAGE, ImageManifest, Manifest
from engineclient.wire.references import Reference, parse

LIST = parse("reg.example:5000/a/list:1")


def image(name: str) -> ImageManifest:
    return ImageManifest(parse(name), Manifest(DOCKER_IMAGE, b"{}"), {"architecture": "arm", "os": "linux"})


def test_a_list_is_a_directory_and_a_manifest_a_file(tmp_path: Path) -> None:
    lists = ManifestLists(tmp_path)
    for name in ("reg.example:5000/a/b:1", "reg.example:5000/a/a:1"):
        lists.keep(LIST, parse(name), image(name))
    names = sorted(path.name for path in (tmp_path / "manifests" / "reg.example-5000_a_list-1").iterdir())
    assert names == ["reg.example-5000_a_a-1", "reg.example-5000_a_b-1"]
    assert [str(each.reference) for each in lists.manifests(LIST)] == [
        "reg.example:5000/a/a:1",
        "reg.example:5000/a/b:1",
    ]


def test_a_manifest_is_replaced(tmp_path: Path) -> None:
    lists, name = ManifestLists(tmp_path), parse("reg.example/x:1")
    lists.keep(LIST, name, image(str(name)))
    lists.keep(LIST, name, image(str(name)).for_platform(variant="v7"))
    assert lists.manifest(LIST, name).platform["variant"] == "v7"


def test_what_is_removed_is_gone(tmp_path: Path) -> None:
    lists, name = ManifestLists(tmp_path), parse("reg.example/x:1")
    lists.keep(LIST, name, image(str(name)))
    lists.remove(LIST)
    uses: list[tuple[Reference, Callable[[], object]]] = [
        (LIST, lambda: lists.manifests(LIST)),
        (LIST, lambda: lists.remove(LIST)),
        (name, lambda: lists.manifest(LIST, name)),
    ]
    for missing, use in uses:
        with pytest.raises(NotKept) as caught:
            use()
        assert str(caught.value) == f"No such manifest: {missing}"
