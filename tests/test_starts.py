"""The imports at the start of a program: slow modules are imported only if they are needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support import UPGRADED, answer, scripted

COMMAND = "from engineclient.commands import main; main({!r})"

# Of the standard library and other packages, each with its submodules
OF_NONE = {
    "asyncio",
    "base64",
    "concurrent",
    "decimal",
    "email",
    "fractions",
    "h2",
    "http",
    "httpx",
    "ipaddress",
    "logging",
    "pathlib",
    "shlex",
    "ssl",
    "subprocess",
    "tarfile",
    "tempfile",
    "unicodedata",
    "urllib.parse",
}
# of this package
OF_NO_START = {
    "archive",
    "build",
    "cli.hint_facts",
    "cli.hints",
    "connect.causes",
    "connect.contexts",
    "connect.credentials",
    "connect.ssh",
    "connect.tls",
    "doctor",
    "events",
    "golang.json",
    "golang.template.evaluator",
    "golang.template.lexer",
    "golang.template.parser",
    "languages",
    "live",
    "models.container_config",
    "models.containers",
    "models.host_config",
    "models.images",
    "models.inspected",
    "models.networks",
    "models.system",
    "options.create",
    "procedures",
    "proxy",
    "recording",
    "text.wrap",
    "tour",
    "trace",
    "transport.engine_transport",
    "transport.over_httpx",
    "transport.ssh",
    "transport.tls",
    "wire.references",
}

NOT_OF_RUN = {
    "cli.credentials",
    "cli.help",
    "cli.printing",
    "cli.terminal.rawmode",
    "cli.terminal.window",
    "models.container_summary",
    "options.settings",
    "procedures.pull",
    "wire.detach",
}


def imported_by(program: str, home: Path, host: str = "") -> set[str]:
    """All modules imported by `program`, without those of the interpreter and of click."""
    brought = _modules("import click" if "commands" in program else "", home)
    return _modules(program, home, host) - brought


def _modules(program: str, home: Path, host: str = "") -> set[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
    run = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(*sys.modules, file=sys.stderr)"],
        env=environ | {"HOME": str(home), **({"DOCKER_HOST": host} if host else {})},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stderr.split())


def among(modules: Iterable[str], denied: Iterable[str]) -> list[str]:
    return sorted(
        module
        for module in modules
        if any(module == name or module.startswith(f"{name}.") for name in denied)
    )


def ours(names: Iterable[str]) -> set[str]:
    return {f"engineclient.{name}" for name in names}


def test_the_library(tmp_path: Path) -> None:
    modules = imported_by("from engineclient import Engine", tmp_path)
    assert "engineclient.engine" in modules
    denied = OF_NONE | {"click", "dataclasses", "httptools", "inspect", "threading", "uuid"}
    assert not among(modules, denied | ours(OF_NO_START | {"api.containers", "cli", "commands", "models"}))


def test_nothing_is_imported_before_an_interrupt_is_the_programs_own(tmp_path: Path) -> None:
    modules = _modules("import engineclient.commands", tmp_path) - _modules("", tmp_path)
    assert modules == {"__future__", "engineclient", "engineclient.commands"}


def test_help(tmp_path: Path) -> None:
    modules = imported_by(COMMAND.format(["--help"]), tmp_path)
    assert "engineclient.cli.root" in modules
    denied = OF_NONE | {"click.shell_completion", "dataclasses", "httptools", "json", "select", "socket"}
    assert not among(modules, denied | ours(OF_NO_START | {"api", "calls", "engine", "models", "transport"}))


def test_ps(tmp_path: Path) -> None:
    listed = answer(
        b'[{"Id":"' + b"a" * 64 + b'","Names":["/web"],"Image":"nginx:1","ImageID":"sha256:b","Command":"x",'
        b'"Created":1,"Ports":[],"State":"running","Status":"Up"}]'
    )

    def script(connection: object, head: bytes) -> None:
        connection.sendall(answer(b"") if b"_ping" in head else listed)  # type: ignore[attr-defined]

    with scripted(tmp_path / "socket", script) as engine:
        modules = imported_by(COMMAND.format(["ps"]), tmp_path, engine.host)
    assert "engineclient.models.container_summary" in modules
    denied = OF_NONE | {"click.shell_completion", "dataclasses"}
    assert not among(modules, denied | ours(OF_NO_START | {"cli.help"}))


def test_run(tmp_path: Path) -> None:
    answers = {
        b"/_ping": answer(b""),
        b"/containers/create": answer(b'{"Id":"a","Warnings":[]}', "201 Created"),
        b"/attach": UPGRADED,
        b"/wait": answer(b'{"StatusCode":0}'),
        b"/start": answer(b"", "204 No Content"),
    }

    def script(connection: socket.socket, head: bytes) -> None:
        part, sent = next(pair for pair in answers.items() if pair[0] in head)
        connection.sendall(sent)
        if part == b"/attach":
            connection.shutdown(socket.SHUT_RDWR)

    with scripted(tmp_path / "socket", script) as engine:
        modules = imported_by(COMMAND.format(["run", "--rm", "x"]), tmp_path, engine.host)
    assert "engineclient.cli.terminal.pump" in modules
    denied = OF_NONE | {"click.shell_completion", "dataclasses", "termios"}
    needed = {"options.create", "procedures", "wire.references"}
    assert not among(modules, denied | ours((OF_NO_START | NOT_OF_RUN) - needed))


@pytest.mark.parametrize(
    ("noun", "group"), [("service", "procedures.service_group"), ("stack", "procedures.stacks")]
)
def test_lists_of_a_swarm(tmp_path: Path, noun: str, group: str) -> None:
    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(answer(b"") if b"_ping" in head else answer(b"[]"))

    with scripted(tmp_path / "socket", script) as engine:
        modules = imported_by(COMMAND.format([noun, "ls"]), tmp_path, engine.host)
    assert f"engineclient.{group}" in modules
    denied = OF_NONE | {"click.shell_completion", "dataclasses"}
    needed = {"models.networks", "models.inspected", "procedures", "wire.references"}
    not_needed = {
        "cli.help",
        "compose",
        "procedures.rotation",
        "procedures.service_logs",
        "procedures.services",
        "procedures.stack.deploy",
    }
    assert not among(modules, denied | ours((OF_NO_START | not_needed) - needed))


def test_compose_ps(tmp_path: Path) -> None:
    def script(connection: socket.socket, head: bytes) -> None:
        connection.sendall(answer(b"") if b"_ping" in head else answer(b"[]"))

    file = tmp_path / "compose.yaml"
    file.write_text('services: {web: {image: nginx, ports: ["8080:80"], environment: {A: b}}}')
    with scripted(tmp_path / "socket", script) as engine:
        modules = imported_by(COMMAND.format(["compose", "-f", str(file), "ps"]), tmp_path, engine.host)
    assert "engineclient.compose.project" in modules
    # yaml imports base64
    denied = (OF_NONE - {"base64"}) | {
        "click.shell_completion",
        "dataclasses",
        "hashlib",
    }
    not_needed = {"cli.help", "compose.plan", "procedures.compose.up", "transport.over_httpx"}
    assert not among(modules, denied | ours(not_needed))


@pytest.mark.parametrize("name", ["ssl", "urllib.parse"])
def test_what_is_denied_would_be_noticed(tmp_path: Path, name: str) -> None:
    assert among(imported_by(f"import {name}", tmp_path), OF_NONE)
