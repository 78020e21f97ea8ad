"""Every script with minidocker, compared with docker's stored results, and with docker itself if it is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engineclient import Engine
from tests.support import COMPOSE_PLUGIN, NO_DOCKER_CLIENT, docker_client
from tests.terminal import kept
from tests.terminal.catalogue import SCRIPTS
from tests.terminal.playing import Played, playing
from tests.terminal.script import MINIDOCKER, Script, Seen

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine_images")]

KEPT = kept.read()
DOCKER = docker_client()


@pytest.fixture(scope="module")
def engine(engine_host: str) -> Iterator[Engine]:
    with Engine(engine_host) as engine:
        yield engine


@pytest.fixture(scope="module")
def scripts(request: pytest.FixtureRequest) -> dict[str, Script]:
    """The scripts of the selected tests."""
    asked = " ".join(item.name for item in request.session.items if item.path == request.path)
    return {name: script for name, script in SCRIPTS.items() if f"[{name}]" in asked}


@pytest.fixture(scope="module")
def by_minidocker(scripts: dict[str, Script], engine: Engine) -> Iterator[Played]:
    with playing(scripts, MINIDOCKER, engine) as played:
        yield played


@pytest.fixture(scope="module")
def by_docker(scripts: dict[str, Script], engine: Engine) -> Iterator[Played]:
    if DOCKER is None:
        pytest.skip(NO_DOCKER_CLIENT)
    with playing(scripts, [DOCKER], engine) as played:
        yield played


def expected(script: Script, docker: Seen) -> Seen:
    return docker._replace(settings="restored") if script.better else docker


@pytest.mark.parametrize("name", [name for name, script in SCRIPTS.items() if script.kept])
def test_minidocker_shows_what_docker_showed(by_minidocker: Played, name: str) -> None:
    assert by_minidocker[name].result() == expected(SCRIPTS[name], KEPT[name])


@pytest.mark.parametrize("name", [name for name, script in SCRIPTS.items() if script.kept])
def test_docker_shows_what_it_showed(by_docker: Played, name: str) -> None:
    if SCRIPTS[name].project and COMPOSE_PLUGIN.path is None:
        pytest.skip(COMPOSE_PLUGIN.missing)
    assert by_docker[name].result() == KEPT[name]


@pytest.mark.parametrize("name", [name for name, script in SCRIPTS.items() if not script.kept])
def test_minidocker_shows_what_docker_shows(by_minidocker: Played, by_docker: Played, name: str) -> None:
    assert by_minidocker[name].result() == by_docker[name].result()


def test_what_is_kept_belongs_to_a_script() -> None:
    assert set(KEPT) == {name for name, script in SCRIPTS.items() if script.kept}
