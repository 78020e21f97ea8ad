"""Services without any I/O: the requests of each procedure, in their order, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, repeat
from typing import Any

import pytest

from engineclient.errors import EngineError, EngineTimeout, NotFound, ServerError, UpdatePaused
from engineclient.models.service_spec import Replicated, ServiceMode, ServiceSpec
from engineclient.models.task_spec import ContainerSpec, TaskSpec
from engineclient.procedures.convergence import Converged, Progress, TasksRunning, Verifying
from engineclient.procedures.services import (
    create_and_wait,
    rollback,
    scale,
    update_and_wait,
    wait_converged,
)
from tests.procedures.engine import Engine

DIGEST = "sha256:" + "d" * 64
PINNED = f"busybox:latest@{DIGEST}"
REGISTRY = "GET /distribution/busybox:latest/json"
CREATE, INSPECT, UPDATE = "POST /services/create", "GET /services/web", "POST /services/s/update"
TASKS, NODES = "GET /tasks", "GET /nodes"
FOUND = {"Descriptor": {"digest": DIGEST}, "Platforms": [{"architecture": "arm", "os": "linux"}]}
SPEC = {
    "Name": "web",
    "Labels": {},
    "TaskTemplate": {"ContainerSpec": {"Image": PINNED}},
    "Mode": {"Replicated": {"Replicas": 1}},
}
READY = [{"ID": "n", "Status": {"State": "ready"}}]
WANTED = ServiceSpec(
    name="web",
    task_template=TaskSpec(container_spec=ContainerSpec(image="busybox")),
    mode=ServiceMode(replicated=Replicated(replicas=1)),
)
OUT_OF_SEQUENCE = ServerError(500, "rpc error: code = Unknown desc = update out of sequence", b"")


def service(version: int = 7, **more: Any) -> dict[str, Any]:
    return {"ID": "s", "Version": {"Index": version}, "Spec": SPEC, **more}


def task(state: str = "running", **more: Any) -> dict[str, Any]:
    return {
        "ID": "t",
        "Slot": 1,
        "NodeID": "n",
        "DesiredState": "running",
        "Status": {"State": state},
        **more,
    }


def tasks(*states: str) -> Iterator[list[dict[str, Any]]]:
    """One task, in these states one poll after the other; the last one stays."""
    yield from ([task(state)] for state in states)
    yield from repeat([task(states[-1])])


def clock() -> Any:
    """A second passes from one look to the next."""
    return count().__next__


def test_waiting_ends_when_tasks_have_run_for_a_while() -> None:
    engine = Engine({INSPECT: service(), TASKS: tasks("starting", "running"), NODES: READY})
    records: list[Progress] = []
    end = engine.perform(wait_converged("web", progress=records.append, clock=clock()))
    assert end == Converged()
    assert [record for record in records if isinstance(record, TasksRunning)] == [
        TasksRunning(0, 1),
        TasksRunning(0, 1),
        TasksRunning(1, 1),
    ]
    assert [type(record) for record in records[-3:]] == [Verifying, Verifying, Converged]
    assert engine.requests[TASKS].query == {"filters": '{"service":{"web":true},"_up-to-date":{"true":true}}'}
    assert engine.slept == pytest.approx(0.2 * (engine.seen.count(INSPECT) - 1))


def test_waiting_has_an_end_in_time() -> None:
    engine = Engine({INSPECT: service(), TASKS: tasks("pending"), NODES: READY})
    with pytest.raises(EngineTimeout, match="service web has not converged after 10 seconds"):
        engine.perform(wait_converged("web", timeout=10, clock=clock()))


def test_a_service_that_is_removed_meanwhile_is_not_waited_for() -> None:
    engine = Engine({INSPECT: service(), TASKS: [], NODES: READY}, {TASKS: NotFound(404, "gone", b"")})
    with pytest.raises(NotFound):
        engine.perform(wait_converged("web", clock=clock()))


def test_create_pins_the_image() -> None:
    engine = Engine({REGISTRY: FOUND, CREATE: {"ID": "s", "Warnings": ["w"]}})
    result = engine.perform(create_and_wait(WANTED, auth="e30=", wait=False))
    assert engine.seen == [REGISTRY, CREATE]
    assert (result.id, result.warnings, result.converged) == ("s", ["w"], None)
    sent = engine.requests[CREATE].json["TaskTemplate"]
    assert sent == {"ContainerSpec": {"Image": PINNED}, "Placement": {"Platforms": [{"OS": "linux"}]}}
    assert {engine.requests[each].headers["X-Registry-Auth"] for each in engine.seen} == {"e30="}


def test_create_goes_on_without_a_registry_and_says_so() -> None:
    engine = Engine({CREATE: {"ID": "s"}}, {REGISTRY: NotFound(404, "no such image", b"")})
    result = engine.perform(create_and_wait(WANTED, wait=False))
    assert engine.requests[CREATE].json["TaskTemplate"] == {"ContainerSpec": {"Image": "busybox:latest"}}
    assert result.warnings[0].startswith("image busybox:latest could not be accessed on a registry")


def test_create_reports_the_service_before_it_waits() -> None:
    engine = Engine(
        {CREATE: {"ID": "web"}, INSPECT: service(UpdateStatus={"State": "completed"}), NODES: READY}
    )
    ids: list[str] = []
    result = engine.perform(
        create_and_wait(WANTED, resolve_image=False, created=lambda made: ids.append(made.id))
    )
    assert (ids, result.converged) == (["web"], Converged(unwatched=True))
    assert engine.seen == [CREATE, INSPECT]


def test_an_update_that_comes_too_late_is_made_again() -> None:
    engine = Engine({INSPECT: iter([service(7), service(8)]), UPDATE: {}}, {UPDATE: OUT_OF_SEQUENCE})
    engine.perform(update_and_wait("web", lambda spec: {**spec, "Labels": {"a": "b"}}, wait=False))
    assert engine.seen == [INSPECT, UPDATE, INSPECT, UPDATE]
    assert engine.requests[UPDATE].query == {"version": "8", "registryAuthFrom": "spec"}
    assert engine.requests[UPDATE].json["Labels"] == {"a": "b"}


def test_another_error_of_an_update_is_raised() -> None:
    engine = Engine({INSPECT: service(), UPDATE: {}}, {UPDATE: ServerError(500, "no", b"")})
    with pytest.raises(ServerError):
        engine.perform(update_and_wait("web", lambda spec: spec, wait=False))
    assert engine.seen == [INSPECT, UPDATE]


def test_an_update_that_the_swarm_takes_back_says_so() -> None:
    back = service(UpdateStatus={"State": "rollback_completed", "Message": "rollback completed"})
    engine = Engine({INSPECT: back, TASKS: tasks("running"), NODES: READY})
    assert engine.perform(wait_converged("web", clock=clock())) == Converged(
        "rollback completed", reverted=True
    )


def test_an_update_that_the_swarm_pauses_is_an_error() -> None:
    paused = service(UpdateStatus={"State": "paused", "Message": "task failed"})
    engine = Engine({INSPECT: iter([service(), paused]), UPDATE: {}})
    with pytest.raises(UpdatePaused, match="service update paused: task failed"):
        engine.perform(update_and_wait("web", lambda spec: spec))


SCALED = [
    ({"Replicated": {"Replicas": 1}}, {"Replicated": {"Replicas": 5}}),
    ({"Replicated": {}}, {"Replicated": {"Replicas": 5}}),
    (
        {"ReplicatedJob": {"MaxConcurrent": 2, "TotalCompletions": 3}},
        {"ReplicatedJob": {"MaxConcurrent": 2, "TotalCompletions": 5}},
    ),
]


@pytest.mark.parametrize(("mode", "scaled"), SCALED)
def test_scale(mode: Any, scaled: Any) -> None:
    engine = Engine({INSPECT: service(Spec={**SPEC, "Mode": mode}), UPDATE: {}})
    engine.perform(scale("web", 5, wait=False))
    assert engine.requests[UPDATE].json["Mode"] == scaled


def test_a_service_on_every_node_is_not_scaled() -> None:
    engine = Engine({INSPECT: service(Spec={**SPEC, "Mode": {"Global": {}}})})
    with pytest.raises(EngineError, match="scale can only be used with replicated or replicated-job mode"):
        engine.perform(scale("web", 5))


def test_rollback_sends_the_present_definition() -> None:
    engine = Engine({INSPECT: service(), UPDATE: {"Warnings": ["w"]}})
    assert engine.perform(rollback("web", wait=False)).warnings == ["w"]
    assert engine.requests[UPDATE].query == {"version": "7", "rollback": "previous"}
    assert engine.requests[UPDATE].json == SPEC
