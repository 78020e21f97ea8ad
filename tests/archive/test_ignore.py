"""What is left out of a build context, beside what docker and buildx made of the same cases (`ignore_judges.py`)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from engineclient.archive.ignore import BadPattern, Ignore, read_patterns
from engineclient.archive.walks import context_files, selected_files
from tests.archive.ignore_judges import TABLE, lay_out

CASES: list[dict[str, Any]] = json.loads(TABLE.read_text())
BY_NAME = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])


def error_in(answer: str) -> str:
    """The last part of a judge's error."""
    return answer.rpartition(": ")[2] if '"!"' not in answer else answer[answer.index("illegal") :]


def patterns_of(case: dict[str, Any]) -> list[str]:
    return read_patterns(case["patterns"].encode("utf-8", "surrogateescape"))


@BY_NAME
def test_the_classic_builder_gets_what_docker_sends(case: dict[str, Any], tmp_path: Path) -> None:
    lay_out(tmp_path, case["files"], case["patterns"])
    patterns = patterns_of(case)
    if isinstance(case["classic"], str):
        with pytest.raises(BadPattern) as raised:
            ignore = Ignore(patterns)
            list(context_files(str(tmp_path), ignore))
        assert str(raised.value) == error_in(case["classic"])
        return
    ignore = Ignore(patterns)
    always = [name for name in (".dockerignore", "Dockerfile") if ignore.matches(name)]
    ignore = Ignore(patterns + [f"!{name}" for name in always])
    assert [path for path, _ in context_files(str(tmp_path), ignore)] == [
        name.rstrip("/") for name in case["classic"]
    ]


@BY_NAME
def test_buildkit_gets_what_buildx_sends(case: dict[str, Any], tmp_path: Path) -> None:
    lay_out(tmp_path, case["files"], case["patterns"])
    if "non-printable" in case["buildkit"]:
        pytest.skip("the daemon cannot send such a pattern to its client")
    if isinstance(case["buildkit"], str):
        with pytest.raises(BadPattern) as raised:
            list(selected_files(str(tmp_path), exclude=Ignore(patterns_of(case))))
        assert str(raised.value) == error_in(case["buildkit"])
        return
    found = [path for path, _ in selected_files(str(tmp_path), exclude=Ignore(patterns_of(case)))]
    assert sorted(found) == case["buildkit"]


def test_the_table_is_long_enough_and_each_case_judged_twice() -> None:
    assert len(CASES) >= 80
    assert all({"classic", "buildkit"} <= case.keys() for case in CASES)


@pytest.mark.parametrize(
    ("patterns", "path", "ignored"),
    [
        # the walk remembers what held for the parent, the question about one path does not
        (["dir", "!dir/x", "dir"], "dir/x", True),
        (["dir", "!dir/x"], "dir/x", False),
        (["a/*/c"], "a/b/c/d", True),
        (["a/*/c"], "a/b", False),
    ],
)
def test_one_path(patterns: list[str], path: str, ignored: bool) -> None:
    assert Ignore(patterns).matches(path) is ignored


def test_included_files_bring_their_directories(tmp_path: Path) -> None:
    for name in ("a/b/c", "a/d", "e/f"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = selected_files(str(tmp_path), Ignore(["a/b/c"]))
    assert [path for path, _ in found] == ["a", "a/b", "a/b/c"]
    found = selected_files(str(tmp_path), Ignore(["a", "e"]), Ignore(["**/d"]))
    assert [path for path, _ in found] == ["a", "a/b", "a/b/c", "e", "e/f"]


def test_a_line_too_long() -> None:
    with pytest.raises(BadPattern, match="token too long"):
        read_patterns(b"a" * 70_000)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    for name in (b"a\xff", b"b"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).touch()
    found = context_files(str(tmp_path), Ignore(read_patterns(b"a\xff\n")))
    assert [path for path, _ in found] == ["b"]


def test_many_stars_take_no_time() -> None:
    ignore = Ignore(["*a" * 30 + "b"])
    assert not ignore.matches("a" * 250)
    assert ignore.matches("a" * 249 + "b")


@pytest.mark.parametrize("pattern", ["[a||b]x", "[[a]x", "[a&&b]x", "[~~]x", "a{,3}*"])
def test_what_is_special_to_python_alone(pattern: str) -> None:
    ignore = Ignore([pattern])
    assert ignore.matches("ax") == (pattern not in ("[~~]x", "a{,3}*"))
