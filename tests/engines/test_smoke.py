import os
import shutil
import subprocess
from collections.abc import Sequence

import pytest

from tests.engines import rest

pytestmark = pytest.mark.engine


def test_the_engine_answers_a_ping(engine_host: str) -> None:
    status, headers, body = rest.request(engine_host, "GET", "/_ping")
    assert (status, body) == (200, b"OK")
    assert headers["Api-Version"]


def test_the_images_are_there(engine_host: str, engine_images: Sequence[str]) -> None:
    found = [rest.request(engine_host, "GET", f"/images/{reference}/json")[0] for reference in engine_images]
    assert found == [200] * len(engine_images)


@pytest.mark.skipif(shutil.which("docker") is None, reason="no docker client on PATH")
def test_the_docker_client_runs_hello_world(engine_host: str, engine_images: Sequence[str]) -> None:
    done = subprocess.run(
        ["docker", "run", "--rm", "hello-world"],
        env={**os.environ, "DOCKER_HOST": engine_host},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("\nHello from Docker!\n")
