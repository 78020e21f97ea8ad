"""Real recordings through the real client, whole and cut at every byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient import AsyncEngine, Engine
from engineclient.recording.recording import Recording
from engineclient.recording.replay.transport import AsyncReplayTransport, ReplayTransport

DATA = Path(__file__).parents[1] / "data"
HELLO = Recording.load(DATA / "run-hello-world.json")
STDIN = Recording.load(DATA / "run-stdin.json")
SCRIPT = ["sh", "-c", "cat; echo err >&2; exit 3"]
WIDTHS = [None, 1, 3, 8, 9]


@pytest.mark.parametrize("width", WIDTHS)
def test_run(width: int | None) -> None:
    transport = ReplayTransport(HELLO, width=width)
    with Engine(transport=transport) as engine:
        result = engine.run("hello-world")
    assert (result.exit_code, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"\nHello from Docker!\n")
    transport.server.check()


@pytest.mark.parametrize("width", WIDTHS)
def test_run_with_input(width: int | None) -> None:
    transport = ReplayTransport(STDIN, width=width)
    with Engine(transport=transport) as engine:
        result = engine.run("busybox", SCRIPT, stdin=b"one\ntwo\n", remove=True)
    assert (result.exit_code, result.stdout, result.stderr) == (3, b"one\ntwo\n", b"err\n")
    transport.server.check()


@pytest.mark.parametrize("width", WIDTHS)
async def test_async_run(width: int | None) -> None:
    transport = AsyncReplayTransport(STDIN, width=width)
    async with AsyncEngine(transport=transport) as engine:
        result = await engine.run("busybox", SCRIPT, stdin=b"one\ntwo\n", remove=True)
    assert (result.exit_code, result.stdout, result.stderr) == (3, b"one\ntwo\n", b"err\n")
    transport.server.check()
