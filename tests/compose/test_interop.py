"""Projects that docker compose or minidocker started, and the other one or the same continues with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.support import COMPOSE_PLUGIN, NO_DOCKER_CLIENT, docker_client

pytestmark = pytest.mark.engine

FILE = """
name: interop
services:
  web:
    image: busybox
    command: sh -c 'echo web is up; exec sleep 1000'
    stop_grace_period: 0s
    depends_on: {db: {condition: service_healthy}}
    environment: {A: "1", B: "${HOME_TOWN:-nowhere}"}
    volumes: [data:/data, /anonymous]
    networks: {default: {aliases: [www]}, back: {}}
    configs: [{source: motd, target: /etc/motd}]
  db:
    image: busybox
    command: sh -c 'echo db is up; exec sleep 1000'
    stop_grace_period: 0s
    healthcheck: {test: "true", interval: 200ms}
    networks: [back]
    deploy: {replicas: 2}
    labels: {tier: back}
networks: {back: {}}
volumes: {data: {}}
configs: {motd: {content: hello}}
"""
NAMES = ["interop-db-1", "interop-db-2", "interop-web-1"]
CLIENTS = ("docker compose", "minidocker")
PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]


class Clients:
    """Both programs, in one directory and on one engine."""

    def __init__(self, folder: Path, host: str, docker: str, plugin: str) -> None:
        plugins = folder / "config" / "cli-plugins"
        plugins.mkdir(parents=True)
        (plugins / "docker-compose").symlink_to(plugin)
        (folder / "compose.yaml").write_text(FILE)
        self._folder = folder
        self._environ = {**os.environ, "DOCKER_HOST": host, "DOCKER_CONFIG": str(folder / "config")}
        self._words = {"docker compose": [docker, "compose"], "minidocker": [*PROGRAM, "compose"]}

    def run(self, client: str, *words: str) -> str:
        """The output of a command, which must succeed."""
        done = subprocess.run(
            [*self._words[client], *words],
            cwd=self._folder,
            env=self._environ,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ids(self, client: str) -> dict[str, str]:
        """The IDs of the containers by name, in the list of a client."""
        lines = self.run(client, "ps", "--all", "--no-trunc", "--format", "json").splitlines()
        return {each["Name"]: each["ID"] for each in map(json.loads, lines)}


@pytest.fixture
def clients(engine_host: str, engine_images: object, tmp_path: Path) -> Iterator[Clients]:
    docker, plugin = docker_client(), COMPOSE_PLUGIN.path
    if docker is None:
        pytest.skip(NO_DOCKER_CLIENT)
    if plugin is None:
        pytest.skip(COMPOSE_PLUGIN.missing)
    found = Clients(tmp_path, engine_host, docker, plugin)
    yield found
    found.run("docker compose", "down", "--volumes", "--timeout", "0")


@pytest.mark.parametrize(("first", "second"), [*product(CLIENTS, CLIENTS)])
def test_what_one_brought_up_the_other_lists_follows_keeps_and_takes_down(
    clients: Clients, first: str, second: str
) -> None:
    clients.run(first, "up", "--detach")
    before = clients.ids(first)
    assert sorted(before) == NAMES
    assert clients.ids(second) == before

    lines = {line.partition("|")[2].strip() for line in clients.run(second, "logs").splitlines()}
    assert lines == {"web is up", "db is up"}

    clients.run(second, "up", "--detach")
    assert clients.ids(first) == before, "nothing has changed, so nothing may be recreated"

    clients.run(second, "down", "--volumes")
    assert clients.ids(first) == {}
