"""`minidocker tour`: on the engine, and on a recording where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pexpect  # type: ignore[import-untyped]
import pytest

from engineclient import Engine
from engineclient.tour import CHAPTERS

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]
WAITING = "\n  … ".encode()


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the tour keeps what is finished."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


def tour(host: str, *args: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"DOCKER_HOST": host}
    return subprocess.run([*PROGRAM, "tour", *args], env=environ, capture_output=True, text=True, check=False)


def test_where_there_is_no_engine_recordings_play_it_and_that_is_said(state: Path, tmp_path: Path) -> None:
    host = f"unix://{tmp_path}/none.sock"
    ended = tour(host)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"Cannot connect to the Docker daemon at {host}." in " ".join(ended.stdout.split())
    assert "The engine's part is played by recordings of Docker " in " ".join(ended.stdout.split())
    assert "the conversation of this command with the recorded Docker " in ended.stdout
    assert "docker.sock" not in ended.stdout
    assert "404 Not Found" in ended.stdout
    assert "Hello from Docker!" in ended.stdout
    assert "Next: minidocker tour look" in ended.stdout


@pytest.mark.parametrize("chapter", [chapter.name for chapter in CHAPTERS])
def test_every_chapter_can_be_taken_without_an_engine(state: Path, chapter: str) -> None:
    ended = tour("recording:", chapter)
    assert ended.returncode == 0
    assert ended.stderr == "" or chapter == "failures"  # where other programs run
    assert "Cannot connect" not in ended.stdout
    for wrong in ("a bug", "not as recorded", "no recording", "was not recorded"):
        assert wrong not in ended.stdout
    steps = CHAPTERS[[each.name for each in CHAPTERS].index(chapter)].steps
    assert ended.stdout.count("\n$ minidocker ") == sum(1 + len(step.show) for step in steps)


def test_what_is_finished_is_kept(state: Path) -> None:
    assert "✓" not in tour("recording:", "list").stdout
    assert "Next: minidocker tour hello-world" in tour("recording:", "digests").stdout
    assert "✓ digests" in tour("recording:", "list").stdout
    assert (state / "minidocker" / "tour.json").read_text() == '["digests"]'


def test_no_such_chapter(state: Path) -> None:
    ended = tour("recording:", "nope")
    assert ended.returncode == 1
    assert ended.stderr.startswith('no chapter "nope"; there are: hello-world, look, ')


def spawn(host: str) -> Any:
    environ: Any = os.environ | {"DOCKER_HOST": host, "NO_COLOR": "1"}
    argv = [*PROGRAM[1:], "tour", "hello-world"]
    return pexpect.spawn(PROGRAM[0], argv, env=environ, timeout=60, dimensions=(50, 120))


def test_a_question_comes_first_and_a_key_goes_on_one_request(state: Path, tmp_path: Path) -> None:
    child = spawn(f"unix://{tmp_path}/none.sock")
    child.expect_exact(WAITING)
    assert b"Who finds that out" in child.before
    assert b"$ minidocker run" not in child.before
    child.send(" ")
    child.expect_exact(WAITING)
    assert b"$ minidocker run" in child.before
    assert b"HEAD /_ping" not in child.before
    for step in (b"HEAD /_ping", b"POST /containers/create", b"POST /images/create"):
        child.send(" ")
        child.expect_exact(WAITING)
        assert step in child.before
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert b"Next: " not in child.before


@pytest.mark.engine
@pytest.mark.parametrize("flag", ["--dry-run", "--read-only"])
def test_where_nothing_may_run_it_does_not_begin(state: Path, engine_host: str, flag: str) -> None:
    argv = [*PROGRAM, "-H", engine_host, flag, "tour"]
    ended = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "the tour runs containers; one that runs none is `minidocker -H recording: tour`" in ended.stderr


@pytest.mark.engine
@pytest.mark.parametrize("chapter", ["hello-world", "volumes", "networks", "compose", "build"])
def test_a_chapter_leaves_nothing_behind(
    state: Path, engine_host: str, engine_images: object, chapter: str
) -> None:
    ended = tour(engine_host, chapter)
    assert ended.returncode == 0, ended.stderr
    assert "◆" in ended.stdout or chapter == "build"  # the classic builder emits no events
    assert left_of_the_tour(engine_host) == []


@pytest.mark.engine
def test_leaving_in_the_middle_leaves_nothing_behind(
    state: Path, engine_host: str, engine_images: object
) -> None:
    child = spawn(engine_host)
    shown = ""
    while "201 Created" not in shown:
        child.expect_exact(WAITING)
        shown += child.before.decode()
        child.send(" " if "201 Created" not in shown else "q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert left_of_the_tour(engine_host) == []


def left_of_the_tour(host: str) -> list[str]:
    with Engine(host) as engine:
        containers = [name for each in engine.containers.list(all=True) for name in each.names]
        volumes = [each.name for each in engine.volumes.list().volumes]
        networks = [each.name for each in engine.networks.list()]
        images = [tag for each in engine.images.list() for tag in each.repo_tags]
    return [
        name for name in (*containers, *volumes, *networks, *images) if name.strip("/").startswith("tour-")
    ]
