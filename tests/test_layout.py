"""The floors of the house: imports go downward, and the pure rooms know neither httpx nor click nor sockets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "engineclient"

# A room may import rooms of lower floors, and of its own. The top level's modules have a floor each.
FLOORS = {
    "errors": 0,
    "versions": 1,
    "languages": 1,
    "secrets": 1,
    "wire": 1,
    "text": 1,
    "streams": 2,
    "async_streams": 2,
    "events": 2,
    "telling": 2,
    "tour": 2,
    "archive": 3,
    "models": 3,
    "options": 3,
    "calls": 3,
    "api": 4,
    "procedures": 5,
    "connect": 5,
    "transport": 5,
    "recording": 6,
    "trace": 6,
    "live": 7,
    "shell": 7,
    "engine": 8,
    "async_engine": 8,
    "pytest_plugin": 9,
    "cli": 9,
    "commands": 9,
    "__main__": 10,
    "": 10,
}
PURE = {
    "errors",
    "versions",
    "wire",
    "text",
    "models",
    "options",
    "calls",
    "api",
    "procedures",
    "events",
    "telling",
}
IMPURE = {"httpx", "click", "socket", "asyncio", "threading", "subprocess", "select"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(parts: tuple[str, ...]) -> str:
    return parts[0].removesuffix(".py").replace("__init__", "") if parts else ""


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that `path` imports, wherever in it."""
    inside = path.relative_to(PACKAGE.parent).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(inside[: -node.level]) if node.level else ""
            name = ".".join(part for part in (base, node.module) if part)
            yield from (f"{name}.{alias.name}" for alias in node.names) if name == "engineclient" else (name,)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downward(path: Path) -> None:
    here = room(path.relative_to(PACKAGE).parts)
    for name in imported(path):
        if not name.startswith("engineclient."):
            continue
        there = name.split(".")[1]
        if there not in FLOORS:
            continue  # a name of the public face
        assert here == there or FLOORS[here] >= FLOORS[there], f"{here} imports {name}, which is above it"


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if room(path.relative_to(PACKAGE).parts) in PURE],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_pure_rooms_do_no_io(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & IMPURE


def test_every_room_has_its_floor() -> None:
    assert {room(path.relative_to(PACKAGE).parts) for path in modules()} == set(FLOORS)


def test_recordings_and_traces_do_not_know_each_other() -> None:
    for here, there in (("recording", "trace"), ("trace", "recording")):
        for path in modules():
            if room(path.relative_to(PACKAGE).parts) == here:
                assert not [name for name in imported(path) if name.startswith(f"engineclient.{there}")]


def test_only_the_shells_and_the_transports_know_httpx() -> None:
    knowing = {room(path.relative_to(PACKAGE).parts) for path in modules() if "httpx" in imported(path)}
    assert knowing <= {"transport", "shell", "engine", "async_engine"}


def test_only_the_commands_know_click() -> None:
    knowing = {room(path.relative_to(PACKAGE).parts) for path in modules() if "click" in imported(path)}
    assert knowing == {"cli", "commands"}
