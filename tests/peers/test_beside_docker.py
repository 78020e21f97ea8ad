"""Shell scripts with docker and with minidocker, through TLS and ssh: output and exit codes must be the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

import pytest

from engineclient.connect.hosts import Endpoint
from tests.differential.clients import MINIDOCKER
from tests.support import NO_DOCKER_CLIENT, docker_client

pytestmark = pytest.mark.engine

SCRIPTS: Final = {
    "run": "docker run --rm busybox sh -c 'echo out; sleep 0.5; echo err >&2; exit 3'; echo $?",
    "run -i, whose input ends": (
        "head -c 3000000 /dev/zero | docker run -i --rm busybox sh -c 'wc -c; exit 4'; echo $?"
    ),
    # `script` types an end of file when its own input ends; this input never does
    "run -it": (
        "mkfifo input; exec 3<>input\n"
        """script -qec "docker run -it --rm busybox sh -c 'tty; exit 5'" /dev/null <&3; echo $?"""
    ),
    "exec -i": (
        "docker run -d --name $NAME busybox sleep 100 >/dev/null\n"
        "echo in | docker exec -i $NAME sh -c 'cat; sleep 0.5; echo err >&2; exit 7'; echo $?"
    ),
    "logs -f": (
        "docker run -d --name $NAME busybox sh -c 'for i in 1 2 3; do echo $i; sleep 0.2; done' >/dev/null\n"
        "docker logs -f $NAME; echo $?"
    ),
    "cp of 100 MB": (
        "docker run -d --name $NAME busybox sleep 100 >/dev/null\n"
        "yes | head -c 100000000 >there\n"
        "docker cp there $NAME:/tmp/there 2>/dev/null; echo $?\n"
        "docker exec $NAME sha256sum /tmp/there\n"
        "docker cp $NAME:/tmp/there back 2>/dev/null; echo $?\n"
        "cmp there back; echo $?"
    ),
    "build": (
        "printf 'FROM busybox\\nCOPY file /\\nRUN cat /file\\n' >Dockerfile; echo text >file\n"
        "docker build -t $NAME . 2>/dev/null | sed -E 's/[0-9a-f]{12}/<id>/'; echo $?\n"
        "docker run --rm $NAME cat /file; docker rmi -f $NAME >/dev/null; echo $?"
    ),
    "events": (
        "from=$(date +%s)\n"
        "docker create --name $NAME busybox >/dev/null; docker rm $NAME >/dev/null\n"
        "docker events --since $from --until $(($(date +%s) + 1)) -f container=$NAME --format '{{.Action}}'; echo $?"
    ),
    "an error of the engine": "docker inspect --type container $NAME; echo $?",
}


def answer(program: str, name: str, endpoint: Endpoint, script: str, folder: Path) -> str:
    """The output of a script in which `docker` is `program`, and NAME is a unique name."""
    folder.mkdir()
    environ = {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "HOME": str(folder),
        "DOCKER_HOST": endpoint.address,
        "DOCKER_BUILDKIT": "0",
        "NAME": name,
    }
    if endpoint.tls is not None:
        assert endpoint.tls.ca is not None
        environ |= {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": os.path.dirname(endpoint.tls.ca)}  # noqa: PTH120
    docker = folder / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text(f'#!/bin/sh\nexec {program} "$@"\n')
    docker.chmod(0o755)
    try:
        ran = subprocess.run(
            ["sh", "-c", script],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=True,
        )
    finally:
        subprocess.run([docker, "rm", "-f", name], env=environ, capture_output=True, check=False)
    return ran.stdout.decode().replace(name, "<name>").replace("\r\n", "\n")


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_both_print_the_same(peer: Endpoint, script: str, tmp_path: Path) -> None:
    docker = docker_client()
    if docker is None:
        pytest.skip(NO_DOCKER_CLIENT)
    ours = answer(MINIDOCKER, "ec-peer-ours", peer, script, tmp_path / "ours")
    theirs = answer(docker, "ec-peer-theirs", peer, script, tmp_path / "theirs")
    assert ours == theirs
