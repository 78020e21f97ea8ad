"""build with BuildKit on a real engine: what its client is asked for, and what the cache finds again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engineclient import Engine
from engineclient.connect.builder_activity import last_activity

pytestmark = pytest.mark.engine

Build = Callable[..., "subprocess.CompletedProcess[str]"]
CLI = Path(__file__).parents[3] / "cli.py"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "c").mkdir()
    return tmp_path


@pytest.fixture
def build(engine_host: str, engine_images: object, here: Path) -> Build:
    """Build the context `c` with some flags, as a program of its own."""
    with Engine(engine_host) as engine:
        if engine.ping().libpod:
            pytest.skip("the engine has no BuildKit")

    def run(dockerfile: str, *flags: str, buildkit: str = "1") -> subprocess.CompletedProcess[str]:
        (here / "c" / "Dockerfile").write_text(dockerfile)
        environ = {
            "DOCKER_HOST": engine_host,
            "HOME": str(here),
            "DOCKER_BUILDKIT": buildkit,
            "PATH": "/usr/bin:/bin",
        }
        return subprocess.run(
            [sys.executable, str(CLI), "build", *flags, "c"],
            cwd=here,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_the_second_build_is_all_from_the_cache(build: Build, here: Path) -> None:
    (here / "c" / "a").write_text("a")
    dockerfile = "FROM busybox\nCOPY a /\nRUN true\n"
    first, second = build(dockerfile), build(dockerfile)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert second.stderr.count("CACHED") >= 2
    assert second.stdout == ""


def test_a_build_is_kept_as_the_last_activity_of_the_builder(build: Build, here: Path) -> None:
    assert build("FROM busybox\n").returncode == 0
    assert last_activity(here / ".docker", "default")


def test_a_step_that_fails(build: Build) -> None:
    ended = build("FROM busybox\nRUN echo out; exit 7\n", "--no-cache")
    assert ended.returncode == 1
    assert "#5 ERROR: " in ended.stderr or "ERROR: executor failed" in ended.stderr
    if "executor failed" not in ended.stderr:  # the words of a BuildKit that does not tell the place
        assert "   2 | >>> RUN echo out; exit 7\n" in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("ERROR: failed to build: failed to solve: ")


def test_a_secret_is_asked_for(build: Build, here: Path) -> None:
    (here / "token").write_text("open sesame")
    dockerfile = "# syntax\nFROM busybox\nRUN --mount=type=secret,id=t wc -c </run/secrets/t\n"
    ended = build(dockerfile, "--no-cache", "--secret", "id=t,src=token")
    assert ended.returncode == 0, ended.stderr
    assert " 11\n" in ended.stderr


def test_what_is_ignored_is_not_sent(build: Build, here: Path) -> None:
    for name in ("a", "b"):
        (here / "c" / name).write_text(name)
    (here / "c" / ".dockerignore").write_text("b\nDockerfile\n")
    ended = build("FROM busybox\nCOPY . /c\nRUN ls -A /c\n", "--no-cache")
    assert ended.returncode == 0, ended.stderr
    assert [line[-1] for line in ended.stderr.splitlines() if line.endswith((" a", " b", "Dockerfile"))][
        -1:
    ] == ["a"]


def test_files_come_out(build: Build, here: Path) -> None:
    dockerfile = (
        "FROM busybox\nRUN mkdir /d && head -c 3000000 /dev/zero >/d/f && ln -s /etc /d/l\n"
        "FROM scratch\nCOPY --from=0 /d /d\n"
    )
    ended = build(dockerfile, "--output", "out")
    assert ended.returncode == 0, ended.stderr
    assert (here / "out" / "d" / "f").stat().st_size == 3_000_000
    assert (here / "out" / "d" / "l").readlink() == Path("/etc")


def test_the_id_is_that_of_the_image(build: Build, here: Path) -> None:
    ended = build("FROM busybox\nENV A=1\n", "-q", "--iidfile", "id")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == (here / "id").read_text() + "\n"
    assert ended.stdout.startswith("sha256:")
