"""Every script has the same output and exit codes with docker and with minidocker.

On the throwaway engine minidocker is compared with docker's stored output, and that with a docker client on PATH. On an
engine that ENGINECLIENT_TEST_HOST names, both clients are run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.differential import answers, clients, registries
from tests.differential.answers import Answer
from tests.differential.clients import MINIDOCKER, Client
from tests.differential.deliberate import expected
from tests.differential.scripts import Script, Theme, themes
from tests.support import NO_DOCKER_CLIENT, PLUGINS, docker_client

# The first test runs all scripts, each of which has a limit of its own
pytestmark = [pytest.mark.engine, pytest.mark.timeout(0)]

THEMES = themes()
every_script = pytest.mark.parametrize(
    "script", [script for theme in THEMES for script in theme.scripts], ids=str
)

Answers = Mapping[Script, Answer]


@pytest.fixture(scope="session")
def chosen(request: pytest.FixtureRequest) -> Mapping[Theme, Sequence[Script]]:
    """The scripts of the selected tests by theme, which are run at once.

    Of a theme that must run alone these are all scripts, because each depends on the previous ones.
    """
    calls = (getattr(item, "callspec", None) for item in request.session.items)
    wanted = {call.params.get("script") for call in calls if call}
    found = {theme: [script for script in theme.scripts if script in wanted] for theme in THEMES}
    return {theme: theme.scripts if theme.alone else scripts for theme, scripts in found.items() if scripts}


@pytest.fixture(scope="session")
def run(
    engine_host: str, engine_images: object, chosen: Mapping[Theme, Sequence[Script]]
) -> Callable[[str], Answers]:
    """Run all selected scripts with a client."""
    return lambda program: Client(program, engine_host).answers(chosen)


@pytest.fixture(scope="session")
def ours(run: Callable[[str], Answers]) -> Answers:
    return run(MINIDOCKER)


@pytest.fixture(scope="session")
def live(run: Callable[[str], Answers]) -> Answers:
    """Docker's output now."""
    docker = docker_client()
    if docker is None:
        pytest.skip(NO_DOCKER_CLIENT)
    return run(docker)


@pytest.fixture(scope="session")
def throwaway(engine_host: str) -> bool:
    """Whether output is stored for this engine."""
    return clients.engine_version(engine_host).startswith(answers.ENGINE)


@pytest.fixture
def theirs(script: Script, throwaway: bool, request: pytest.FixtureRequest) -> str:
    """Docker's output: the stored one, or the current one if none is stored for this engine."""
    return (
        answers.kept(script.theme)[script.name] if throwaway else str(request.getfixturevalue("live")[script])
    )


@pytest.fixture(autouse=True)
def plugin(script: Script, throwaway: bool, request: pytest.FixtureRequest) -> None:
    """Skip a script that needs a plugin of docker or a registry that is not installed."""
    theme = next(theme for theme in THEMES if theme.name == script.theme)
    if theme.registries and not registries.at_hand():
        pytest.skip(registries.MISSING)
    kept = throwaway and request.function is test_as_docker
    for plugin in theme.plugins:
        if not kept and PLUGINS[plugin].path is None:
            pytest.skip(PLUGINS[plugin].missing)


@every_script
def test_as_docker(script: Script, ours: Answers, theirs: str) -> None:
    assert str(ours[script]) == expected(str(script), theirs), script.code


@every_script
def test_the_kept_answer_is_what_docker_says(
    script: Script, throwaway: bool, request: pytest.FixtureRequest
) -> None:
    if not throwaway:
        pytest.skip(f"answers are kept for Docker {answers.ENGINE} only")
    assert answers.kept(script.theme)[script.name] == str(request.getfixturevalue("live")[script]), (
        script.code
    )
