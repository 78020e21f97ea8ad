"""What each node of a swarm runs, and how much of it is reserved."""

from __future__ import annotations

from typing import Any

from engineclient.procedures.cluster_view import node_loads
from tests.procedures.engine import Engine

NANO, MIB = 10**9, 1 << 20


def node(id: str) -> dict[str, Any]:
    resources = {"NanoCPUs": 2 * NANO, "MemoryBytes": 512 * MIB}
    return {
        "ID": id,
        "Version": {"Index": 1},
        "Spec": {},
        "Description": {"Hostname": id, "Resources": resources},
    }


def task(id: str, node: str, state: str, cpus: int = 0, memory: int = 0) -> dict[str, Any]:
    spec = {"Resources": {"Reservations": {"NanoCPUs": cpus, "MemoryBytes": memory}}}
    return {"ID": id, "NodeID": node, "Status": {"State": state}, "Spec": spec}


def test_tasks_that_run_or_start_count_for_their_node() -> None:
    found = [
        task("1", "a", "running", NANO // 2, 64 * MIB),
        task("2", "a", "preparing", NANO // 4),
        task("3", "b", "failed", NANO),
        task("4", "", "pending", NANO),
    ]
    swarm = Engine({"GET /nodes": [node("a"), node("b")], "GET /tasks": found})
    first, second = swarm.perform(node_loads())
    assert ([each.id for each in first.running], [each.id for each in first.starting]) == (["1"], ["2"])
    assert (first.reserved_cpus, first.reserved_memory) == (3 * NANO // 4, 64 * MIB)
    assert (first.cpus, first.memory) == (2 * NANO, 512 * MIB)
    assert (second.running, second.starting, second.reserved_cpus) == ((), (), 0)
    assert swarm.seen == ["GET /nodes", "GET /tasks"]


def test_a_node_that_says_nothing_of_itself_has_nothing() -> None:
    swarm = Engine({"GET /nodes": [{"ID": "a", "Version": {"Index": 1}, "Spec": {}}], "GET /tasks": []})
    (load,) = swarm.perform(node_loads())
    assert (load.cpus, load.memory) == (0, 0)
