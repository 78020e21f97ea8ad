"""The tasks of each node of a swarm, and the CPUs and the memory that they reserve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engineclient.api.nodes import nodes
from engineclient.api.tasks import tasks
from engineclient.calls import Steps
from engineclient.models.nodes import Node
from engineclient.models.tasks import Task

_ON_THEIR_WAY = ("assigned", "accepted", "preparing", "ready", "starting")


@dataclass(frozen=True, slots=True)
class NodeLoad:
    """The tasks of a node, and what they reserve. CPUs are in units of 1e-9, memory is in bytes.

    Attributes:
        node: the node.
        running: the tasks that run on it.
        starting: the tasks assigned to it that do not run yet.
        reserved_cpus, reserved_memory: the sum of these tasks' reservations.
        cpus, memory: what the node has.
    """

    node: Node
    running: tuple[Task, ...]
    starting: tuple[Task, ...]
    reserved_cpus: int
    reserved_memory: int
    cpus: int
    memory: int


def node_loads() -> Steps[list[NodeLoad]]:
    """The load of each node of the swarm. `GET /nodes`, `GET /tasks`.

    for load in engine.perform(node_loads()):
        print(load.node.id, len(load.running), load.reserved_cpus / load.cpus)
    """
    every = yield from nodes.list()
    wanted = yield from tasks.list(filters={"desired-state": "running"})
    return loads(every, wanted)


def loads(every: Iterable[Node], wanted: Iterable[Task]) -> list[NodeLoad]:
    """The load of each node by its tasks."""
    by_node: dict[str, list[Task]] = {}
    for task in wanted:
        by_node.setdefault(task.node_id or "", []).append(task)
    return [_load(node, by_node.get(node.id, [])) for node in every]


def _load(node: Node, wanted: list[Task]) -> NodeLoad:
    running = tuple(task for task in wanted if task.status.state == "running")
    starting = tuple(task for task in wanted if task.status.state in _ON_THEIR_WAY)
    reserved = [
        task.spec.resources.reservations
        for task in (*running, *starting)
        if task.spec.resources is not None and task.spec.resources.reservations is not None
    ]
    resources = node.description.resources if node.description is not None else None
    return NodeLoad(
        node,
        running,
        starting,
        reserved_cpus=sum(each.nano_cpus or 0 for each in reserved),
        reserved_memory=sum(each.memory_bytes or 0 for each in reserved),
        cpus=(resources and resources.nano_cpus) or 0,
        memory=(resources and resources.memory_bytes) or 0,
    )
