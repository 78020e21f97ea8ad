"""Commands on a project on a real engine, whose results depend on running containers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROGRAM = "from engineclient.commands import main; raise SystemExit(main())"
FILE = """
name: attached
services:
  a: {image: busybox, command: [sh, -c, "echo one; echo err >&2; printf tail"]}
  longer: {image: busybox, command: [sh, -c, "sleep 1; echo two; exit 3"]}
"""
LONG = """
name: attached
services:
  a: {image: busybox, command: [sh, -c, "trap 'echo bye; exit 7' TERM; echo up; sleep 100 & wait"]}
"""

pytestmark = pytest.mark.engine


@pytest.fixture
def environ(engine_host: str, engine_images: object, tmp_path: Path) -> Iterator[dict[str, str]]:
    environ = {**os.environ, "DOCKER_HOST": engine_host}
    yield environ
    compose(tmp_path, environ, "down", "--timeout", "0")


def argv(tmp_path: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, "compose", "-f", str(tmp_path / "compose.yaml"), *words]


def compose(tmp_path: Path, environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        argv(tmp_path, *words),
        env=environ,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    return subprocess.CompletedProcess(
        ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode()
    )


@pytest.mark.parametrize(
    ("flags", "code", "end"),
    [
        ((), 0, []),
        (("--exit-code-from", "longer"), 3, [""]),
        (("--abort-on-container-failure",), 3, [""]),
    ],
)
def test_up_stays_until_all_have_ended(
    environ: dict[str, str], tmp_path: Path, flags: Any, code: int, end: list[str]
) -> None:
    (tmp_path / "compose.yaml").write_text(FILE)
    ended = compose(tmp_path, environ, "up", *flags)
    assert (ended.returncode, ended.stdout.replace("\r\x1b[K", "").splitlines()) == (
        code,
        [
            "Attaching to a-1, longer-1",
            "a-1  | one",
            "a-1  | tail",
            "a-1 exited with code 0",
            "longer-1  | two",
            "longer-1 exited with code 3",
        ],
    ), ended.stderr
    assert "a-1  | err" in ended.stderr.splitlines()
    assert [line for line in ended.stderr.splitlines()[-1:] if not line] == end


def test_ctrl_c_stops_the_containers(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(LONG)
    with subprocess.Popen(
        argv(tmp_path, "up"), env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        first = [running.stdout.readline() for _ in range(2)]
        time.sleep(0.2)  # until the shell has set its trap
        running.send_signal(signal.SIGINT)
        rest, errors = running.communicate(timeout=60)
    assert first == [b"Attaching to a-1\n", b"a-1  | up\n"]
    assert running.returncode == 130
    assert rest.decode().replace("\r\x1b[K", "").splitlines() == [
        "Gracefully Stopping... press Ctrl+C again to force",
        "a-1  | bye",
    ]
    assert errors.decode().splitlines()[-3:] == [
        " Container attached-a-1  Stopping",
        " Container attached-a-1  Stopped",
        "",
    ]


def test_run_is_one_more_container(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(LONG)
    ended = compose(tmp_path, environ, "run", "--rm", "a", "sh", "-c", "echo in; exit 4")
    assert (ended.returncode, ended.stdout) == (4, "in\n")
    assert compose(tmp_path, environ, "ps", "--all", "--quiet").stdout == ""


def test_logs_of_all(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(FILE)
    assert compose(tmp_path, environ, "up", "--detach").returncode == 0
    followed = compose(tmp_path, environ, "logs", "--follow").stdout.split("\n")
    # Some may have ended before
    lines = [line for line in followed if line and "exited with code" not in line]
    assert sorted(lines) == [
        "a-1       | err",
        "a-1       | one",
        "a-1       | tail",
        "longer-1  | two",
    ]
