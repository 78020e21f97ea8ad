"""The program called by another name, and by docker as its plugin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engineclient.commands.called_as import meant, metadata
from engineclient.versions import COMPOSE
from tests.support import NO_DOCKER_CLIENT, docker_client

BY_DOCKER = {"DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND": "/usr/bin/docker"}


@pytest.mark.parametrize(
    ("called", "args", "environ", "words"),
    [
        ("/usr/bin/minidocker", ["ps"], {}, ["ps"]),
        ("/usr/bin/docker-compose", ["up", "-d"], {}, ["compose", "up", "-d"]),
        ("docker-compose", ["-f", "a.yaml", "ps"], {}, ["compose", "-f", "a.yaml", "ps"]),
        ("docker-compose", [], {}, ["compose"]),
        ("docker-compose", ["--version"], {}, ["compose", "version"]),
        ("docker-compose", ["-v"], {}, ["compose", "version"]),
        ("docker-compose", ["docker-cli-plugin-metadata"], {}, ["docker-cli-plugin-metadata"]),
        ("docker-compose", ["compose", "up"], BY_DOCKER, ["compose", "up"]),
        (
            "docker-compose",
            ["-H", "unix:///x", "compose", "ps"],
            BY_DOCKER,
            ["-H", "unix:///x", "compose", "ps"],
        ),
    ],
)
def test_what_a_command_line_means(
    called: str, args: list[str], environ: dict[str, str], words: list[str]
) -> None:
    assert meant(called, args, environ) == words


def test_docker_is_told_what_the_plugin_is() -> None:
    told = json.loads(metadata())
    assert told["SchemaVersion"] == "0.1.0"
    assert told["Vendor"]


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """A link `docker-compose` to the program, in the plugin directory of a docker configuration."""
    program = tmp_path / "minidocker"
    program.write_text(
        f"#!{sys.executable}\nfrom engineclient.commands import main\nraise SystemExit(main())\n"
    )
    program.chmod(0o755)
    link = tmp_path / "cli-plugins" / "docker-compose"
    link.parent.mkdir()
    link.symlink_to(program)
    return link


def ran(words: list[str], config: Path) -> tuple[int, str]:
    environ = {**os.environ, "DOCKER_CONFIG": str(config), "DOCKER_HOST": "unix:///nowhere"}
    done = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize("words", [["version", "--short"], ["--version"]])
def test_through_a_link(link: Path, words: list[str]) -> None:
    code, out = ran([str(link), *words], link.parents[1])
    assert (code, out.split()[-1]) == (0, COMPOSE)


def test_docker_runs_it_as_its_compose(link: Path) -> None:
    docker = docker_client()
    if docker is None:
        pytest.skip(NO_DOCKER_CLIENT)
    (link.parents[1] / "compose.yaml").write_text("services: {web: {image: busybox}}\n")
    file = str(link.parents[1] / "compose.yaml")
    assert ran([docker, "compose", "version", "--short"], link.parents[1]) == (0, f"{COMPOSE}\n")
    assert ran([docker, "compose", "-f", file, "config", "--services"], link.parents[1]) == (0, "web\n")
    assert ran([docker, "compose", "nope"], link.parents[1])[0] == 1
