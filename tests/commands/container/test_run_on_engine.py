"""run beside docker on one real engine: what it prints, its exit codes, and what it leaves behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator

import pytest

from engineclient import AsyncEngine, Engine
from tests.support import NO_DOCKER_CLIENT, docker_client

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine_images")]

PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]
Ended = tuple[int, bytes, bytes]


@pytest.fixture
def docker() -> str:
    found = docker_client()
    if found is None:
        pytest.skip(NO_DOCKER_CLIENT)
    return found


@pytest.fixture
def name() -> str:
    return f"run-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def engine(engine_host: str) -> Iterator[Engine]:
    with Engine(engine_host) as engine:
        yield engine


def ended(host: str, *argv: str, stdin: bytes = b"") -> Ended:
    environ = os.environ | {"DOCKER_HOST": host}
    run = subprocess.run(argv, input=stdin, capture_output=True, env=environ, timeout=60, check=False)
    return run.returncode, run.stdout, run.stderr.replace(b"minidocker", b"docker")


def containers(engine: Engine) -> set[str]:
    return {container.id for container in engine.containers.list(all=True)}


CASES: dict[str, tuple[tuple[str, ...], bytes]] = {
    "hello-world": (("hello-world",), b""),
    "both streams": (("busybox", "sh", "-c", "echo out; echo err >&2"), b""),
    "an exit code": (("busybox", "sh", "-c", "exit 7"), b""),
    "a signal": (("busybox", "sh", "-c", "kill -9 $$"), b""),
    "no such command": (("busybox", "nosuchcommand"), b""),
    "a directory as command": (("busybox", "/etc"), b""),
    "stdin": (("-i", "busybox", "cat"), b"words\xff\x00\n" * 1000),
    "stdin without -i": (("busybox", "cat"), b"words"),
    "stdin that nobody reads": (("-i", "busybox", "true"), b"x" * 5_000_000),
    "environment": (("-e", "A=1", "-e", "B", "busybox", "sh", "-c", "echo $A${B-unset}"), b""),
    "a bad flag": (("--frobnicate", "busybox"), b""),
    "a bad reference": (("Busybox",), b""),
    "output after the process": (("busybox", "sh", "-c", "(sleep 0.7; echo late) & echo early"), b""),
}


@pytest.mark.parametrize("case", CASES)
def test_as_docker(engine_host: str, engine: Engine, docker: str, case: str) -> None:
    argv, stdin = CASES[case]
    before = containers(engine)
    theirs = ended(engine_host, docker, "run", "--rm", *argv, stdin=stdin)
    ours = ended(engine_host, *PROGRAM, "run", "--rm", *argv, stdin=stdin)
    assert ours == theirs
    assert containers(engine) <= before


def test_ten_runs_without_a_miss(engine_host: str, engine: Engine) -> None:
    before = containers(engine)
    runs = [ended(engine_host, *PROGRAM, "run", "--rm", "busybox", "echo", "here") for _ in range(10)]
    assert runs == [(0, b"here\n", b"")] * 10
    assert containers(engine) <= before


def test_200_000_lines_arrive_whole(engine_host: str) -> None:
    code, out, err = ended(engine_host, *PROGRAM, "run", "--rm", "busybox", "seq", "200000")
    assert (code, err) == (0, b"")
    assert out == b"".join(b"%d\n" % number for number in range(1, 200_001))


def test_detached_prints_the_id_and_leaves_it_running(engine_host: str, engine: Engine, name: str) -> None:
    code, out, err = ended(engine_host, *PROGRAM, "run", "-d", "--name", name, "busybox", "sleep", "60")
    try:
        assert (code, err) == (0, b"")
        assert re.fullmatch(rb"[0-9a-f]{64}\n", out)
        assert engine.containers.inspect(name).state.running
    finally:
        engine.containers.remove(name, force=True)


def test_a_container_killed_by_another_client_ends_with_its_code(
    engine_host: str, engine: Engine, name: str
) -> None:
    argv = [*PROGRAM, "run", "--rm", "--name", name, "busybox", "sh", "-c", "echo up; sleep 60"]
    environ = os.environ | {"DOCKER_HOST": engine_host}
    with subprocess.Popen(argv, env=environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        engine.containers.kill(name)
        assert process.wait(30) == 137


def test_by_the_library(engine: Engine) -> None:
    result = engine.run(
        "busybox", ["sh", "-c", "wc -c; echo err >&2; exit 5"], remove=True, stdin=b"x" * 3_000_000
    )
    assert (result.exit_code, result.stdout, result.stderr) == (5, b"3000000\n", b"err\n")


async def test_eight_at_once_by_the_async_library(engine_host: str) -> None:
    import asyncio

    async with AsyncEngine(engine_host) as engine:
        runs = (engine.run("busybox", ["echo", str(number)], remove=True) for number in range(8))
        assert [run.stdout for run in await asyncio.gather(*runs)] == [
            b"%d\n" % number for number in range(8)
        ]


def test_following_logs_can_be_ended_from_another_thread(engine: Engine, name: str) -> None:
    engine.run("busybox", ["sh", "-c", "echo one; sleep 60"], name=name, detach=True)
    try:
        stream = engine.containers.logs(name, follow=True)
        assert next(stream).data == b"one\n"
        threading.Timer(0.1, stream.close).start()
        assert list(stream) == []
    finally:
        engine.containers.remove(name, force=True)


def test_exec_by_the_library(engine: Engine, name: str) -> None:
    engine.run("busybox", ["sleep", "60"], name=name, detach=True)
    try:
        result = engine.exec.run(name, ["sh", "-c", "cat; echo err >&2; exit 3"], stdin=b"words")
        assert (result.exit_code, result.stdout, result.stderr) == (3, b"words", b"err\n")
    finally:
        engine.containers.remove(name, force=True)
