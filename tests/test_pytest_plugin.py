"""The pytest plugin in other projects: their tests run in a separate pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from engineclient.recording.library import find_recording, open_recording
from engineclient.recording.recording import Recording
from engineclient.recording.replay.server import ReplayServer
from tests.support import NO_DOCKER_CLIENT, docker_client

ROOT = Path(__file__).parents[1]
PS = "docker-28.5/ps"

HERE = Path(__file__).parent

# The outcome of each test of plugin_project.py, and a part of its report.
ENDS = {
    "test_engineclient": ("passed", ""),
    "test_docker_command": ("passed", ""),
    "test_docker_py": ("passed", ""),
    "test_http_client": ("passed", ""),
    "test_a_context_is_set_aside": ("passed", ""),
    "test_unexpected": ("failure", "number 2, GET /containers/json, which differs in query.all: recorded"),
    "test_unexpected_and_failing": ("failure", "it does not hold GET /images/json"),
    "test_unused": ("error", "not requested: GET /containers/json"),
    "test_optional": ("passed", ""),
    "test_lenient": ("passed", ""),
    "test_status": ("passed", ""),
    "test_missing": ("error", "to make it: pytest --engine-record"),
    "test_no_such_argument": ("error", "unexpected keyword argument 'mode'"),
    "test_old_pytest": ("error", "needs pytest 7.0 or newer"),
    "test_nothing_is_recorded": ("passed", ""),
    "test_what_is_asked_in_a_teardown_counts": ("passed", ""),
}


def run_pytest(folder: Path, *argv: str, host: str = "") -> subprocess.CompletedProcess[str]:
    """Run pytest in `folder`, without an engine, or with the one at `host`."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("DOCKER_", "PYTEST_"))
    }
    command = [sys.executable, "-m", "pytest", "-p", "no:asyncio", "-p", "no:cacheprovider", *argv]
    return subprocess.run(
        command, cwd=folder, env=environ | {"DOCKER_HOST": host}, capture_output=True, text=True, check=False
    )


def ends(report: Path) -> dict[str, tuple[str, str]]:
    """The outcome and the report of each test."""
    found: dict[str, tuple[str, str]] = {}
    for case in ET.parse(report).iter("testcase"):
        said = "".join(case.itertext())
        found[case.attrib["name"]] = (
            next((child.tag for child in case if child.tag != "system-out"), "passed"),
            said,
        )
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(HERE / "plugin_project.py", folder / "test_project.py")
    (folder / "recordings").mkdir()
    shutil.copy(find_recording(PS), folder / "recordings" / "ps.json")
    return folder


@pytest.fixture(scope="module")
def runs(project: Path) -> list[str]:
    """The outputs of two concurrent runs of the project's tests, as in a parallel run."""
    reports = [f"--junitxml={project / name}.xml" for name in ("first", "second")]
    with ThreadPoolExecutor() as pool:
        return [run.stdout for run in pool.map(lambda report: run_pytest(project, report), reports)]


@pytest.fixture(scope="module")
def ended(project: Path, runs: list[str]) -> dict[str, tuple[str, str]]:
    found = ends(project / "first.xml")
    assert found.keys() == ENDS.keys(), runs[0]
    return found


@pytest.mark.parametrize("name", ENDS)
def test_of_the_project(name: str, ended: dict[str, tuple[str, str]]) -> None:
    if name == "test_docker_command" and docker_client() is None:
        pytest.skip(NO_DOCKER_CLIENT)
    end, said = ended[name]
    if (name, end) == ("test_docker_py", "skipped"):
        pytest.skip("docker-py is not installed")
    assert end == ENDS[name][0], said
    assert ENDS[name][1] in said


def test_runs_at_the_same_time_end_alike(project: Path, runs: list[str]) -> None:
    first, second = ends(project / "first.xml"), ends(project / "second.xml")
    assert {name: end for name, (end, _) in first.items()} == {name: end for name, (end, _) in second.items()}


def test_a_test_that_fails_by_itself_says_what_was_unexpected(runs: list[str]) -> None:
    section = runs[0].partition(" engine replay ")[2]
    assert "unexpected: GET /images/json: the nearest recorded request" in section


def test_the_example_needs_no_engine(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "examples/restart_unhealthy", tmp_path / "example")
    run = run_pytest(folder, "-v")
    assert run.returncode == 0, run.stdout
    assert " passed" in run.stdout


RECORDER = """
import pytest
from engineclient import Engine

def test_it(engine_replay):
    with Engine() as engine:
        containers = engine.containers.list(all=True, filters={"label": ["scenario"]})
    assert len(containers) == 1

@pytest.mark.engine_recording("test_it/test_it")
def test_the_same_name(engine_replay):
    with Engine() as engine:
        engine.version()

def test_failing(engine_replay):
    with Engine() as engine:
        engine.ping()
    assert False
"""


def test_recording_anew_and_playing_that(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(RECORDER)
    made = tmp_path / "recordings/test_it/test_it.json"
    original = open_recording(PS)
    with ReplayServer(original) as server:  # in the place of a live engine
        server.listen(tmp_path / "engine.sock")
        run = run_pytest(tmp_path, "--engine-record", host=f"unix://{tmp_path}/engine.sock")
    assert "1 failed, 2 passed, 1 error" in run.stdout, run.stdout
    assert "another test has just recorded something else as " in run.stdout
    assert [path.name for path in made.parent.iterdir()] == ["test_it.json"]  # nothing of the one that failed
    assert Recording.load(made).lines[2:] == original.lines[2:]  # the replay's pings are its own
    assert run_pytest(tmp_path, "test_it.py::test_it").returncode == 0


@pytest.mark.parametrize("host", ["recording:", "tcp://127.0.0.1:1"])
def test_only_a_unix_socket_is_recorded(tmp_path: Path, host: str) -> None:
    (tmp_path / "test_it.py").write_text(RECORDER)
    run = run_pytest(tmp_path, "--engine-record", host=host)
    assert "3 errors" in run.stdout
    assert "--engine-record: " in run.stdout


def test_it_costs_nothing_where_it_is_not_used() -> None:
    code = "import engineclient.pytest_plugin, sys; print(*(m for m in sys.modules if m.startswith('engineclient')))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(said.split()) == {"engineclient", "engineclient.pytest_plugin"}
