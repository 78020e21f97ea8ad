"""`minidocker tour`: on the engine, and on a recording where there is none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pexpect  # type: ignore[import-untyped]
import pytest

from engineclient import Engine, NotFound

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]
WAITING = "\n  … ".encode()


def tour(host: str, *args: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"DOCKER_HOST": host}
    return subprocess.run([*PROGRAM, "tour", *args], env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("args", [[], ["--no-wait"]])
def test_where_there_is_no_engine_a_recording_plays_it_and_that_is_said(
    tmp_path: Path, args: list[str]
) -> None:
    host = f"unix://{tmp_path}/none.sock"
    ended = tour(host, *args)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (
        f"Cannot connect to the Docker daemon at {host}." in ended.out
        if hasattr(ended, "out")
        else ended.stdout
    )
    assert "So the engine's part is played by a recording." in ended.stdout
    assert "── this is a recording of Docker" in ended.stdout
    assert "404 Not Found" in ended.stdout
    assert "Hello from Docker!" in ended.stdout
    assert "What next:" in ended.stdout
    assert "DELETE" not in ended.stdout


def test_a_recording_can_be_asked_for() -> None:
    ended = tour("recording:run-hello-world")
    assert ended.returncode == 0
    assert "Cannot connect" not in ended.stdout
    assert "── this is a recording of" in ended.stdout


def spawn(host: str) -> Any:
    environ: Any = os.environ | {"DOCKER_HOST": host, "NO_COLOR": "1"}
    return pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "tour"], env=environ, timeout=60, dimensions=(50, 120))


def test_a_key_goes_on_one_step(tmp_path: Path) -> None:
    child = spawn(f"unix://{tmp_path}/none.sock")
    child.expect_exact(WAITING)
    assert b"HEAD /_ping" not in child.before
    for step in (b"HEAD /_ping", b"POST /containers/create", b"POST /images/create"):
        child.send(" ")
        child.expect_exact(WAITING)
        assert child.before.count("→".encode()) == 1
        assert step in child.before
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert b"What next" not in child.before


@pytest.mark.engine
@pytest.mark.parametrize("flag", ["--dry-run", "--read-only"])
def test_where_nothing_may_run_it_does_not_begin(engine_host: str, flag: str) -> None:
    argv = [*PROGRAM, "-H", engine_host, flag, "tour"]
    ended = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "the tour runs a container; one that runs none is `minidocker -H recording: tour`" in ended.stderr


def container_in(shown: str) -> str:
    """The container that the tour has made."""
    found = re.search(r"201 Created .* Id=([0-9a-f]{12})", shown)
    assert found, shown
    return found[1]


@pytest.mark.engine
def test_it_leaves_no_container_behind(engine_host: str, engine_images: object) -> None:
    ended = tour(engine_host)
    assert ended.returncode == 0, ended.stderr
    assert f"live: the engine at {engine_host}" in ended.stdout
    assert "◆" in ended.stdout
    assert "DELETE /containers/" in ended.stdout
    with Engine(engine_host) as engine, pytest.raises(NotFound):
        engine.containers.inspect(container_in(ended.stdout))


@pytest.mark.engine
@pytest.mark.parametrize("place", ["201 Created", "One more step"])
def test_leaving_in_the_middle_leaves_no_container_behind(
    engine_host: str, engine_images: object, place: str
) -> None:
    child = spawn(engine_host)
    shown = ""
    while place not in shown:
        child.expect_exact(WAITING)
        shown += child.before.decode()
        child.send(" " if place not in shown else "q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "What next" not in child.before.decode()
    with Engine(engine_host) as engine, pytest.raises(NotFound):
        engine.containers.inspect(container_in(shown))
