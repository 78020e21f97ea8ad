"""What docker or buildx has built is in the cache for minidocker, and the other way round, whatever the context holds."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import BUILDX_PLUGIN, NO_DOCKER_CLIENT, docker_client

pytestmark = pytest.mark.engine

CLI = Path(__file__).parents[3] / "cli.py"
DOCKERFILE = "FROM busybox\nCOPY . /all\nCOPY some /some\nRUN true\n"


def plain(context: Path) -> None:
    (context / "some" / "file").write_text("text")


def links(context: Path) -> None:
    (context / "some" / "file").write_text("text")
    (context / "some" / "to-file").symlink_to("file")
    (context / "some" / "to-nothing").symlink_to("nothing")
    (context / "to-directory").symlink_to("some")
    (context / "absolute").symlink_to("/etc/passwd")


def hard_links(context: Path) -> None:
    (context / "some" / "file").write_text("text")
    (context / "some" / "same").hardlink_to(context / "some" / "file")
    (context / "a").hardlink_to(context / "some" / "file")


def modes(context: Path) -> None:
    for mode in (0o400, 0o644, 0o755, 0o4755, 0o2755, 0o777):
        (context / "some" / f"{mode:o}").write_text("text")
        (context / "some" / f"{mode:o}").chmod(mode)
    for mode in (0o700, 0o1777, 0o2755):
        (context / f"d{mode:o}").mkdir()
        (context / f"d{mode:o}").chmod(mode)


def times(context: Path) -> None:
    for name, nanoseconds in (
        ("old", 1),
        ("fraction", 1_600_000_000_123_456_789),
        ("future", 4_000_000_000_000_000_000),
    ):
        (context / "some" / name).write_text("text")
        os.utime(context / "some" / name, ns=(nanoseconds, nanoseconds))


def names(context: Path) -> None:
    for name in ("é", "e\u0301", "日本", "a b", "a\tb", "-x", "'\"", "%41", "x" * 120, "\U0001f40b"):
        (context / "some" / name).write_text(name)
    deep = context / "some" / ("d" * 90) / ("e" * 90) / ("f" * 90)
    deep.mkdir(parents=True)
    (deep / "file").write_text("deep")


def large(context: Path) -> None:
    (context / "some" / "large").write_bytes(secrets.token_bytes(1 << 20) * 9)
    (context / "some" / "empty").touch()


def empty_directories(context: Path) -> None:
    for name in ("some/a/b/c", "x", "y/z"):
        (context / name).mkdir(parents=True)


def sockets(context: Path) -> None:
    (context / "some" / "file").write_text("text")
    here = Path.cwd()
    os.chdir(context / "some")  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket")
    finally:
        os.chdir(here)


def many(context: Path) -> None:
    for number in range(300):
        (context / "some" / f"{number}").write_text(str(number))


def left_out(context: Path) -> None:
    for name in ("a.log", "b.txt", "keep.log"):
        (context / "some" / name).write_text(name)
    (context / ".dockerignore").write_text("**/*.log\n!**/keep.log\n")


CONTEXTS = [plain, links, hard_links, modes, times, names, large, empty_directories, sockets, many, left_out]


@pytest.fixture
def context(tmp_path: Path) -> Path:
    made = tmp_path / "context"
    (made / "some").mkdir(parents=True)
    (made / "Dockerfile").write_text(f"{DOCKERFILE}LABEL one={secrets.token_hex(8)}\n")
    (made / "some" / "unlike-all-others").write_text(secrets.token_hex(8))
    return made


Build = Callable[[Path], str]


@pytest.fixture(params=["classic", "BuildKit"])
def clients(
    request: pytest.FixtureRequest, engine_host: str, engine_images: object, tmp_path: Path
) -> dict[str, Build]:
    """Builds with docker and with minidocker; what they print."""
    docker = docker_client()
    if docker is None:
        pytest.skip(NO_DOCKER_CLIENT)
    if request.param == "BuildKit":
        if BUILDX_PLUGIN.path is None:
            pytest.skip(BUILDX_PLUGIN.missing)
        plugins = tmp_path / "config" / "cli-plugins"
        plugins.mkdir(parents=True)
        (plugins / "docker-buildx").symlink_to(BUILDX_PLUGIN.path)
    environ = os.environ | {
        "DOCKER_HOST": engine_host,
        "DOCKER_CONFIG": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path),
        "DOCKER_BUILDKIT": "1" if request.param == "BuildKit" else "0",
    }

    def build(program: list[str], context: Path) -> str:
        progress = ["--progress=plain"] if request.param == "BuildKit" else []
        ended = subprocess.run(
            [*program, "build", *progress, str(context)],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout + ended.stderr

    return {
        "docker": lambda context: build([docker], context),
        "minidocker": lambda context: build([sys.executable, str(CLI)], context),
    }


def hits(text: str) -> int:
    return text.count("---> Using cache") + text.count(" CACHED\n")


@pytest.mark.parametrize("first", ["docker", "minidocker"])
@pytest.mark.parametrize("fill", CONTEXTS, ids=lambda fill: fill.__name__)
def test_what_one_has_built_the_other_finds(
    clients: dict[str, Build], context: Path, fill: Callable[[Path], None], first: str
) -> None:
    fill(context)
    second = next(name for name in clients if name != first)
    clients[first](context)
    expected = hits(clients[first](context))
    assert expected >= 3, "the same client again does not find what it has built"
    assert hits(clients[second](context)) == expected
