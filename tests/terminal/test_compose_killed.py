"""Ctrl-C twice at an attached `compose up`: the second kills containers that do not stop; docker compose keeps waiting."""

from __future__ import annotations

import pytest

from engineclient import Engine
from tests.terminal.script import MINIDOCKER, Script
from tests.terminal.terminal import Terminal

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine_images")]

DEAF = """
name: NAME
services:
  web:
    image: busybox
    command: "sh -c 'trap : TERM; echo hello; while :; do sleep 0.1; done'"
    stop_grace_period: 10m
"""


def press_twice(t: Terminal) -> None:
    t.expect(b"hello")
    t.type(b"\x03")
    t.expect(b"web-1  .*Stopping")
    t.until_settled()
    t.type(b"\x03")


def test_the_second_kills(engine_host: str) -> None:
    with Engine(engine_host) as engine:
        seen = Script("compose up", project=DEAF, act=press_twice).play(MINIDOCKER, engine)
    assert (seen.code, seen.settings) == (130, "restored")
    assert "Container NAME-web-1  \x1b[32mKilled" in seen.screen
