"""Fixtures for all tests. Tests marked `engine` run with --engine, or if an engine is available."""

from __future__ import annotations

import os
import signal
import tempfile
from typing import TYPE_CHECKING

import pytest

from tests.engines import catalogue, rest, selection
from tests.engines.errors import EngineSetupError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from tests.cli.samples import Ended
    from tests.commands.engine import Minidocker
    from tests.worlds import Containers, World

os.environ["LC_ALL"] = "C.UTF-8"  # the tests compare English texts, whatever the locale
os.environ.pop("LANGUAGE", None)
_STATE = tempfile.TemporaryDirectory(prefix="engineclient-state-")
os.environ["XDG_STATE_HOME"] = _STATE.name  # so that commands do not read or write the user's state
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts a background job with SIGINT ignored, and the programs under test would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_LEFT_OUT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", action="store_true", help="run the tests marked engine, starting an engine if need be"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and item.get_closest_marker("not_on"):
            item.fixturenames.insert(0, "not_on")
    needing = [item for item in items if item.get_closest_marker("engine")]
    if not needing or config.getoption("--engine") or selection.at_hand():
        return
    config.stash[_LEFT_OUT] = len(needing)
    items[:] = [item for item in items if not item.get_closest_marker("engine")]
    config.hook.pytest_deselected(items=needing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if count := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(
            f"left out: {count} tests on a real engine; to run them: pytest --engine (as root)"
        )


@pytest.fixture(scope="session")
def engine_host() -> Iterator[str]:
    """The DOCKER_HOST of a real engine; tests that use it are marked engine."""
    try:
        with selection.host() as host:
            yield host
    except EngineSetupError as error:
        raise pytest.fail.Exception(f"no engine: {error}", pytrace=False) from None


@pytest.fixture
def not_on(request: pytest.FixtureRequest, engine_host: str) -> None:
    """Skip a test marked `not_on(engines, reason)`, such as `not_on("Podman 4", "...")`, on these engines."""
    from engineclient import Engine

    with Engine(engine_host) as engine:
        name = f"{'Podman' if engine.ping().libpod else 'Docker'} {engine.version().version}"
    for marker in request.node.iter_markers("not_on"):
        engines, reason = marker.args
        if name.startswith(f"{engines}."):
            pytest.skip(f"{engines} {reason}")


@pytest.fixture(scope="session")
def engine_images(engine_host: str) -> Sequence[str]:
    """The references of the images on the engine, which are pulled once here, so that no test has to pull."""
    for reference in catalogue.REFERENCES:
        rest.pull(engine_host, reference)
    return catalogue.REFERENCES


@pytest.fixture(params=["sync", "async"])
async def it(request: pytest.FixtureRequest, engine_host: str, engine_images: object) -> AsyncIterator[World]:
    """A real engine, with the sync and with the async client."""
    from tests.worlds import world

    async with world(request.param, lambda make: make(engine_host)) as it:
        yield it


@pytest.fixture
async def started(it: World) -> AsyncIterator[Containers]:
    """Starts containers for a test, and removes them afterwards."""
    from tests.worlds import Containers

    containers = Containers(it)
    yield containers
    await containers.remove()


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Call the sample program with arguments, in this process."""
    from engineclient.cli.app import App
    from engineclient.commands.program import run
    from tests.cli.samples import Ended, sample_root

    def call(*args: str) -> Ended:
        code = run(args, App(), sample_root())
        return Ended(code, *capsys.readouterr())

    return call


@pytest.fixture
def minidocker(capsys: pytest.CaptureFixture[str]) -> Minidocker:
    """Call the whole program, on an engine with prepared answers."""
    from tests.commands.engine import Minidocker

    return Minidocker(capsys.readouterr)
