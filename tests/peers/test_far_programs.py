"""The remote program of an ssh connection: docker's `system dial-stdio`, or podman's if docker is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from engineclient import AsyncEngine, ConnectionFailed, Engine
from engineclient.connect.hosts import Endpoint
from tests.peers import sshd
from tests.peers.conftest import by_ssh

pytestmark = pytest.mark.engine

Far = Callable[[Mapping[str, str]], Endpoint]


@pytest.fixture
def far(
    engine_host: str, engine_images: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Far]:
    """The engine through an sshd whose shell finds only the given programs."""
    if sshd.SSHD is None:
        pytest.skip("there is no sshd (openssh-server)")
    with ExitStack() as running:
        yield lambda programs: by_ssh(
            engine_host, tmp_path, running.enter_context(sshd.running(tmp_path, programs)), monkeypatch
        )


def test_podman_where_there_is_no_docker(far: Far) -> None:
    with Engine(far({"podman": sshd.PODMAN})) as engine:
        result = engine.run("busybox", ["cat"], stdin=b"in", remove=True)
    assert result.stdout == b"in"


async def test_podman_where_there_is_no_docker_async(far: Far) -> None:
    async with AsyncEngine(far({"podman": sshd.PODMAN})) as engine:
        result = await engine.run("busybox", ["cat"], stdin=b"in", remove=True)
    assert result.stdout == b"in"


def test_neither(far: Far) -> None:
    """The error is docker's own, about the program that it looks for."""
    with (
        Engine(far({})) as engine,
        pytest.raises(ConnectionFailed, match="-- .* docker .*status 127") as caught,
    ):
        engine.version()
    assert caught.value.cause == "ssh-no-docker"


def test_a_docker_that_fails_is_not_passed_over(far: Far) -> None:
    programs = {"docker": "echo no engine >&2; exit 1", "podman": sshd.PODMAN}
    with Engine(far(programs)) as engine, pytest.raises(ConnectionFailed, match="no engine"):
        engine.version()
