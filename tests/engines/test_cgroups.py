"""Control groups appear and vanish while they are listed: the engine's containers are in groups below its own."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.engines import cgroups


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hierarchy of version 2 with the group `mine`, in plain files."""
    (tmp_path / "cgroup.controllers").touch()
    monkeypatch.setattr(cgroups, "_ROOT", tmp_path)
    return tmp_path / "mine"


def group(directory: Path, *pids: int) -> None:
    directory.mkdir(parents=True)
    (directory / "cgroup.procs").write_text("".join(f"{pid}\n" for pid in pids))


def test_the_members_of_all_groups_below_are_found(tree: Path) -> None:
    group(tree, 7)
    group(tree / "container", 8, 0)
    group(tree / "container" / "init", 9)
    assert cgroups.members("mine") == {7, 8, 9}


def test_a_group_without_a_listing_has_no_members(tree: Path) -> None:
    tree.mkdir()
    assert cgroups.members("mine") == set()


def test_groups_that_go_meanwhile_are_passed_over(tree: Path) -> None:
    group(tree, 7)
    over = threading.Event()

    def come_and_go() -> None:
        number = 0
        while not over.is_set():
            made = [tree / f"{number}.{depth}" / "inner" for depth in range(20)]
            for directory in made:
                directory.mkdir(parents=True)
            for directory in made:
                directory.rmdir()
                directory.parent.rmdir()
            number += 1

    others = threading.Thread(target=come_and_go)
    others.start()
    try:
        assert [cgroups.members("mine") for _ in range(300)] == [{7}] * 300
    finally:
        over.set()
        others.join()
