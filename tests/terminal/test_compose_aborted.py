"""The menu's Ctrl-C at an attached `compose up` that ends with its containers: what they end with is its exit code."""

from __future__ import annotations

import pytest

from engineclient import Engine
from tests.terminal.script import MINIDOCKER, Script
from tests.terminal.terminal import Terminal

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine_images")]

PROJECT = """
name: NAME
services:
  web: {image: busybox, command: "sh -c 'echo hello; exec sleep 1000'", stop_grace_period: 0s}
"""
ABORTING = "Aborting on container exit..."


def press(t: Terminal) -> None:
    t.expect(b"hello")
    t.until_settled()
    t.type(b"\x03")


@pytest.mark.parametrize(
    ("flag", "code", "aborts"),
    [
        ("--exit-code-from web", 137, True),
        ("--abort-on-container-exit", 137, True),
        ("--abort-on-container-failure", 137, True),
        ("", 0, False),
    ],
)
def test_the_first_that_ends_aborts(engine_host: str, flag: str, code: int, aborts: bool) -> None:
    with Engine(engine_host) as engine:
        seen = Script(f"compose up {flag}", project=PROJECT, act=press).play(MINIDOCKER, engine)
    assert (seen.code, ABORTING in seen.screen, seen.settings) == (code, aborts, "restored")
