"""What would travel for a build, and what stays here."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.archive.ignore import Ignore
from engineclient.archive.preview import LeftOut, preview

FILES = {
    "Dockerfile": 3,
    "a/big": 100,
    "a/small": 1,
    "a/x.log": 7,
    "node/m/1": 50,
    "node/m/2": 60,
    "empty/": 0,
}


@pytest.fixture
def root(tmp_path: Path) -> str:
    for name, size in FILES.items():
        path = tmp_path / name
        if name.endswith("/"):
            path.mkdir()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * size)
    return str(tmp_path)


def test_the_largest_comes_first(root: str) -> None:
    found = preview(root, Ignore(["node", "**/*.log"]))
    assert [*found.files.items()] == [("a/big", 100), ("Dockerfile", 3), ("a/small", 1)]
    assert found.left_out == [LeftOut("node/", 2, 110, "node"), LeftOut("a/x.log", 1, 7, "**/*.log")]


def test_what_nothing_copies(root: str) -> None:
    found = preview(root, Ignore(["node"]), Ignore(["a/big"]))
    assert [*found.files] == ["a/big"]
    assert found.left_out == [
        LeftOut("node/", 2, 110, "node"),
        LeftOut("a/x.log", 1, 7, ""),
        LeftOut("Dockerfile", 1, 3, ""),
        LeftOut("a/small", 1, 1, ""),
    ]


def test_the_pattern_of_a_directory_is_named(root: str) -> None:
    found = preview(root, Ignore(["node/m", "node", "*.x"]))
    assert found.left_out == [LeftOut("node/", 2, 110, "node")]


def test_exceptions_differ_between_the_builders(root: str) -> None:
    ignore = Ignore(["*", "!**/1"])
    assert [*preview(root, ignore).files] == ["node/m/1"]
    assert [*preview(root, ignore, classic=True).files] == []
