"""The rules of `compose watch`, and the changes between two scans of the files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from engineclient.commands.compose.watch import archive, look
from engineclient.compose import ComposeError
from engineclient.compose.watching import Changes, Rule, changes, rules
from engineclient.wire.tar import Entry, Reader
from tests.compose.support import MemoryFiles, project

TEXT = """
services:
  web:
    image: busybox
    build: .
    develop:
      watch:
        - {path: ./src, action: sync, target: /app, ignore: [node_modules/, "*.tmp"]}
        - {path: ./package.json, action: rebuild}
        - {path: ./conf, action: sync+exec, target: /etc/x, exec: {command: reload}, include: ["*.conf"]}
  db: {image: busybox}
"""


def rules_of(
    text: str, services: list[str] | None = None, files: Mapping[str, str] | None = None
) -> tuple[list[Rule], list[str]]:
    """The rules, and the warnings."""
    warnings: list[str] = []
    return rules(project(text), MemoryFiles(files or {}), warnings.append, services or []), warnings


def test_the_rules_of_a_project() -> None:
    found, warnings = rules_of(TEXT)
    assert warnings == []
    assert [(each.service, each.action, each.path, each.target) for each in found] == [
        ("web", "sync", "/project/src", "/app"),
        ("web", "rebuild", "/project/package.json", ""),
        ("web", "sync+exec", "/project/conf", "/etc/x"),
    ]
    assert found[2].hook is not None
    assert found[2].hook.command == ("reload",)


@pytest.mark.parametrize(
    ("rule", "path", "taken"),
    [
        (0, "a.py", True),
        (0, "deep/a.py", True),
        (0, "node_modules/x/y.js", False),
        (0, "a.tmp", False),
        (1, "", True),
        (2, "a.conf", True),
        (2, "a.txt", False),
        # what is never watched
        (0, ".git", False),
        (0, "deep/.git/HEAD", False),
        (0, ".gitignore", True),
        (0, "deep/.a.py.swp", False),
        (0, "a.py~", False),
        (0, "4913", False),
        (0, ".idea/workspace.xml", False),
    ],
)
def test_which_files_a_rule_takes(rule: int, path: str, taken: bool) -> None:
    assert rules_of(TEXT)[0][rule].takes(path) is taken


@pytest.mark.parametrize(
    ("files", "path", "taken"),
    [
        ({".dockerignore": "src/logs\n*.md\n!src/keep"}, "logs/a", False),
        ({".dockerignore": "src/logs"}, "a", True),
        ({".dockerignore": "logs"}, "logs", True),
        ({".dockerignore": "a", "Dockerfile.dockerignore": "src/a"}, "a", False),
        ({".dockerignore": "src/a", "Dockerfile.dockerignore": "b"}, "a", True),
    ],
)
def test_what_a_build_leaves_out_is_not_watched(files: dict[str, str], path: str, taken: bool) -> None:
    assert rules_of(TEXT, files=files)[0][0].takes(path) is taken


def test_what_is_mounted_is_not_copied() -> None:
    trigger = "{path: ./src/deep, action: sync, target: /app}"
    develop = f"develop: {{watch: [{trigger}, {{path: ., action: rebuild}}]}}"
    text = f"services: {{a: {{build: ., volumes: ['./src:/app'], {develop}}}}}"
    found, warnings = rules_of(text)
    assert [each.action for each in found] == ["rebuild"]
    assert warnings == [
        "path '/project/src/deep' also declared by a bind mount volume, this path won't be monitored!\n"
    ]


def test_the_former_name_of_the_initial_sync() -> None:
    trigger = "{path: ., action: sync, target: /app, x-initialSync: true}"
    found, warnings = rules_of(f"services: {{a: {{build: ., develop: {{watch: [{trigger}]}}}}}}")
    assert found[0].initial
    assert warnings == ["x-initialSync is DEPRECATED, please use the official `initial_sync` attribute\n"]


@pytest.mark.parametrize(
    ("text", "services", "message"),
    [
        (
            TEXT,
            ["db"],
            "none of the selected services is configured for watch, consider setting a 'develop' section",
        ),
        (TEXT, ["nope"], "no such service: nope: not found"),
        (
            "services: {a: {image: x, develop: {watch: [{path: ., action: rebuild}]}}}",
            [],
            'can\'t watch service "a" with action rebuild without a build context',
        ),
    ],
    ids=["none", "unknown", "rebuild without build"],
)
def test_what_cannot_be_watched(text: str, services: list[str], message: str) -> None:
    with pytest.raises(ComposeError) as raised:
        rules_of(text, services)
    assert raised.value.message == message


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {}, Changes()),
        ({"a": 1}, {"a": 1}, Changes()),
        ({"a": 1}, {"a": 2, "b": 1}, Changes(("a", "b"))),
        ({"a": 1, "b": 1}, {"b": 1}, Changes((), ("a",))),
    ],
)
def test_changes(before: dict[str, object], after: dict[str, object], found: Changes) -> None:
    assert changes(before, after) == found
    assert bool(found) is (found != Changes())


def test_a_look_at_a_directory_finds_what_its_rule_takes(tmp_path: Path) -> None:
    for name in ("a.py", "deep/b.py", "node_modules/c.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    rule = rules_of(TEXT)[0][0]._replace(path=str(tmp_path))
    first = look(rule)
    assert sorted(first) == ["a.py", "deep", "deep/b.py"]
    (tmp_path / "a.py").write_text("longer than before")
    (tmp_path / "deep/b.py").unlink()
    assert changes(first, look(rule)) == Changes(("a.py",), ("deep/b.py",))


def test_a_look_at_a_file_and_at_nothing(tmp_path: Path) -> None:
    rule = Rule("web", "restart", str(tmp_path / "run.sh"))
    assert look(rule) == {}
    (tmp_path / "run.sh").touch()
    assert list(look(rule)) == [""]


def test_the_archive_has_files_at_their_places_and_leaves_out_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("content")
    (tmp_path / "folder").mkdir()
    rule = Rule("web", "sync", str(tmp_path), "/app")
    items = list(Reader().feed(b"".join(archive(rule, ["folder", "a", "gone"]))))
    entries = [(each.name, each.kind, each.size) for each in items if isinstance(each, Entry)]
    assert entries == [("app/folder", "directory", 0), ("app/a", "file", 7)]
    assert b"".join(each for each in items if isinstance(each, bytes)) == b"content"
