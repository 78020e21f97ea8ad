"""The layers of the package: imports only go downward, and the pure modules import neither httpx, click nor sockets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "engineclient"

# A module or folder may import those of lower lines, and those in its own folder. "" stands for a folder's __init__.
FLOORS: dict[str, dict[str, int]] = {
    "": {
        "arguments": 0,
        "errors": 0,
        "values": 0,
        "versions": 1,
        "backend": 1,
        "languages": 1,
        "golang": 1,
        "wire": 1,
        "text": 2,
        "events": 2,
        "tour": 2,
        "streams": 2,
        "async_streams": 2,
        "archive": 3,
        "models": 3,
        "options": 3,
        "calls": 3,
        "steps": 4,
        "binding": 5,
        "concurrency": 6,
        "resuming": 6,
        "api": 6,
        "registry": 4,
        "build": 6,
        "compose": 6,
        "procedures": 8,
        "groups": 9,
        "connect": 7,
        "transport": 7,
        "proxy": 8,
        "recording": 9,
        "trace": 9,
        "live": 10,
        "transports": 9,
        "shell": 10,
        "engine": 11,
        "async_engine": 11,
        "engine_group": 12,
        "doctor": 12,
        "": 13,
        "pytest_plugin": 14,
        "cli": 14,
        "commands": 15,
        "__main__": 16,
    },
    "options": {
        "values": 0,
        "attestations": 1,
        "build": 1,
        "caches": 1,
        "create": 1,
        "build_values": 2,
        "frontend": 1,
        "settings": 1,
        "update": 1,
        "network": 1,
        "service": 1,
        "swarm": 1,
        "volume": 1,
        "": 1,
    },
    "transport": {
        "bounded_http": 0,
        "request_failures": 0,
        "countdown": 0,
        "exchange": 0,
        "failures": 0,
        "dry_run_answers": 0,
        "listening": 0,
        "sockets": 0,
        "uploads": 0,
        "websocket": 0,
        "idle_lines": 0,
        "line_pipe": 1,
        "http1": 2,
        "messages": 1,
        "negotiation": 1,
        "observed": 1,
        "read_only": 1,
        "tasks": 1,
        "threads": 1,
        "download": 1,
        "proxied": 3,
        "tunnel": 1,
        "rejected_certificate": 2,
        "ssh": 1,
        "tls": 1,
        "registry_tokens": 1,
        "registry_client": 2,
        "dry_run": 2,
        "endpoints": 3,
        "engine_transport": 4,
        "over_httpx": 3,
        "": 3,
    },
    "recording": {
        "checking": 0,
        "content": 0,
        "event_order": 0,
        "value_kind": 0,
        "format": 1,
        "kinds": 1,
        "survey": 2,
        "canonical": 3,
        "pull_progress": 2,
        "faults": 2,
        "grading": 3,
        "side_by_side": 2,
        "recording": 4,
        "library": 5,
        "replay": 5,
        "child_process": 6,
        "": 6,
    },
    "recording/replay": {
        "gate": 0,
        "matching": 0,
        "answers": 0,
        "expected_input": 0,
        "calls": 1,
        "claims": 1,
        "server": 2,
        "transport": 3,
        "": 3,
    },
    "trace": {
        "plain_explanations": 0,
        "note": 0,
        "swarm_explanations": 1,
        "task_states": 0,
        "explanations": 2,
        "fields": 0,
        "build_calls": 0,
        "build_steps": 3,
        "field_notes": 2,
        "part": 0,
        "answer_readers": 1,
        "exchanges": 2,
        "effect_commands": 3,
        "phrases": 3,
        "lines": 4,
        "curl": 3,
        "daemon_events": 3,
        "trace": 4,
        "explain": 5,
        "event_order": 4,
        "names": 4,
        "sentences": 5,
        "unfolded": 5,
        "jsonl": 5,
        "har": 5,
        "mermaid": 5,
        "timeline": 6,
        "files": 5,
        "html": 7,
        "": 7,
    },
    "cli": {
        "table": 0,
        "arity": 0,
        "failures": 0,
        "flag_types": 0,
        "flags": 1,
        "output": 1,
        "since_until": 1,
        "help": 2,
        "local_files": 0,
        "standard_input": 0,
        "option_flags": 2,
        "trust": 2,
        "observing": 2,
        "global_options": 0,
        "filter_names": 0,
        "git_notes": 0,
        "hints": 1,
        "hint_facts": 6,
        "connection": 2,
        "app": 3,
        "command": 4,
        "credentials": 4,
        "buildkit_control": 5,
        "image_copy": 0,
        "builder_flags": 4,
        "buildx_errors": 1,
        "registries": 5,
        "registry_logins": 5,
        "direct_login": 5,
        "require_api": 4,
        "settings": 4,
        "platform_flag": 5,
        "completion": 5,
        "root": 5,
        "printing": 5,
        "several_engines": 6,
        "side_by_side": 0,
        "terminal": 6,
        "": 6,
    },
    "commands": {
        "buildx": 0,
        "called_as": 0,
        "refused": 0,
        "compose": 0,
        "config": 0,
        "container": 0,
        "context": 0,
        "image": 0,
        "manifest": 0,
        "network": 0,
        "plugin": 0,
        "recordings": 0,
        "registry": 0,
        "node": 0,
        "secret": 0,
        "service": 0,
        "stack": 0,
        "swarm": 0,
        "system": 0,
        "volume": 0,
        "table": 0,
        "program": 1,
        "man": 1,
        "tour_pages": 1,
        "shell_completion": 0,
        "": 2,
    },
}
PURE = {
    "errors",
    "values",
    "versions",
    "wire",
    "golang",
    "text",
    "models",
    "options",
    "compose",
    "calls",
    "steps",
    "binding",
    "concurrency",
    "api",
    "procedures",
    "build",
    "events",
    "registry",
}
IMPURE = {"httpx", "click", "socket", "asyncio", "threading", "subprocess", "select"}

Module = tuple[str, ...]  # the path below the package: ("trace", "html"); ("trace", "") for its __init__


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module(path: Path) -> Module:
    *folders, name = path.relative_to(PACKAGE).with_suffix("").parts
    return (*folders, "" if name == "__init__" else name)


def room(path: Path) -> str:
    return module(path)[0]


def imported(path: Path) -> Iterator[str]:
    """The full names of all imports in `path`, at any place: modules, and names in modules."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = {module(path): path for path in modules()}


def found(name: str) -> Module | None:
    """The module of this package that an import of `name` refers to; None for a foreign one."""
    package, *parts = name.split(".")
    if package != "engineclient":
        return None
    for known in (tuple(parts), (*parts, ""), tuple(parts[:-1]), (*parts[:-1], "")):
        if known in MODULES:
            return known
    raise AssertionError(f"no module for {name}")


IMPORTS = {
    here: {there for name in imported(path) if (there := found(name)) and there != here}
    for here, path in MODULES.items()
}


def graph(folder: str) -> dict[str, set[str]]:
    """The modules and subfolders of a folder, and the other ones in it that each one imports."""
    inside = tuple(folder.split("/")) if folder else ()
    depth = len(inside)
    rooms: dict[str, set[str]] = {}
    for here, imports in IMPORTS.items():
        if here[:depth] == inside:
            there = {each[depth] for each in imports if each[:depth] == inside}
            rooms.setdefault(here[depth], set()).update(there - {here[depth]})
    return rooms


FOLDERS = sorted({"/".join(name[:depth]) for name in MODULES for depth in range(len(name))})


def test_imports_are_written_in_full() -> None:
    relative = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


@pytest.mark.parametrize("folder", FLOORS)
def test_every_room_has_its_floor(folder: str) -> None:
    assert graph(folder).keys() == FLOORS[folder].keys()


@pytest.mark.parametrize("folder", FLOORS)
def test_imports_go_downward(folder: str) -> None:
    floors = FLOORS[folder]
    upward = [
        f"{here} -> {there}"
        for here, imports in graph(folder).items()
        for there in imports
        if floors[here] < floors[there]
    ]
    assert upward == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_imports_run_in_a_circle(folder: str) -> None:
    try:
        TopologicalSorter(graph(folder)).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_nouns_do_not_import_each_other() -> None:
    nouns = {
        room: imports for room, imports in graph("commands").items() if room not in ("", "program", "man")
    }
    assert {noun: imports for noun, imports in nouns.items() if imports} == {}


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if room(path) in PURE],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_pure_rooms_do_no_io(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & IMPURE


def test_recordings_and_traces_do_not_know_each_other() -> None:
    assert "trace" not in graph("")["recording"]
    assert "recording" not in graph("")["trace"]


def knowing(library: str) -> set[str]:
    return {room(path) for path in modules() if library in {name.split(".")[0] for name in imported(path)}}


def test_two_adapters_know_httpx() -> None:
    """httpx is also used for downloads and registries, and the client classes name its types in annotations."""
    found = {str(path.relative_to(PACKAGE)) for path in modules() if "httpx" in imported(path)}
    over_the_web = {
        "transport/bounded_http.py",
        "transport/download.py",
        "transport/registry_client.py",
        "transport/registry_tokens.py",
        "transport/request_failures.py",
        "doctor/registries.py",
    }
    adapters = {"transport/over_httpx.py", "transport/engine_transport.py"}
    assert found == {*adapters, "engine.py", "async_engine.py"} | over_the_web
    for face in ("engine.py", "async_engine.py"):
        before, _, after = (PACKAGE / face).read_text().partition("if TYPE_CHECKING:")
        assert "import httpx" not in before
        assert "import httpx" in after


def test_only_the_command_line_knows_click() -> None:
    assert knowing("click") == {"cli", "commands"}


def _assigned(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_private_names_of_a_module_are_used(path: Path) -> None:
    """Type variables count as private: an unused one is the remains of something that moved."""
    text = path.read_text("utf-8")
    private = [name for name in _assigned(ast.parse(text)) if re.fullmatch(r"_[A-Za-z]\w*|[A-Z](_co)?", name)]
    assert [name for name in private if len(re.findall(rf"\b{name}\b", text)) == 1] == []


def test_folders_of_tests_are_packages() -> None:
    """Otherwise two files of one name in folders of one name are one module to pytest, and only one of them runs."""
    folders = {file.parent for file in Path(__file__).parent.rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
