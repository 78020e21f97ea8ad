"""Commands on a project of which the engine has more than the files, or the files more than is there."""

from __future__ import annotations

import io
import json
import sys

import httpx
import pytest

from engineclient.commands.compose.project import is_true
from tests.commands.compose.programs import Program
from tests.commands.compose.test_lifecycle import LISTED
from tests.commands.engine import Minidocker

ONE = "services: {web: {image: busybox}, off: {image: busybox, profiles: [extra]}}"
BOTH = "services: {web: {image: busybox}, off: {image: busybox}, other: {image: busybox}}"


@pytest.fixture
def more(compose: Program) -> Program:
    """Containers of three services run, of which the files have one, and another one that is off."""
    compose.write(BOTH)
    assert compose("up", "-d").code == 0
    compose.write(ONE)
    compose.memory.requests.clear()
    return compose


def touched(compose: Program) -> set[str]:
    """The services whose containers were changed."""
    ids = {id: each["Config"]["Labels"] for id, each in compose.memory.containers.items()}
    asked = [each.split("/") for each in compose.memory.requests]
    return {ids[each[2]]["com.docker.compose.service"] for each in asked if each[2] in ids}


@pytest.mark.parametrize(
    ("words", "services"),
    [
        (["stop"], {"web"}),
        (["kill"], {"web"}),
        (["kill", "--remove-orphans"], {"web", "off", "other"}),
        (["pause"], {"web"}),
        (["unpause"], {"web"}),
        (["restart"], {"web"}),
        (["stop", "off"], {"off"}),
        (["kill", "off"], {"off"}),
        (["--profile", "extra", "stop"], {"web", "off"}),
    ],
)
def test_which_services_a_command_means(more: Program, words: list[str], services: set[str]) -> None:
    assert more(*words).code == 0
    assert touched(more) == services


@pytest.mark.parametrize(
    ("answer", "removed"),
    [
        ("y\n", True),
        ("Y", True),
        ("true\n", True),
        ("1", True),
        ("yes\n", False),
        ("n\n", False),
        ("", False),
    ],
)
def test_rm_asks(more: Program, monkeypatch: pytest.MonkeyPatch, answer: str, removed: bool) -> None:
    more("stop")
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    ended = more("rm")
    assert (ended.code, ended.out) == (0, "Going to remove p-web-1")
    assert ("p-web-1" not in more.memory.state()) is removed


def test_rm_does_not_ask_for_what_a_read_only_client_would_not_do(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /containers/json": [{**LISTED, "State": "exited"}]}
    ended = minidocker("--read-only", "compose", "-p", "p", "rm")
    assert (ended.code, ended.out) == (1, "")
    assert "this client is read-only: nothing was sent" in ended.err


@pytest.mark.parametrize("remove", [True, False])
def test_plan_removes_orphans_as_the_variable_says(
    more: Program, monkeypatch: pytest.MonkeyPatch, remove: bool
) -> None:
    monkeypatch.setenv("COMPOSE_REMOVE_ORPHANS", str(remove).lower())
    ended = more("plan", "--format", "json")
    decisions = [json.loads(line) for line in ended.out.splitlines()]
    assert [each["Name"] for each in decisions if each["Action"] == "remove"] == ["p-other-1"] * remove
    assert ("Found orphan containers ([p-other-1])" in ended.err) is not remove


def test_an_error_is_json_where_progress_is(compose: Program) -> None:
    ended = compose("--progress", "json", "down", "nope")
    assert (ended.code, json.loads(ended.err)) == (1, {"error": True, "message": "no such service: nope"})


def test_a_note_is_json_where_progress_is(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /containers/json": [LISTED]}
    ended = minidocker("compose", "-p", "p", "--progress", "json", "down", "nope")
    note = json.loads(ended.err)
    assert (ended.code, note.pop("time")[:2]) == (0, "20")
    assert note == {"level": "info", "msg": 'Any of the services [nope] not running in project "p"'}


@pytest.mark.parametrize(
    ("words", "code"), [(["up", "-d", "web"], 0), (["create", "web"], 0), (["up", "-d"], 1), (["stop"], 0)]
)
def test_the_env_file_of_another_service_may_be_missing(
    compose: Program, words: list[str], code: int
) -> None:
    compose.write("services: {web: {image: busybox}, db: {image: busybox, env_file: [missing.env]}}")
    ended = compose(*words)
    assert ended.code == code
    assert ("missing.env not found" in ended.err) is (code == 1)


def test_no_deps_creates_nothing_for_other_services(compose: Program) -> None:
    compose.write(
        "services: {web: {image: busybox}, db: {image: busybox, volumes: ['data:/data'], networks: [back]}}\n"
        "volumes: {data: {}}\nnetworks: {back: {}}"
    )
    assert compose("up", "-d", "--no-deps", "web").code == 0
    assert (list(compose.memory.volumes), list(compose.memory.networks)) == ([], ["p_default"])


SHARED = """
services:
  app: {image: busybox, network_mode: "service:db", volumes_from: [db]}
  db: {image: busybox}
"""


def test_what_is_shared_with_a_service_outside_is_found_on_the_engine(compose: Program) -> None:
    compose.write(SHARED)
    assert compose("up", "-d", "--no-deps", "app") == (
        1,
        "",
        "cannot share volume with service db: container missing\n",
    )
    assert compose("up", "-d").code == 0
    assert compose("up", "-d", "--no-deps", "--force-recreate", "app").code == 0
    db, app = (compose.memory.named(f"p-{name}-1") for name in ("db", "app"))
    assert app["HostConfig"]["NetworkMode"] == f"container:{db['Id']}"
    assert app["HostConfig"]["VolumesFrom"] == [db["Id"]]


def test_a_start_interval_needs_a_start_period(compose: Program) -> None:
    compose.write(
        "services: {web: {image: busybox, healthcheck: {test: 'true', interval: 1s, start_interval: 5s}}}"
    )
    message = "healthcheck.start_interval requires healthcheck.start_period to be set"
    ended = compose("up", "-d")
    assert ended.code == 1
    assert ended.err.splitlines()[-2:] == [f" Container p-web-1  {message}", message]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1", True), ("t", True), ("TRUE", True), (" y ", True), ("yes", False), ("on", False), ("", False)],
)
def test_which_values_of_variables_mean_true(text: str, meant: bool) -> None:
    assert is_true(text) is meant


@pytest.mark.parametrize(
    ("services", "words", "code", "note"),
    [
        ("{web: {image: x}}", [], 1, ""),
        ("{web: {image: x, build: .}}", [], 1, "docker compose build web"),
        ("{web: {image: x, build: .}, other: {image: y}}", [], 1, "docker compose build web"),
        ("{web: {image: x}}", ["--ignore-pull-failures"], 0, ""),
        ("{web: {image: x, build: .}}", ["--ignore-pull-failures"], 0, "docker compose build web"),
    ],
)
def test_an_image_that_cannot_be_pulled(
    compose: Program,
    monkeypatch: pytest.MonkeyPatch,
    services: str,
    words: list[str],
    code: int,
    note: str,
) -> None:
    answer = compose.memory.answer

    def without_registry(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/images/create"):
            return httpx.Response(500, json={"message": "no registry"})
        return answer(request)

    monkeypatch.setattr(compose.memory, "answer", without_registry)
    compose.write(f"services: {services}")
    ended = compose("pull", *words)
    assert ended.code == code
    assert ("must be built from source" in ended.err) is bool(note)
    assert note in ended.err
    assert ended.err.endswith("Error response from daemon: no registry\n") is bool(code)
