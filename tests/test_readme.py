"""What the README says is run here; its two commands themselves are what installed and runs these tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
PROGRAM = "from engineclient.commands import main; raise SystemExit(main())"


def test_it_opens_with_the_two_commands() -> None:
    assert SHELL[0].endswith("python -m pip install . && minidocker -H recording: run hello-world")
    assert SHELL[1].endswith("python -m pip install -e '.[dev]' && python -m pytest")


@pytest.mark.parametrize("start", [ROOT, Path("/")], ids=["in the checkout", "elsewhere"])
def test_the_first_command_says_hello(start: Path) -> None:
    argv = [sys.executable, "-c", PROGRAM, "-H", "recording:", "run", "hello-world"]
    ended = subprocess.run(argv, cwd=start, capture_output=True, text=True, check=False)
    assert (ended.returncode, "Hello from Docker!" in ended.stdout) == (0, True), ended.stderr


def test_cli_py_is_the_same_program() -> None:
    argv = [sys.executable, "cli.py", "-H", "recording:", "run", "hello-world"]
    ended = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, "Hello from Docker!" in ended.stdout) == (0, True), ended.stderr


def test_dependencies_are_named_with_their_reasons() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=]", requirement)[0]
        assert f"{name} (" in README


@pytest.mark.engine
def test_the_examples_run(engine_host: str, engine_images: object) -> None:
    environ = os.environ | {"DOCKER_HOST": engine_host}
    web = ["run", "-d", "--name", "web", "busybox", "sh", "-c", "echo ready"]
    subprocess.run([sys.executable, "-c", PROGRAM, *web], env=environ, check=True, capture_output=True)
    try:
        outputs = [
            subprocess.run(
                [sys.executable, "-W", "error", "-c", code], env=environ, check=True, capture_output=True
            ).stdout
            for code in PYTHON
        ]
    finally:
        rm = [sys.executable, "-c", PROGRAM, "rm", "-f", "web"]
        subprocess.run(rm, env=environ, check=True, capture_output=True)
    assert outputs[0] == b"7 b'out\\n' b'err\\n'\nstdout b'ready\\n'\nexited\n"
    assert outputs[1] == repr([f"{n}\n".encode() for n in range(8)]).encode() + b"\n"


@pytest.mark.engine
def test_record_and_replay(engine_host: str, engine_images: object, tmp_path: Path) -> None:
    program = [sys.executable, "-c", PROGRAM]
    environ = os.environ | {"DOCKER_HOST": engine_host}
    command = [*program, "run", "--rm", "busybox", "echo", "hello"]
    for verb in ("record", "replay"):
        argv = [*program, verb, str(tmp_path / "my-run.json"), "--", *command]
        ended = subprocess.run(argv, env=environ, capture_output=True, check=False)
        assert (ended.returncode, ended.stdout) == (0, b"hello\n"), ended.stderr
