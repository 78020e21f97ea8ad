"""A rootless engine is found and suggested but never used automatically; once named, it is used like any other."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engineclient import Engine
from tests.engines.packages import command
from tests.peers import rootless

pytestmark = pytest.mark.engine

PROGRAM = [sys.executable, str(Path(__file__).parents[2] / "cli.py")]


@pytest.fixture(scope="module")
def runtime(engine_host: str) -> Iterator[Path]:
    """The XDG_RUNTIME_DIR of a user with an engine; `engine_host` has installed dockerd."""
    if lacking := rootless.missing():
        pytest.skip(f"no rootless engine without {lacking}")
    with rootless.running() as runtime:
        yield runtime


def test_it_is_named_where_the_default_socket_is_missing(runtime: Path) -> None:
    if Path("/var/run/docker.sock").exists():
        pytest.skip("this machine has an engine at the default socket")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
    ran = subprocess.run(
        [*PROGRAM, "--hints", "ps"],
        env={**environ, "XDG_RUNTIME_DIR": str(runtime)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert f"rootless Docker has one at {runtime}/docker.sock." in ran.stderr
    assert f"export DOCKER_HOST=unix://{runtime}/docker.sock" in ran.stderr


def test_it_runs_a_container(runtime: Path) -> None:
    busybox = command("busybox")
    assert busybox is not None
    image = io.BytesIO()
    with tarfile.open(fileobj=image, mode="w") as tar:
        tar.add(busybox, "bin/busybox")
    with Engine(f"unix://{runtime}/docker.sock") as engine:
        assert "name=rootless" in engine.info().security_options
        engine.images.import_(image.getvalue(), "busybox").wait()
        result = engine.run("busybox", ["/bin/busybox", "cat"], stdin=b"in", remove=True)
    assert result.stdout == b"in"
