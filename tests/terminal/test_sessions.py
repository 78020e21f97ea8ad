"""Replays of recorded sessions show the recorded bytes to a client that types the same keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engineclient import Engine
from tests.support import NO_DOCKER_CLIENT, docker_client
from tests.terminal.script import MINIDOCKER, Seen, comparable
from tests.terminal.sessions import SESSIONS, Type, path, screen, session
from tests.terminal.terminal import Terminal

PROGRAMS = {"minidocker": MINIDOCKER, "docker": (docker_client(),)}


def played(name: str, program: tuple[str | None, ...], type: Type, size: tuple[int, int]) -> Seen:
    if None in program:
        pytest.skip(NO_DOCKER_CLIENT)
    player = (*MINIDOCKER, "replay", str(path(name)), "--", *program)
    script = replace(session(name, type), before=None, size=size)
    with Engine("unix:///nowhere") as nobody:
        return script.play([word for word in player if word], nobody)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("type", "size"),
    [(Terminal.type, (24, 80)), (Terminal.type_slowly, (50, 132))],
    ids=["at once", "slowly and in another window"],
)
@pytest.mark.parametrize("name", SESSIONS)
def test_the_same_keys_show_the_same(name: str, type: Type, size: tuple[int, int], program: str) -> None:
    seen = played(name, PROGRAMS[program], type, size)
    assert seen == Seen(comparable(screen(name).encode()), 5, "restored", [])


@pytest.mark.parametrize("name", SESSIONS)
def test_minidocker_plays_them_itself(name: str) -> None:
    script = session(name)
    script = replace(script, before=None, command=f"-H recording:{path(name)} {script.command}")
    with Engine("unix:///nowhere") as nobody:
        seen = script.play(MINIDOCKER, nobody)
    told, _, shown = seen.screen.partition("no engine is running\r\n")
    assert told.endswith(f"({name}); ")
    assert (shown, seen.code, seen.settings) == (comparable(screen(name).encode()), 5, "restored")
