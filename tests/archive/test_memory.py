"""Build contexts in memory: BuildKit is sent of them what it is of the same files in a directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.archive.context import ContextError
from engineclient.archive.memory import MemoryTree
from engineclient.archive.tree import Tree
from engineclient.wire.fsutil import PIECE

FILES: dict[str, bytes | str] = {
    "Dockerfile": "FROM x",
    "a/b/c": "1",
    "a/b.txt": b"22",
    "a.txt": "",
    "z/.x": "é",
}
CASES: list[tuple[list[str], list[str], list[str]]] = [
    ([], [], []),
    ([], [], ["."]),
    ([], [], ["/a"]),
    ([], [], ["a/b", "z"]),
    ([], [], ["*.txt"]),
    (["Dockerfile"], [], []),
    ([], ["a"], []),
    ([], ["*", "!a/b"], []),
    ([], ["**/*.txt"], ["a"]),
    ([], [], ["nothing"]),
    (["a"], ["a/b"], ["z"]),
]


@pytest.mark.parametrize(("include", "exclude", "follow"), CASES)
def test_the_same_files_as_in_a_directory(
    include: list[str], exclude: list[str], follow: list[str], tmp_path: Path
) -> None:
    for name, data in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        path.chmod(0o644)
    for directory in ("a", "a/b", "z"):
        (tmp_path / directory).chmod(0o755)
    found = {
        kind: [(stat.path, stat.mode, stat.size) for stat in kind_of.files(include, exclude, follow)]
        for kind, kind_of in (("memory", MemoryTree(FILES)), ("disk", Tree(str(tmp_path))))
    }
    assert found["memory"] == found["disk"]


def test_content_comes_in_pieces() -> None:
    pieces = [*MemoryTree({"x": b"1" * 600_000}).content("x")]
    assert (len(pieces), b"".join(pieces)) == (-(-600_000 // PIECE), b"1" * 600_000)


@pytest.mark.parametrize("name", ["/x", "../x", "a/../../x", ".", ".."])
def test_a_path_out_of_the_context(name: str) -> None:
    with pytest.raises(ContextError, match="is outside the build context"):
        MemoryTree({name: ""})


@pytest.mark.parametrize("names", [("a", "a/b"), ("a/b", "a")])
def test_a_file_that_is_a_directory_too(names: tuple[str, str]) -> None:
    with pytest.raises(ContextError, match='"a" cannot be a file and a directory'):
        MemoryTree(dict.fromkeys(names, ""))
