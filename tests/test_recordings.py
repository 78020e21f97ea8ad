"""Every recording of the project, played to the real client code: sync, async, and cut into single bytes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engineclient import AsyncEngine, Engine, StreamError
from engineclient.recording.library import open_recording
from engineclient.recording.replay import AsyncReplayTransport, ReplayTransport

FOLDER = Path(__file__).parents[1] / "recordings"
ALL = sorted(FOLDER.glob("*/*.json"))
HELLO = b"\nHello from Docker!\n"
PROGRAM = "from engineclient.commands import main; raise SystemExit(main())"


def minidocker(*argv: str, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *argv], input=stdin, capture_output=True, env=environ, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


# What each recorded command printed when it was recorded: exit code, stdout, and a part of stderr.
PRINTED: dict[str, tuple[int, bytes, bytes]] = {
    "run-hello-world": (0, HELLO, b"Unable to find image 'hello-world:latest' locally"),
    "run-failing-command": (7, b"out\n", b"err\n"),
    "run-stdin": (3, b"from stdin\n", b""),
    "logs-follow": (0, b"line 1\nline 2\nline 3\n", b"bye\n"),
    "ps": (0, b"   busybox   ", b""),
    "inspect": (0, b'"Name": "/web"', b""),
    "images": (0, b"REPOSITORY", b""),
    "version": (0, b"Version:          20.10", b""),
    "pull-error-in-band": (1, b"Pulling fs layer", b"image config verification failed"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_the_command_line_prints_what_it_printed(name: str) -> None:
    command = open_recording(name).command
    assert command[0] == "minidocker"
    code, out, err = minidocker("-H", f"recording:{name}", *command[1:], stdin=b"from stdin\n")
    expected = PRINTED[name]
    assert (code, expected[1] in out, expected[2] in err) == (expected[0], True, True), (code, out, err)
    assert err.count(b"this is a recording of Docker 20.10") == 1


def test_what_was_not_recorded_is_refused_by_name() -> None:
    code, out, err = minidocker("-H", "recording:run-hello-world", "ps")
    assert (code, out) == (1, b"")
    assert b"does not hold GET /containers/json" in err


BODY: dict[str, Any] = open_recording("run-failing-command").lines[2]["json"]


@pytest.mark.parametrize("width", [None, 1, 7])
def test_run_by_the_sync_engine(width: int | None) -> None:
    transport = ReplayTransport(open_recording("run-failing-command"), width=width)
    with Engine(transport=transport) as engine:
        result = engine.run("busybox", config=BODY)
    assert (result.exit_code, result.stdout, result.stderr) == (7, b"out\n", b"err\n")
    transport.server.check()


@pytest.mark.parametrize("width", [None, 1, 7])
async def test_run_by_the_async_engine(width: int | None) -> None:
    transport = AsyncReplayTransport(open_recording("run-failing-command"), width=width)
    async with AsyncEngine(transport=transport) as engine:
        result = await engine.run("busybox", config=BODY)
    assert (result.exit_code, result.stdout, result.stderr) == (7, b"out\n", b"err\n")
    transport.server.check()


async def test_a_pull_that_fails_in_band_raises_in_both() -> None:
    reference = "127.0.0.1:5999/library/nginx:alpine"
    with (
        Engine("recording:pull-error-in-band") as engine,
        pytest.raises(StreamError, match="verification failed"),
    ):
        engine.pull(reference)
    async with AsyncEngine("recording:pull-error-in-band") as other:
        with pytest.raises(StreamError, match="verification failed"):
            await other.images.pull(reference).wait()


CREDENTIALS = re.compile(
    r"Bearer [A-Za-z0-9._-]{20,}|\"(?:auth|identitytoken|password|serveraddress)\": *\"[^\"{*]"
    r"|(?:ghp|github_pat|AKIA|xox[bp])[A-Za-z0-9_-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY"
)


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_recording_holds_a_secret_or_a_path_of_its_maker(path: Path) -> None:
    text = path.read_text()
    assert not CREDENTIALS.search(text)
    assert not re.search(r"/(?:home|root|work|Users)/", text)
    for line in json.loads(text)["events"]:
        assert line.get("headers", {}).get("x-registry-auth", "***") == "***"
