"""The commonest mistakes, made on a real engine: behind docker's error stand the cause and the next step."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.engine

PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]
SETTING = [
    "run -d --name mistake-web -p 18089:80 -v mistake-data:/data busybox sleep 600",
    "create --name mistake-idle busybox",
    "create --name mistake-second -p 18089:80 busybox",
    "network create mistake-shop",
    "network connect mistake-shop mistake-web",
]
CLEANING = [
    "rm -f mistake-web mistake-idle mistake-second mistake-new",
    "volume rm -f mistake-data",
    "network rm mistake-shop",
]
MISTAKES = [
    ("rnu busybox", 'Did you mean "run"?'),
    ("run --detatch busybox", 'Did you mean "--detach"?'),
    ("ps --format {{.Nmaes}}", 'Did you mean "Names"?'),
    ("run --rm busybox -d", "Flags stand before busybox; behind it they belong to its command. Try: minidocker run -d --rm"),
    ("run --name mistake-new -p 18089:80 busybox", 'Port 18089 is held by the container "mistake-web".'),
    ("run --name mistake-new -p 18089:80 busybox", "stays, in the state Created: minidocker rm mistake-new"),
    ("run --name mistake-web busybox", "free this one: minidocker rm -f mistake-web"),
    ("logs mistake-wbe", 'Did you mean "mistake-web"?'),
    ("run --rm Busybox", "Image names are lower case: busybox"),
    ("run --rm no-such-image-of-mine", "the repository is private|The engine, not this client, asks the registry"),
    ("rmi busybox", "A container was made of it. Remove that first"),
    ("rm mistake-web", "Stop it first, or add -f, which kills it: minidocker rm -f mistake-web"),
    ("exec mistake-idle true", "Start it first: minidocker start mistake-idle"),
    ("start mistake-second", 'Port 18089 is held by the container "mistake-web".'),
    ("volume rm mistake-data", "Used by: mistake-web. Remove that first."),
    ("network rm mistake-shop", "Stop them, or: minidocker network disconnect mistake-shop mistake-web"),
    ("run --rm --network mistake-shp busybox", 'Did you mean "mistake-shop"?'),
    ("run --rm busybox nosuchprogram", 'The image has no program "nosuchprogram"'),
    ("exec mistake-web nosuchprogram", 'The image has no program "nosuchprogram"'),
    ("exec mistake-web /etc", '"/etc" may not be executed'),
    ("inspect -f {{.State.Runing}} mistake-web", 'Did you mean "Running"?'),
    ("network inspect -f {{.Nmae}} bridge", 'Did you mean "Name"?'),
    ("info -f {{.Driwer}}", 'Did you mean "Driver"?'),
    ("ps -f nam=x", 'Did you mean "name"?'),
    ("cp mistake-web:/etc/nofile .", "What is there: minidocker exec mistake-web ls -a /etc"),
    ("cp /etc/hostname mistake-web:/no/such/", "minidocker exec mistake-web mkdir -p /no/such"),
    ("run --rm busybox /etc/passwd", '"/etc/passwd" may not be executed'),
    ("run --rm -v a/b:/x busybox", "A path of the host begins with / or . here: -v ./a/b"),
    ("run --rm --mount type=bind,src=/no/such/path,dst=/x busybox", "--mount wants a path that exists"),
    ("run --rm -it busybox", "leave out -t"),
    ("--read-only rm mistake-web", "--dry-run shows what would be sent"),
]  # fmt: skip


def minidocker(host: str, line: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"DOCKER_HOST": host, "LANG": "C", "LC_ALL": "C"}
    argv = [*PROGRAM, "--hints", *line.split()]
    return subprocess.run(
        argv, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def host(engine_host: str, engine_images: object) -> Iterator[str]:
    for line in CLEANING:
        minidocker(engine_host, line)
    for line in SETTING:
        ended = minidocker(engine_host, line)
        assert ended.returncode == 0, ended.stderr
    yield engine_host
    for line in CLEANING:
        minidocker(engine_host, line)


@pytest.mark.parametrize(("line", "expected"), MISTAKES, ids=[line for line, _ in MISTAKES])
def test_an_error_comes_with_its_cause_and_the_next_step(host: str, line: str, expected: str) -> None:
    minidocker(host, "rm -f mistake-new")
    ended = minidocker(host, line)
    assert ended.returncode != 0
    assert any(each in ended.stderr for each in expected.split("|")), ended.stderr
