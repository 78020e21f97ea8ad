"""The programs of examples/ on a real engine."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engineclient import Engine
from tests.test_examples import example

EXAMPLES = Path(__file__).parents[1] / "examples"

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine_images")]


def ended(host: str, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the example programs to its end; it must leave no container behind."""
    with Engine(host) as engine:
        before = {container.id for container in engine.containers.list(all=True)}
        result = subprocess.run(
            [sys.executable, str(EXAMPLES / f"{name}.py"), *arguments],
            env=os.environ | {"DOCKER_HOST": host},
            capture_output=True,
            text=True,
            check=False,
        )
        for _ in range(100):  # the engine removes a killed container by itself, some time later
            left = {container.id for container in engine.containers.list(all=True)} - before
            if not left:
                break
            time.sleep(0.1)
        assert not left
    return result


@pytest.mark.not_on("Podman 4", "gives exit code 0 for each container that it removes itself")
def test_run_and_capture(engine_host: str) -> None:
    command = ["busybox", "sh", "-c", "echo hello; echo oops >&2; exit 3"]
    result = ended(engine_host, "run_and_capture", "busybox", "echo", "hello")
    assert (result.returncode, result.stdout) == (0, "hello\n"), result.stderr
    result = ended(engine_host, "run_and_capture", *command)
    assert (result.returncode, result.stderr) == (3, "the command ended with exit code 3: oops\n")


def test_detached_service(engine_host: str) -> None:
    with Engine(engine_host) as engine:
        if engine.ping().libpod:
            pytest.skip("Podman checks health only where systemd runs")
    result = ended(engine_host, "detached_service")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("running\n")


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("exec_with_stdin", "['apple', 'fig', 'pear']\n"),
        ("copy_in_and_out", "6\n"),
        ("parallel_runs", "[0, None, 4, None]\n"),
    ],
)
def test_what_is_printed(engine_host: str, name: str, output: str) -> None:
    result = ended(engine_host, name)
    assert (result.returncode, result.stdout) == (0, output), result.stderr


def test_build_from_string(engine_host: str) -> None:
    result = ended(engine_host, "build_from_string")
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith(" hello from a string\n")


@pytest.mark.not_on("Podman 4", "finds the end of a container by its own name of the event, died")
async def test_follow_events(engine_host: str) -> None:
    from engineclient import AsyncEngine

    program = example("follow_events")
    async with AsyncEngine(engine_host) as engine:
        stream = program.ended(engine)
        following = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0.5)
        await engine.run("busybox", ["sh", "-c", "exit 7"], name="ends-soon", remove=True)
        assert await asyncio.wait_for(following, 20) == ("ends-soon", 7)
        await stream.aclose()
