"""Recorded builds, played to the library and to the program with the recorded files, names and flags."""

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
    "failing": "FROM busybox\n\nRUN echo before; exit 7\n",
    "a": "a\n",
}
CLASSIC = sorted(FOLDER.glob("*/classic.json"))
SESSION = sorted(FOLDER.glob("*/session.json"))


SOLVE = FOLDER / "docker-28.5"
BUILDX = os.environ.get("ENGINECLIENT_TEST_BUILDX", "")


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


def write_files(folder: Path) -> None:
    (folder / "c").mkdir()
    for file, content in FILES.items():
        (folder / "c" / file).write_text(str(content))
    (folder / "token").write_text(SECRET)


def program(
    path: Path, folder: Path, *arguments: str, buildkit: str = "1"
) -> subprocess.CompletedProcess[str]:
    """`minidocker build` in `folder`, with a recording as its engine."""
    return subprocess.run(
        [sys.executable, str(CLI), "-H", f"recording:{path}", "build", *arguments],
        cwd=folder,
        env=os.environ | {"DOCKER_BUILDKIT": buildkit, "HOME": str(folder), "DOCKER_CONFIG": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


WITH_SECRET = ("--no-cache", "--progress=plain", "--secret=id=token,src=token", "-f", "c/with-secret")
PLAYED: dict[str, tuple[tuple[str, ...], int, tuple[str, ...]]] = {
    "solve": (
        (*WITH_SECRET, "-t", "recorded", "c"),
        0,
        (" 15\n", "naming to docker.io/library/recorded done"),
    ),
    "solve-failing": (
        ("--no-cache", "--progress=plain", "-f", "c/failing", "-t", "recorded", "c"),
        1,
        (
            " before\n",
            "   3 | >>> RUN echo before; exit 7\n",
            "did not complete successfully: exit code: 7\n",
        ),
    ),
    "solve-check": (("--check", "c"), 0, ("Check complete, no warnings found.\n",)),
}


@pytest.mark.parametrize("scenario", PLAYED)
def test_a_build_asked_of_buildkit_itself(scenario: str, tmp_path: Path) -> None:
    arguments, code, said = PLAYED[scenario]
    write_files(tmp_path)
    ended = program(SOLVE / f"{scenario}.json", tmp_path, *arguments)
    assert ended.returncode == code, ended.stderr
    for text in said:
        assert text in ended.stdout + ended.stderr


def test_another_build_than_was_recorded(tmp_path: Path) -> None:
    write_files(tmp_path)
    ended = program(SOLVE / "solve.json", tmp_path, *WITH_SECRET, "-t", "another", "c")
    assert ended.returncode == 1
    assert 'exporters[0].attributes.name: recorded "recorded", requested "another"' in ended.stderr


def test_the_files_of_a_result_are_in_no_recording(tmp_path: Path) -> None:
    write_files(tmp_path)
    ended = program(SOLVE / "solve.json", tmp_path, *WITH_SECRET, "-o", "out", "c")
    assert ended.returncode == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not BUILDX, reason="ENGINECLIENT_TEST_BUILDX names no docker-buildx")
def test_buildx_itself_with_a_recording(tmp_path: Path) -> None:
    write_files(tmp_path)
    (tmp_path / "cli-plugins").mkdir()
    (tmp_path / "cli-plugins/docker-buildx").symlink_to(BUILDX)
    command = ["docker", "build", "--progress", "plain", "--no-cache", "-t", "recorded", "c"]
    ended = subprocess.run(
        [sys.executable, str(CLI), "replay", str(SOLVE / "buildx.json"), "--", *command],
        cwd=tmp_path,
        env=os.environ | {"DOCKER_BUILDKIT": "1", "HOME": str(tmp_path), "DOCKER_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "naming to docker.io/library/recorded done" in ended.stderr


@pytest.mark.parametrize("path", [*CLASSIC, *SESSION], ids=name)
def test_in_the_program(path: Path, tmp_path: Path) -> None:
    write_files(tmp_path)
    if path.stem == "classic":
        flags, buildkit = ["--force-rm", "--build-arg", "GREETING=hello"], "0"
    else:
        flags, buildkit = ["--progress=plain", "--secret=id=token,src=token", "-f", "c/with-secret"], "1"
    ended = program(path, tmp_path, "--no-cache", *flags, "-t", "recorded", "c", buildkit=buildkit)
    assert ended.returncode == 0, ended.stderr
    assert (
        "Successfully tagged recorded" if buildkit == "0" else "naming to docker.io/library/recorded"
    ) in (ended.stdout + ended.stderr)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.json")), ids=name)
def test_no_secret_and_no_byte_of_a_session_is_kept(path: Path) -> None:
    text = path.read_text()
    assert SECRET not in text
    assert "hello" not in text.partition('"events"')[0], "the value of a build argument"
    assert "PRI * HTTP/2" not in text
