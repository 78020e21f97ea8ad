"""Run the examples of the README. Its two commands for installation and tests are how these tests are run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from engineclient import Engine

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


def test_cli_py_names_a_dependency_that_is_missing() -> None:
    argv = [sys.executable, "-S", "cli.py", "ps"]  # -S: without what is installed
    ended = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.startswith("minidocker: the Python package click is missing; ")


def test_dependencies_are_named_with_their_reasons() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=]", requirement)[0]
        assert f"{name} (" in README


SEEING = [
    line for line in SHELL if re.match(r"minidocker (tour|explain|--explain(?! build)|--curl|--trace)", line)
]


def shell(line: str, folder: Path, host: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the README in a shell, in `folder`."""
    program = f'minidocker() {{ {shlex.join([sys.executable, "-c", PROGRAM])} "$@"; }}'
    environ = os.environ | {"DOCKER_HOST": host, "XDG_STATE_HOME": f"{folder}/state"}
    return subprocess.run(
        ["bash", "-c", f"{program}\n{line}"],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("line", SEEING[:2])
def test_what_needs_no_engine_to_be_seen(line: str, tmp_path: Path) -> None:
    ended = shell(line, tmp_path, f"unix://{tmp_path}/none.sock")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "The engine does not pull by itself" in re.sub(r"\s+", " ", ended.stdout)


@pytest.mark.engine
@pytest.mark.parametrize("line", SEEING)
def test_what_the_engine_is_asked_can_be_seen(
    line: str, tmp_path: Path, engine_host: str, engine_images: object
) -> None:
    ended = shell(line, tmp_path, engine_host)
    assert ended.returncode == 0, ended.stderr
    assert re.search("→ .*/containers|curl .*/containers|is kept in run.html", ended.stdout + ended.stderr)
    assert ("run.html" in line) == (tmp_path / "run.html").exists()


def test_the_test_of_another_project(tmp_path: Path) -> None:
    (code,) = (block for block in PYTHON if "engine_replay" in block)
    (tmp_path / "test_it.py").write_text(code)
    (tmp_path / "recordings").mkdir()
    shutil.copy(ROOT / "recordings/docker-28.5/ps.json", tmp_path / "recordings/containers.json")
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:asyncio", "-p", "no:cacheprovider"]
    ended = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, "1 passed" in ended.stdout) == (0, True), ended.stdout


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
        for left in (["rm", "-f", "web"], ["rmi", "-f", "small"]):
            argv = [sys.executable, "-c", PROGRAM, *left]
            subprocess.run(argv, env=environ, check=True, capture_output=True)
    engines, example, gathered = outputs[:3]
    assert engines == b"{'default': 'linux'}\n"
    first, *listed, last = example.decode().splitlines()
    assert first == "7 b'out\\n' b'err\\n'"
    assert listed[listed.index("['/web'] busybox exited") + 1] == "stdout b'ready\\n'"
    assert last == "No such container: no-such-container"
    (built,) = (output for code, output in zip(PYTHON, outputs, strict=True) if "build_context" in code)
    assert built == b"[('RUN cat /hello', b'hi')]\n" or built == b"[]\n"  # the second time from the cache
    assert gathered == repr([f"{n}\n".encode() for n in range(8)]).encode() + b"\n"


COMPOSING = [line for line in SHELL if line.startswith("minidocker compose ")]


@pytest.mark.engine
def test_a_compose_project(engine_host: str, engine_images: object, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples/compose.yaml", tmp_path)
    (tmp_path / "compose.prod.yaml").write_text("services: {web: {environment: {MODE: prod}}}\n")
    told: dict[str, str] = {}
    try:
        for line in COMPOSING:
            here = line.replace("--follow ", "")  # it would not end
            ended = shell(f"{here} </dev/null", tmp_path, engine_host)
            assert ended.returncode == 0, (line, ended.stderr)
            told[line.split(" compose ")[1]] = ended.stdout + ended.stderr
    finally:
        shell("minidocker compose down --volumes", tmp_path, engine_host)
    assert "-web-1  Healthy" in told["up --detach --wait"]
    assert "web-1 is left alone: unchanged and running" in told["up --detach --explain"]
    assert "s1 -->|healthy| s0" in told["graph"]
    assert "web-1  | ready" in told["logs --follow web"]
    assert "DRY-RUN MODE -  Container" in told["--dry-run down"]
    assert "_data  Removed" in told["down --volumes"]


RECORDING = [line for line in SHELL if re.match("minidocker (record|replay|recordings) ", line)]


@pytest.mark.engine
def test_record_and_replay(engine_host: str, engine_images: object, tmp_path: Path) -> None:
    program = shlex.join([sys.executable, "-c", PROGRAM])
    outputs: list[str] = []
    for line in RECORDING:
        here = line.replace("my-run", "my-run.json").replace("-- docker", f"-- {program}")
        ended = shell(here, tmp_path, engine_host)
        assert ended.returncode == 0, ended.stderr
        outputs.append(ended.stdout)
    assert outputs[:2] == ["hello\n", "hello\n"]
    assert 'stdout  "hello\\n"' in outputs[2]
    assert outputs[3].endswith(": no change\n")


LOOKING = [line for line in SHELL if re.match("minidocker (--read-only|--dry-run|proxy) ", line)]


@pytest.mark.engine
@pytest.mark.parametrize("line", LOOKING[:2])
def test_looking_without_touching(line: str, engine_host: str, tmp_path: Path) -> None:
    ended = shell(line, tmp_path, engine_host)
    assert ended.returncode == 0, ended.stderr
    planned = re.findall(r"dry run: (\w+ /\w+/\w+)", ended.stderr)
    assert planned[-3:-1] == (
        ["POST /images/create", "POST /containers/create"] if "--dry-run" in line else []
    )


@pytest.mark.engine
def test_a_restricted_socket(engine_host: str, tmp_path: Path) -> None:
    (line,) = LOOKING[2:]
    argv = [sys.executable, "-c", PROGRAM, *shlex.split(line)[1:]]
    environ = os.environ | {"DOCKER_HOST": engine_host}
    with subprocess.Popen(argv, cwd=tmp_path, env=environ, stderr=subprocess.PIPE, text=True) as proxy:
        assert proxy.stderr is not None
        assert "restricted.sock" in proxy.stderr.readline()
        host = f"unix://{tmp_path}/restricted.sock"
        codes = [shell(f"minidocker {rest}", tmp_path, host).returncode for rest in ("ps", "images", "rm x")]
        proxy.terminate()
    assert (codes, proxy.returncode) == ([0, 1, 1], 0)


DOCS_BUILD = re.findall(r"```python\n(.*?)```", (ROOT / "docs/build.md").read_text(), re.DOTALL)


@pytest.mark.engine
@pytest.mark.parametrize("code", DOCS_BUILD, ids=["the result", "the events"])
def test_the_examples_of_the_page_on_builds(code: str, engine_host: str, engine_images: object) -> None:
    if "secrets=" in code and not has_buildkit(engine_host):
        pytest.skip("the engine has no BuildKit")
    environ = os.environ | {"DOCKER_HOST": engine_host}
    argv = [sys.executable, "-W", "error", "-c", code]
    ended = subprocess.run(argv, env=environ, capture_output=True, text=True, check=False)
    rm = [sys.executable, "-c", PROGRAM, "rmi", "-f", "hello"]
    subprocess.run(rm, env=environ, check=False, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "sha256:" in ended.stdout or "begins: RUN echo working" in ended.stdout


def has_buildkit(host: str) -> bool:
    """Docker has it since 18.09, Podman has not."""
    with Engine(host) as engine:
        return not engine.ping().libpod


BUILDING = [
    line
    for line in SHELL
    if re.match(r"minidocker (--explain )?build(er)? (--dry-run|--report|report|\.)", line)
]


@pytest.mark.engine
def test_what_a_build_shows(engine_host: str, engine_images: object, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox\nCOPY hello /\nRUN cat /hello\n")
    (tmp_path / "hello").write_text("hi")
    endings = [shell(line, tmp_path, engine_host) for line in BUILDING]
    assert [ended.returncode for ended in endings] == [0, 0, 0, 0], [ended.stderr for ended in endings]
    before, report, later, explained = (ended.stdout + ended.stderr for ended in endings)
    assert "2B    hello" in before
    assert "E[T] = " in report
    assert "E[T] = " in later
    assert "POST /build" in explained
