"""Projects that are created, changed and removed on an engine in memory, by both clients; output as docker compose's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from engineclient import AsyncEngine, Engine
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.compose import ComposeError, Project
from engineclient.compose.files import LocalFiles
from engineclient.compose.plan import PlanOptions, Recreate
from engineclient.compose.progress import Event
from engineclient.errors import EngineError
from engineclient.procedures.compose import conditions
from engineclient.procedures.compose.down import down
from engineclient.procedures.compose.up import UpOptions, preview, up
from tests.compose.memory_engine import MemoryEngine
from tests.compose.record_up import HERE, KEPT, shown

Perform = Callable[[MemoryEngine, Any], Any]


def sync_perform(memory: MemoryEngine, steps: Any) -> Any:
    with Engine(transport=httpx.MockTransport(memory.answer), api_version="1.51") as engine:
        return engine.perform(steps)


def async_perform(memory: MemoryEngine, steps: Any) -> Any:
    async def perform() -> Any:
        async with AsyncEngine(transport=httpx.MockTransport(memory.answer), api_version="1.51") as engine:
            return await engine.perform(steps)

    return asyncio.run(perform())


@pytest.fixture(params=[sync_perform, async_perform], ids=["sync", "async"])
def perform(request: pytest.FixtureRequest) -> Perform:
    found: Perform = request.param
    return found


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "_POLL", 0.0)


def project(text: str, tmp_path: Any, **options: Any) -> Project:
    file = tmp_path / "compose.yaml"
    file.write_text(text)
    return Project.load([file], project_name="p", environ={}, **options)


TWO = """
services:
  db: {image: busybox}
  web: {image: busybox, depends_on: [db], volumes: [data:/data]}
volumes: {data: }
"""


def test_docker_compose_prints_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    memory = MemoryEngine()

    def connect(_options: Any, on_event: Any) -> Engine:
        return Engine(transport=httpx.MockTransport(memory.answer), api_version="1.51", on_event=on_event)

    for line, (code, out, err) in json.loads(KEPT.read_text()).items():
        _, file, *words = line.split()
        args = ["compose", "-p", "kept", "-f", str(HERE / file), *words]
        ended = run(args, App(connect), Root(TABLE, NOUNS, COMMON, FLAGGED))
        printed = capsys.readouterr()
        assert [line, ended, shown(printed.out), shown(printed.err)] == [line, code, out, err]


def test_up_again_changes_nothing(perform: Perform, tmp_path: Any) -> None:
    memory, two = MemoryEngine(), project(TWO, tmp_path)
    perform(memory, up(two))
    assert memory.state() == {"p-db-1": "running", "p-web-1": "running"}
    assert {*memory.networks} == {"p_default"}
    assert {*memory.volumes} == {"p_data"}
    before = [*memory.requests]
    plan = perform(memory, up(two))
    assert plan.changes_nothing
    assert memory.requests == before


def test_what_is_needed_is_created_and_started_first(perform: Perform, tmp_path: Any) -> None:
    memory = MemoryEngine()
    events: list[Event] = []
    perform(memory, up(project(TWO, tmp_path), UpOptions(report=events.append)))
    order = [each.subject for each in events if each.status in ("Created", "Started")]
    assert order == [
        "Network p_default",
        "Volume p_data",
        "Container p-db-1",
        "Container p-web-1",
        "Container p-db-1",
        "Container p-web-1",
    ]


def test_a_change_replaces_one_container_under_its_name(perform: Perform, tmp_path: Any) -> None:
    memory = MemoryEngine()
    perform(memory, up(project(TWO, tmp_path)))
    old = {each["Name"]: id for id, each in memory.containers.items()}
    changed = TWO.replace("depends_on: [db]", "depends_on: [db], environment: {A: b}")
    perform(memory, up(project(changed, tmp_path)))
    new = {each["Name"]: id for id, each in memory.containers.items()}
    assert new["/p-db-1"] == old["/p-db-1"]
    assert new["/p-web-1"] != old["/p-web-1"]
    web = memory.named("p-web-1")
    assert web["State"]["Status"] == "running"
    assert web["Config"]["Labels"]["com.docker.compose.replace"] == "web-1"


@pytest.mark.parametrize(
    ("recreate", "replaced"),
    [(Recreate.CHANGED, False), (Recreate.ALWAYS, True), (Recreate.NEVER, False)],
)
def test_recreation(perform: Perform, tmp_path: Any, recreate: Recreate, replaced: bool) -> None:
    memory, two = MemoryEngine(), project(TWO, tmp_path)
    perform(memory, up(two))
    before = {*memory.containers}
    perform(memory, up(two, UpOptions(plan=PlanOptions(recreate=recreate))))
    assert ({*memory.containers} != before) is replaced


CONDITION = """
services:
  job: {image: busybox}
  app: {image: busybox, depends_on: {job: {condition: %s}}}
"""


@pytest.mark.parametrize(
    ("condition", "exits", "unhealthy", "message"),
    [
        ("service_healthy", {}, (), ""),
        ("service_completed_successfully", {"job": 0}, (), ""),
        ("service_healthy", {}, ("job",), "dependency failed to start: container p-job-1 is unhealthy"),
        (
            "service_healthy",
            {"job": 1},
            (),
            "dependency failed to start: container p-job-1 exited (1)",
        ),
        (
            "service_completed_successfully",
            {"job": 5},
            (),
            'service "job" didn\'t complete successfully: exit 5',
        ),
    ],
)
def test_conditions(
    perform: Perform, tmp_path: Any, condition: str, exits: Any, unhealthy: Any, message: str
) -> None:
    memory = MemoryEngine()
    memory.exits, memory.unhealthy = exits, {*unhealthy}
    wanted = project(CONDITION % condition, tmp_path)
    if message:
        with pytest.raises(EngineError) as raised:
            perform(memory, up(wanted))
        assert str(raised.value) == message
    else:
        perform(memory, up(wanted))
    assert memory.state()["p-app-1"] == ("created" if message else "running")


@pytest.mark.parametrize(
    ("condition", "status", "warning"),
    [
        (
            "service_healthy",
            'optional dependency "i" failed to start',
            'optional dependency "i" failed to start: container p-i-1 is unhealthy',
        ),
        (
            "service_completed_successfully",
            'optional dependency "i" didn\'t complete successfully: exit 3',
            'optional dependency "i" didn\'t complete successfully: exit 3',
        ),
    ],
)
def test_an_optional_dependency_that_fails_is_a_warning(
    perform: Perform, tmp_path: Any, condition: str, status: str, warning: str
) -> None:
    memory, events, warnings = MemoryEngine(), list[Event](), list[str]()
    if condition == "service_healthy":
        memory.unhealthy.add("i")
    else:
        memory.exits["i"] = 3
    text = (
        "services: {i: {image: busybox, healthcheck: {test: x}}, "
        f"a: {{image: busybox, depends_on: {{i: {{condition: {condition}, required: false}}}}}}}}"
    )
    options = UpOptions(report=events.append, warn=warnings.append)
    perform(memory, up(project(text, tmp_path), options))
    assert ("Container p-i-1", f"Skipped: {status}") in [(each.subject, each.status) for each in events]
    assert warnings == [warning]
    assert memory.state()["p-a-1"] == "running"


def test_a_container_whose_config_cannot_be_written_is_not_starting(perform: Perform, tmp_path: Any) -> None:
    events: list[Event] = []
    text = "services: {a: {image: busybox, read_only: true, configs: [c]}}\nconfigs: {c: {content: t}}"
    with pytest.raises(ComposeError, match="in read-only service a"):
        perform(MemoryEngine(), up(project(text, tmp_path), UpOptions(report=events.append)))
    assert [each.status for each in events][-1] == "Created"


def test_a_secret_whose_file_is_missing_is_warned_of(perform: Perform, tmp_path: Any) -> None:
    warnings: list[str] = []
    text = "services: {a: {image: busybox, secrets: [s]}}\nsecrets: {s: {file: ./missing}}"
    perform(MemoryEngine(), up(project(text, tmp_path), UpOptions(warn=warnings.append, files=LocalFiles())))
    assert warnings == ["secret file p_s does not exist"]


def test_nothing_is_created_that_cannot_be_carried_out(perform: Perform, tmp_path: Any) -> None:
    memory = MemoryEngine()
    provider = "services: {a: {provider: {type: x}}}"
    with pytest.raises(ComposeError, match='service "a" has a provider whose program has not run'):
        perform(memory, up(project(provider, tmp_path)))
    models = "services: {a: {image: busybox, models: [m]}}\nmodels: {m: {model: x}}"
    with pytest.raises(ComposeError, match="models have not been set up: m"):
        perform(memory, up(project(models, tmp_path)))
    socket = "services: {a: {image: busybox, use_api_socket: true}}"
    with pytest.raises(
        ComposeError, match="a service has use_api_socket, but the socket has not been mounted"
    ):
        perform(memory, up(project(socket, tmp_path)))
    with pytest.raises(ComposeError, match='service "a" has no image p-a yet: build it first'):
        perform(memory, up(project("services: {a: {build: .}}", tmp_path)))
    assert memory.requests == []


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ("image: busybox, credential_spec: {file: x}", "credential_spec"),
        ("image: busybox, build: {context: ., isolation: x}", "build.isolation"),
    ],
)
def test_what_has_no_effect_is_warned_of(perform: Perform, tmp_path: Any, keys: str, key: str) -> None:
    warnings: list[str] = []
    wanted = project(f"services: {{a: {{{keys}}}}}", tmp_path)
    perform(MemoryEngine(), up(wanted, UpOptions(warn=warnings.append)))
    assert warnings == [f'service "a": {key} has no effect']


def test_down_takes_all_but_volumes(perform: Perform, tmp_path: Any) -> None:
    memory, two = MemoryEngine(), project(TWO, tmp_path)
    perform(memory, up(two))
    ids = {each["Name"]: id for id, each in memory.containers.items()}
    perform(memory, down(two))
    assert (memory.containers, memory.networks, {*memory.volumes}) == ({}, {}, {"p_data"})
    stops = [each for each in memory.requests if each.endswith("/stop")]
    assert stops == [f"POST /containers/{ids[name]}/stop" for name in ("/p-web-1", "/p-db-1")]


def test_down_by_name_follows_the_labels(perform: Perform, tmp_path: Any) -> None:
    memory = MemoryEngine()
    perform(memory, up(project(TWO, tmp_path)))
    ids = {each["Name"]: id for id, each in memory.containers.items()}
    perform(memory, down("p"))
    assert (memory.containers, memory.networks) == ({}, {})
    stops = [each for each in memory.requests if each.endswith("/stop")]
    assert stops == [f"POST /containers/{ids[name]}/stop" for name in ("/p-web-1", "/p-db-1")]


OBJECTS = """
services:
  web: {image: busybox, networks: [back], volumes: [data:/data]}
  other: {image: busybox}
networks: {back: {labels: {x: "%s"}}}
volumes: {data: {labels: {x: "%s"}}}
"""


def test_a_changed_network_keeps_its_containers(perform: Perform, tmp_path: Any) -> None:
    memory = MemoryEngine()
    perform(memory, up(project(OBJECTS % ("1", "1"), tmp_path)))
    before, memory.requests = {*memory.containers}, []
    perform(memory, up(project(OBJECTS % ("2", "1"), tmp_path)))
    web = memory.named("p-web-1")["Id"]
    assert {*memory.containers} == before
    assert memory.requests == [
        f"POST /containers/{web}/stop",
        "POST /networks/p_back/disconnect",
        "DELETE /networks/p_back",
        "POST /networks/create",
        "POST /networks/p_back/connect",
        f"POST /containers/{web}/start",
    ]
    assert memory.networks["p_back"]["Labels"]["x"] == "2"


@pytest.mark.parametrize("answer", [True, False])
def test_a_changed_volume_is_asked_for(perform: Perform, tmp_path: Any, answer: bool) -> None:
    memory = MemoryEngine()
    questions: list[str] = []

    def confirm(question: str) -> bool:
        questions.append(question)
        return answer

    perform(memory, up(project(OBJECTS % ("1", "1"), tmp_path)))
    web = memory.named("p-web-1")["Id"]
    perform(memory, up(project(OBJECTS % ("1", "2"), tmp_path), UpOptions(confirm=confirm)))
    assert len(questions) == 1
    assert questions[0].startswith('Volume "p_data" exists but')
    assert (memory.named("p-web-1")["Id"] != web) is answer
    assert memory.volumes["p_data"]["Labels"]["x"] == ("2" if answer else "1")
    assert memory.state() == {"p-web-1": "running", "p-other-1": "running"}


def test_anonymous_volumes_are_taken_over(perform: Perform, tmp_path: Any) -> None:
    memory = MemoryEngine()
    text = "services: {web: {image: busybox, volumes: [/anonymous], labels: {x: '%s'}}}"
    perform(memory, up(project(text % 1, tmp_path)))
    mount = {"Type": "volume", "Name": "n" * 64, "Source": "/x", "Destination": "/anonymous", "RW": True}
    memory.named("p-web-1")["Mounts"] = [mount]
    perform(memory, up(project(text % 2, tmp_path)))
    mounts = memory.named("p-web-1")["HostConfig"]["Mounts"]
    assert [(each["Source"], each["Target"]) for each in mounts] == [("n" * 64, "/anonymous")]
    memory.named("p-web-1")["Mounts"] = [mount]
    perform(memory, up(project(text % 3, tmp_path), UpOptions(renew_volumes=True)))
    assert "Source" not in memory.named("p-web-1")["HostConfig"]["Mounts"][0]


def test_a_preview_changes_nothing(perform: Perform, tmp_path: Any) -> None:
    memory = MemoryEngine()
    plan = perform(memory, preview(project(TWO, tmp_path)))
    assert [(each.kind, each.action.value) for each in plan.decisions] == [
        ("network", "create"),
        ("volume", "create"),
        ("container", "create"),
        ("container", "create"),
    ]
    assert memory.requests == []
