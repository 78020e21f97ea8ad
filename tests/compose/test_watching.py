"""The rules of `compose watch`, and the changes between two scans of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.commands.compose.watch import archive, look
from engineclient.compose import ComposeError
from engineclient.compose.watching import Changes, Rule, changes, rules
from engineclient.wire.tar import Entry, Reader
from tests.compose.support import project

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


def test_the_rules_of_a_project() -> None:
    found = rules(project(TEXT))
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
    ],
)
def test_which_files_a_rule_takes(rule: int, path: str, taken: bool) -> None:
    assert rules(project(TEXT))[rule].takes(path) is taken


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
        rules(project(text), services)
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
    rule = rules(project(TEXT))[0]._replace(path=str(tmp_path))
    first = look(rule)
    assert sorted(first) == ["a.py", "deep/b.py"]
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
    rule = Rule("web", "sync", str(tmp_path), "/app")
    reader = Reader()
    items = list(reader.feed(b"".join(archive(rule, ["a", "gone"]))))
    entry, content = items[0], b"".join(each for each in items[1:] if isinstance(each, bytes))
    assert isinstance(entry, Entry)
    assert (entry.name, entry.size, content) == ("app/a", 7, b"content")
