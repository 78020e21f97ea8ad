"""`compose exec`: the container, the request body, and errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commands.compose.test_containers import DB, LIST, PROJECT, WEB, listed
from tests.commands.engine import Minidocker

CREATE, START = f"POST /containers/{WEB}/exec", "POST /exec/e1/start"


@pytest.fixture
def engine(minidocker: Minidocker) -> Minidocker:
    """An engine with two containers of a service."""
    minidocker.answers = {
        LIST: [listed(WEB, "web"), listed(DB, "web", 2)],
        CREATE: {"Id": "e1"},
        f"POST /containers/{DB}/exec": {"Id": "e1"},
        START: 200,
    }
    return minidocker


def created(engine: Minidocker) -> dict[str, Any]:
    """The body of the request that created the command."""
    index = next(index for index, asked in enumerate(engine.asked) if asked.endswith("/exec"))
    body: dict[str, Any] = json.loads(engine.bodies[index])
    return body


def test_detached_it_ends_at_once(engine: Minidocker) -> None:
    assert engine(*PROJECT, "exec", "-d", "web", "touch", "-c", "/x") == (0, "", "")
    assert engine.asked[-2:] == [CREATE, START]
    body = created(engine)
    assert body["Cmd"] == ["touch", "-c", "/x"]
    assert not any(body[f"Attach{stream}"] for stream in ("Stdin", "Stdout", "Stderr"))
    assert json.loads(engine.bodies[-1])["Detach"] is True


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("-u me", "User", "me"),
        ("-w /tmp", "WorkingDir", "/tmp"),
        ("--privileged", "Privileged", True),
        ("-e A=1 -e B=", "Env", ["A=1", "B="]),
        ("", "Env", None),
        ("-t", "Tty", False),  # a command that nobody sees has no terminal
    ],
)
def test_a_flag_is_a_field(engine: Minidocker, words: str, field: str, value: Any) -> None:
    assert engine(*PROJECT, "exec", "-d", *words.split(), "web", "true").code == 0
    assert created(engine).get(field) == value


@pytest.mark.parametrize(("index", "container"), [("1", WEB), ("2", DB)])
def test_the_container_by_its_number(engine: Minidocker, index: str, container: str) -> None:
    assert engine(*PROJECT, "exec", "-d", "--index", index, "web", "true").code == 0
    assert f"POST /containers/{container}/exec" in engine.asked


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("nope true", 'service "nope" is not running'),
        ("--index 3 web true", 'service "web" is not running container #3'),
        ("web", "requires at least 2 arg(s), only received 1"),
        ("--nope web true", "unknown flag: --nope"),
    ],
)
def test_what_is_refused(engine: Minidocker, words: str, message: str) -> None:
    assert engine(*PROJECT, "exec", *words.split()) == (1, "", f"{message}\n")
    assert not any(asked.endswith("/exec") for asked in engine.asked)
