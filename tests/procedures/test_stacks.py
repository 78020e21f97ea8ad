"""Stacks as a library: what a plan says, and what a deployment and a removal report and return."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from engineclient import AsyncEngine, Engine, EngineError
from engineclient.compose.stack import Stack
from engineclient.procedures.stack.changes import Change, ChangeFailed, IncompleteRemoval
from engineclient.procedures.stacks import StackSummary
from tests.compose.stack.deploys import manager
from tests.compose.stack.manager import Manager
from tests.compose.support import MemoryFiles

FILES = {
    "shop.yaml": """
services:
  web: {image: nginx, networks: [front], secrets: [key]}
  db: {image: postgres, configs: [old]}
networks: {front: , unused: }
secrets: {key: {file: key.pem}}
configs: {old: {file: key.pem}}
""",
    "key.pem": "a key",
}


def service(name: str) -> dict[str, object]:
    labels = {"com.docker.stack.namespace": name.partition("_")[0]}
    spec = {"Name": name, "Labels": labels, "TaskTemplate": {"ContainerSpec": {"Image": "x"}}, "Mode": {}}
    return {"ID": f"id-{name}", "Version": {"Index": 3}, "Spec": spec}


def stack(name: str = "shop.yaml") -> Stack:
    return Stack.load([f"/project/{name}"], environ={}, files=MemoryFiles(FILES))


@pytest.fixture
def swarm() -> Iterator[tuple[Manager, str]]:
    with manager() as (server, place):
        yield server, f"unix://{place}/docker.sock"


PLANNED = (
    Change("remove", "service", "shop_gone", "id-shop_gone"),
    Change("create", "network", "shop_default"),
    Change("create", "network", "shop_front"),
    Change("create", "secret", "shop_key"),
    Change("update", "config", "shop_old", "id-of-config-shop_old"),
    Change("update", "service", "shop_web", "id-shop_web"),
    Change("create", "service", "shop_db"),
)


def test_a_plan_names_every_step_and_changes_nothing(swarm: tuple[Manager, str]) -> None:
    server, host = swarm
    server.lists = {"services": [service("shop_web"), service("shop_gone")]}
    with Engine(host) as engine:
        assert engine.stacks.plan("shop", stack(), prune=True) == PLANNED
    assert {what.partition(" ")[0] for what, _ in server.asked} == {"GET"}


def test_a_deployment_takes_the_steps_of_its_plan(swarm: tuple[Manager, str]) -> None:
    server, host = swarm
    server.lists = {"services": [service("shop_web"), service("shop_gone")]}
    told: list[Change] = []
    warnings: list[str] = []
    with Engine(host) as engine:
        deployed = engine.stacks.deploy(
            "shop", stack(), prune=True, report=told.append, warn=warnings.append, files=MemoryFiles(FILES)
        )
    assert deployed.changes == PLANNED == tuple(told)
    assert deployed.services == {"shop_web": "id-shop_web", "shop_db": "n" * 25}
    assert warnings == ["mind the gap"]


def test_async(swarm: tuple[Manager, str]) -> None:
    _, host = swarm

    async def main() -> tuple[Change, ...]:
        async with AsyncEngine(host) as engine:
            planned = await engine.stacks.plan("shop", stack())
            deployed = await engine.stacks.deploy("shop", stack(), files=MemoryFiles(FILES))
        assert deployed.changes == planned
        return planned

    assert asyncio.run(main())[0] == Change("create", "network", "shop_default")


def test_a_step_that_fails_is_named(swarm: tuple[Manager, str]) -> None:
    _, host = swarm
    loaded = Stack.load(["/project/w.yaml"], files=MemoryFiles({"w.yaml": "services: {web: {image: x}}"}))
    with Engine(host) as engine, pytest.raises(ChangeFailed, match="refused by the manager") as error:
        engine.stacks.deploy("refused", loaded)
    assert error.value.change == Change("create", "network", "refused_default")


def test_a_worker_deploys_nothing(swarm: tuple[Manager, str]) -> None:
    server, host = swarm
    server.is_manager = False
    with Engine(host) as engine, pytest.raises(EngineError, match="not a swarm manager"):
        engine.stacks.deploy("shop", stack(), files=MemoryFiles(FILES))
    assert [what for what, _ in server.asked] == ["GET /info"]


def test_a_removal_goes_on_after_what_is_refused(swarm: tuple[Manager, str]) -> None:
    server, host = swarm
    server.lists = {
        "services": [{**service("shop_b"), "ID": "stuck"}, service("shop_a")],
        "networks": [{"Name": "shop_default", "Id": "net", "Scope": "swarm"}],
    }
    told: list[Change] = []
    failed: list[Change] = []
    with Engine(host) as engine, pytest.raises(IncompleteRemoval):
        engine.stacks.remove("shop", report=told.append, failed=lambda change, _error: failed.append(change))
    assert [each.name for each in told] == ["shop_a", "shop_b", "shop_default"]
    assert failed == [Change("remove", "service", "shop_b", "stuck")]


def test_stacks_are_counted_by_their_label(swarm: tuple[Manager, str]) -> None:
    server, host = swarm
    server.lists = {"services": [service("b_x"), service("a_x"), service("b_y")]}
    with Engine(host) as engine:
        assert engine.stacks.list() == [StackSummary("a", 1), StackSummary("b", 2)]


def test_a_removal_waits_for_the_tasks(swarm: tuple[Manager, str]) -> None:
    server, host = swarm
    server.lists = {"services": [service("shop_a")], "tasks": []}
    with Engine(host) as engine:
        assert engine.stacks.remove("shop", wait=True) == (
            Change("remove", "service", "shop_a", "id-shop_a"),
        )
    assert server.asked[-1][0].startswith("GET /tasks")


def test_what_a_stack_does_not_say_is_loaded_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("services: {web: {image: x}}")
    loaded = Stack.load([tmp_path / "s.yaml"], environ={})
    assert loaded.services["web"].deploy.replicas is None
    assert (loaded.unsupported, loaded.deprecated, loaded.warnings) == ((), (), ())
