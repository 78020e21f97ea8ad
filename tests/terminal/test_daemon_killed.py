"""The daemon is killed during sessions: each ends with docker's message and exit code, and a usable terminal."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from engineclient import Engine
from tests.engines import engine as engines, rest
from tests.engines.errors import EngineSetupError
from tests.engines.state import State
from tests.support import NO_DOCKER_CLIENT, docker_client
from tests.terminal.script import MINIDOCKER, Before, Script, Seen
from tests.terminal.scripts.containers import SLEEPING
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.engine

GOING = Before("sh -c 'while :; do echo go; sleep 0.2; done'", stdin=True)

SESSIONS: Mapping[str, Script] = {
    "run -it": Script("run -it --name NAME busybox sh -c 'echo go; exec cat'"),
    "run": Script("run --name NAME busybox sh -c 'echo go; sleep 600'"),
    "run -i": Script("run -i --name NAME busybox sh -c 'echo go; sleep 600'", shell='yes | "$@"'),
    "exec -it": Script("exec -it NAME sh -c 'echo go; exec cat'", SLEEPING),
    "exec": Script("exec NAME sh -c 'echo go; sleep 600'", SLEEPING),
    "attach -it": Script("attach NAME", replace(GOING, tty=True)),
    "attach": Script("attach NAME", GOING),
    "start -a": Script("start -a NAME", replace(GOING, started=False)),
}
LOST = 'TIME level=error msg="error waiting for container: unexpected EOF"\n'
DOCKER: Mapping[str, tuple[str, int]] = {
    "run -it": (LOST, 125),
    "run": (LOST, 125),
    "run -i": (LOST, 125),
    "exec -it": ("", 255),
    "exec": ("", 255),
    "attach -it": ("unexpected EOF\n", 1),
    "attach": ("unexpected EOF\n", 1),
    "start -a": (LOST, 125),
}
"""The words after which each ends with docker 28.2, and its exit code; the terminal is restored."""


def comparable(seen: Seen) -> Seen:
    """The result without times, sockets, and progress lines that appear at random times."""
    screen = re.sub(r"^(go\r*\n)+", "", seen.screen).replace("\r", "")
    screen = re.sub(r'time="[^"]*"', "TIME", screen)
    return seen._replace(screen=screen)


def seen_at_the_death(program: Sequence[str], directory: Path) -> dict[str, Seen]:
    state = State(directory)
    together = Barrier(len(SESSIONS) + 1)

    def act(terminal: Terminal) -> None:
        terminal.expect(b"go")
        terminal.until_settled()
        together.wait(60)
        terminal.until_ended()

    try:
        engines.up(state)
    except EngineSetupError as error:
        pytest.fail(f"no engine: {error}", pytrace=False)
    try:
        rest.pull(state.host, "busybox:latest")
        with Engine(state.host) as engine, ThreadPoolExecutor(len(SESSIONS)) as pool:
            plays = {
                name: pool.submit(replace(script, act=act).play, program, engine)
                for name, script in SESSIONS.items()
            }
            together.wait(60)
            record = state.read()
            assert record is not None
            os.kill(record.processes["dockerd"].pid, signal.SIGKILL)
            return {name: comparable(play.result()) for name, play in plays.items()}
    finally:
        engines.down(state)


@pytest.fixture(scope="module")
def by_minidocker(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    return seen_at_the_death(MINIDOCKER, tmp_path_factory.mktemp("m"))


@pytest.fixture(scope="module")
def by_docker(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    docker = docker_client()
    if docker is None:
        pytest.skip(NO_DOCKER_CLIENT)
    return seen_at_the_death([docker], tmp_path_factory.mktemp("d"))


@pytest.mark.parametrize("session", SESSIONS)
def test_minidocker_ends_as_docker_did(by_minidocker: dict[str, Seen], session: str) -> None:
    assert by_minidocker[session] == Seen(*DOCKER[session], "restored", [])


# With input on its way docker now and then tells of the reset connection instead.
@pytest.mark.parametrize("session", [name for name in SESSIONS if name != "run -i"])
def test_docker_ends_as_it_did(by_docker: dict[str, Seen], session: str) -> None:
    assert by_docker[session] == Seen(*DOCKER[session], "restored", [])
