"""Recorded builds, played to the library and to the program: the same files, names and flags as were recorded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engineclient import Engine
from engineclient.archive.memory import MemoryContext

FOLDER = Path(__file__).parent / "recordings"
CLI = Path(__file__).parents[2] / "cli.py"
SECRET = "hunter2-hunter2"
FILES: dict[str, bytes | str] = {
    "Dockerfile": "FROM busybox\nARG GREETING=hi\nCOPY a /\nRUN echo $GREETING; cat /a >&2\n",
    "with-secret": "FROM busybox\nCOPY a /\nRUN --mount=type=secret,id=token wc -c </run/secrets/token\n",
    "a": "a\n",
}
CLASSIC = sorted(FOLDER.glob("*/classic.json"))
SESSION = sorted(FOLDER.glob("*/session.json"))


def name(path: Path) -> str:
    return f"{path.parent.name}, {path.stem}"


def test_there_are_recordings_of_three_engines() -> None:
    assert [path.parent.name for path in CLASSIC] == ["docker-20.10", "docker-28.5", "podman-5.4"]
    assert [path.parent.name for path in SESSION] == ["docker-20.10", "docker-28.5"]


@pytest.mark.parametrize("path", CLASSIC, ids=name)
def test_a_classic_build_in_the_library(path: Path) -> None:
    with Engine(f"recording:{path}") as engine:
        result = engine.build(
            MemoryContext(FILES),
            version=1,
            args={"GREETING": "hello"},
            no_cache=True,
            forcerm=True,
            tags=["recorded"],
        )
    assert [(step.instruction, step.cached) for step in result.steps] == [
        ("FROM busybox", False),
        ("ARG GREETING=hi", False),
        ("COPY a /", False),
        ("RUN echo $GREETING; cat /a >&2", False),
    ]
    assert sorted(result.steps[-1].output.split()) == [b"a", b"hello"]
    assert result.image.startswith("sha256:")


@pytest.mark.parametrize("path", SESSION, ids=name)
def test_a_build_with_a_session_in_the_library(path: Path) -> None:
    with Engine(f"recording:{path}") as engine:
        result = engine.build(
            MemoryContext(FILES),
            version=2,
            dockerfile="with-secret",
            no_cache=True,
            tags=["recorded"],
            secrets={"token": SECRET},
        )
    assert [step.instruction.partition(" ")[0] for step in result.steps if step.instruction] == [
        "FROM",
        "COPY",
        "RUN",
    ]
    (run,) = (step for step in result.steps if step.instruction.startswith("RUN"))
    assert (run.output.strip(), run.error) == (b"15", "")
    assert result.image.startswith("sha256:")


@pytest.mark.parametrize("path", [*CLASSIC, *SESSION], ids=name)
def test_in_the_program(path: Path, tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    for file, content in FILES.items():
        (tmp_path / "c" / file).write_text(str(content))
    (tmp_path / "token").write_text(SECRET)
    if path.stem == "classic":
        flags, buildkit = ["--force-rm", "--build-arg", "GREETING=hello"], "0"
    else:
        flags, buildkit = ["--progress=plain", "--secret=id=token,src=token", "-f", "c/with-secret"], "1"
    ended = subprocess.run(
        [
            sys.executable,
            str(CLI),
            "-H",
            f"recording:{path}",
            "build",
            "--no-cache",
            *flags,
            "-t",
            "recorded",
            "c",
        ],
        cwd=tmp_path,
        env=os.environ | {"DOCKER_BUILDKIT": buildkit, "HOME": str(tmp_path), "DOCKER_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert (
        "Successfully tagged recorded" if buildkit == "0" else "naming to docker.io/library/recorded"
    ) in (ended.stdout + ended.stderr)


@pytest.mark.parametrize("path", [*CLASSIC, *SESSION], ids=name)
def test_no_secret_and_no_byte_of_a_session_is_kept(path: Path) -> None:
    text = path.read_text()
    assert SECRET not in text
    assert "hello" not in text.partition('"events"')[0], "the value of a build argument"
    assert "PRI * HTTP/2" not in text
