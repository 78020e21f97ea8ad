"""Play every recording of the project to minidocker, to the docker command, and to the engine classes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from engineclient import AsyncEngine, Engine, StreamError
from engineclient.recording.library import open_recording
from engineclient.recording.recording import Recording
from engineclient.recording.replay.transport import AsyncReplayTransport, ReplayTransport
from tests.scenarios.catalogue import SCENARIOS
from tests.scenarios.play import Played, play
from tests.support import NO_DOCKER_CLIENT, docker_client

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "recordings"
KEPT = sorted((*FOLDER.glob("*/*"), *ROOT.glob("examples/*/tests/recordings/*.json")))
ENGINES = ("docker-20.10", "docker-26.1", "docker-28.5", "podman-4.3", "podman-5.4")
SCENES = [pytest.param(e, s.name, id=f"{e}/{s.name}") for e in ENGINES for s in SCENARIOS]
DOCKER = docker_client()


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        yield workers


Plays = dict[Path, "Future[Played]"]


@pytest.fixture(scope="module")
def by_minidocker(pool: ThreadPoolExecutor) -> Plays:
    return plays(pool, "")


@pytest.fixture(scope="module")
def by_docker(pool: ThreadPoolExecutor) -> Plays:
    return plays(pool, DOCKER) if DOCKER else {}


def plays(pool: ThreadPoolExecutor, client: str) -> Plays:
    """Start to play all scenarios concurrently."""
    paths = [FOLDER / engine / f"{scenario.name}.json" for engine in ENGINES for scenario in SCENARIOS]
    return {path: pool.submit(play, path, client) for path in paths}


@pytest.mark.parametrize(("engine", "scenario"), SCENES)
def test_minidocker_asks_and_prints_what_it_did(engine: str, scenario: str, by_minidocker: Plays) -> None:
    path = FOLDER / engine / f"{scenario}.json"
    played = by_minidocker[path].result()
    assert played.report == ""
    assert played.printed == path.with_suffix(".out").read_text(), played.stderr


@pytest.mark.skipif(DOCKER is None, reason=NO_DOCKER_CLIENT)
@pytest.mark.parametrize(("engine", "scenario"), SCENES)
def test_docker_prints_the_same(engine: str, scenario: str, by_docker: Plays) -> None:
    path = FOLDER / engine / f"{scenario}.json"
    played = by_docker[path].result()
    assert played.report == ""
    assert played.printed == path.with_suffix(".out").read_text(), played.stderr


@pytest.mark.parametrize(("engine", "scenario"), SCENES)
def test_it_is_of_the_scenario_of_today(engine: str, scenario: str) -> None:
    commands = {each.name: list(each.command) for each in SCENARIOS}
    assert list(Recording.load(FOLDER / engine / f"{scenario}.json").command) == commands[scenario]


PROGRAM = "from engineclient.commands import main; raise SystemExit(main())"


def minidocker(*argv: str) -> tuple[int, bytes, bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
    command = [sys.executable, "-c", PROGRAM, *argv]
    ended = subprocess.run(command, capture_output=True, env=environ, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def test_in_process_it_is_said_that_no_engine_runs() -> None:
    code, out, err = minidocker("-H", "recording:docker-20.10/run-hello-world", "run", "hello-world")
    assert (code, b"Hello from Docker!" in out, err.count(b"this is a recording of Docker 20.10")) == (
        0,
        True,
        1,
    )


def test_what_was_not_recorded_is_refused_by_name() -> None:
    code, out, err = minidocker("-H", "recording:run-hello-world", "ps")
    assert (code, out) == (1, b"")
    assert b"does not hold GET /containers/json" in err


BODY: dict[str, Any] = open_recording("run-failing-command").lines[2]["json"]


@pytest.mark.parametrize("width", [None, 1, 7])
def test_run_by_the_sync_engine(width: int | None) -> None:
    transport = ReplayTransport(open_recording("run-failing-command"), width=width)
    with Engine(transport=transport) as engine:
        result = engine.run("busybox", config=BODY)
    assert (result.exit_code, result.stdout, result.stderr) == (7, b"out\n", b"err\n")
    transport.server.check()


@pytest.mark.parametrize("width", [None, 1, 7])
async def test_run_by_the_async_engine(width: int | None) -> None:
    transport = AsyncReplayTransport(open_recording("run-failing-command"), width=width)
    async with AsyncEngine(transport=transport) as engine:
        result = await engine.run("busybox", config=BODY)
    assert (result.exit_code, result.stdout, result.stderr) == (7, b"out\n", b"err\n")
    transport.server.check()


async def test_a_pull_that_fails_in_band_raises_in_both() -> None:
    reference = "registry.example:5000/library/damaged:latest"
    with (
        Engine("recording:pull-error-in-band") as engine,
        pytest.raises(StreamError, match="verification failed"),
    ):
        engine.pull(reference)
    async with AsyncEngine("recording:pull-error-in-band") as other:
        with pytest.raises(StreamError, match="verification failed"):
            await other.images.pull(reference).wait()


CREDENTIALS = re.compile(
    r"Bearer [A-Za-z0-9._-]{20,}|\"(?:auth|identitytoken|password|serveraddress)\": *\"[^\"{*]"
    r"|(?:ghp|github_pat|AKIA|xox[bp])[A-Za-z0-9_-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY"
)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_kept_holds_a_secret_or_a_path_of_its_maker(path: Path) -> None:
    text = path.read_text()
    assert not CREDENTIALS.search(text)
    assert not re.search(r"/(?:home|root|work|Users)/", text)
    for line in json.loads(text)["events"] if path.suffix == ".json" else []:
        assert line.get("headers", {}).get("x-registry-auth", "***") == "***"


def test_all_that_is_kept_is_small() -> None:
    assert sum(path.stat().st_size for path in KEPT) < 1_800_000
