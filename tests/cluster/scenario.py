"""The steps of the scenario, and the command lines to run after each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engineclient import Engine, EngineError
from engineclient.compose.stack import Stack
from engineclient.models.swarm import SwarmInit, SwarmJoin
from tests.cluster.nodes import Node, wait_for

_STACK: Final = """
services:
  web:
    image: busybox
    command: sleep 100000
    stop_grace_period: 1s
    deploy:
      replicas: 3
      update_config: {failure_action: rollback, monitor: 2s, parallelism: 1}
      rollback_config: {monitor: 1s}
      restart_policy: {delay: 1s}
  every:
    image: busybox
    command: sh -c "echo ready; sleep 100000"
    stop_grace_period: 1s
    deploy: {mode: global, restart_policy: {delay: 1s}}
"""
_VIEWS: Final = (
    ("node", "ls"),
    ("service", "ls"),
    ("stack", "ls"),
    ("stack", "services", "demo"),
    ("stack", "ps", "--no-trunc", "demo"),
    ("service", "ps", "-f", "desired-state=running", "demo_web"),
    ("node", "ps", "node2"),
    ("service", "inspect", "--pretty", "demo_web"),
)
_ORDERS: Final = (
    ("service", "ls"),
    ("node", "ls"),
    ("service", "scale", "-d", "demo_web=2"),
    ("stack", "ps", "demo"),
)
_LISTEN: Final = "0.0.0.0:2377"

Step = Callable[[], tuple[Node, Sequence[Sequence[str]]]]
"""Does something to the cluster; gives the manager to look from, and what to look at."""
Look = Callable[[str, Node, Sequence[Sequence[str]]], None]
"""Takes the name of a step, the manager to look from, and the command lines to look at."""


@dataclass
class Scenario:
    """The steps, applied to the nodes of a cluster."""

    nodes: Sequence[Node]

    def play(self, look: Look) -> None:
        """Carry out all steps, and call `look` after each.

        Raises:
            TimeoutError: the swarm did not come to where a step leads.

        """
        for step in self.steps():
            manager, lines = step()
            look(step.__name__, manager, lines)

    def steps(self) -> Sequence[Step]:
        """The steps, in order."""
        return (
            self.joined,
            self.deployed,
            self.scaled,
            self.drained,
            self.rolled_back,
            self.node_killed,
            self.node_back,
            self.leader_killed,
            self.quorum_lost,
            self.recovered,
            self.removed,
        )

    # --- the steps: each returns the manager to use, and the command lines to run ---

    def joined(self) -> tuple[Node, Sequence[Sequence[str]]]:
        first, *others = self.nodes
        with Engine(first.host) as engine:
            engine.swarm.init(SwarmInit(advertise_addr=first.address, listen_addr=_LISTEN))
            tokens = engine.swarm.inspect().join_tokens
        assert tokens is not None
        for node in others:
            with Engine(node.host) as engine:
                engine.swarm.join(
                    SwarmJoin(
                        remote_addrs=[f"{first.address}:2377"],
                        join_token=tokens.manager,
                        advertise_addr=node.address,
                        listen_addr=_LISTEN,
                    )
                )
        wait_for("a swarm of all nodes", lambda: self._states(first) == ["ready"] * len(self.nodes))
        return first, _VIEWS[:2]

    def deployed(self) -> tuple[Node, Sequence[Sequence[str]]]:
        with tempfile.TemporaryDirectory() as place, Engine(self.nodes[0].host) as engine:
            file = Path(place) / "stack.yaml"
            file.write_text(_STACK)
            engine.stacks.deploy("demo", Stack.load([file]), resolve_image="never", wait=True, timeout=90)
        return self.nodes[0], _VIEWS

    def scaled(self) -> tuple[Node, Sequence[Sequence[str]]]:
        with Engine(self.nodes[1].host) as engine:
            engine.services.scale("demo_web", 6, timeout=90)
        return self.nodes[1], _VIEWS

    def drained(self) -> tuple[Node, Sequence[Sequence[str]]]:
        self._availability(self.nodes[2], "drain")
        wait_for("an empty node", lambda: self._tasks_on(self.nodes[2]) == 0)
        return self.nodes[0], _VIEWS

    def rolled_back(self) -> tuple[Node, Sequence[Sequence[str]]]:
        self._availability(self.nodes[2], "active")

        def broken(spec: dict[str, object]) -> dict[str, object]:
            task = spec["TaskTemplate"]
            assert isinstance(task, dict)
            return {
                **spec,
                "TaskTemplate": {**task, "ContainerSpec": {**task["ContainerSpec"], "Args": ["false"]}},
            }

        with Engine(self.nodes[0].host) as engine:
            done = engine.services.update_and_wait("demo_web", broken, timeout=120)
        assert done.converged is not None
        assert done.converged.reverted, "the update was not rolled back"
        return self.nodes[0], _VIEWS

    def node_killed(self) -> tuple[Node, Sequence[Sequence[str]]]:
        self.nodes[2].kill()
        wait_for("a node that is down", lambda: "down" in self._states(self.nodes[0]))
        wait_for("tasks elsewhere", lambda: self._running() == 6)
        return self.nodes[0], _VIEWS

    def node_back(self) -> tuple[Node, Sequence[Sequence[str]]]:
        self.nodes[2].start()
        wait_for("a swarm of all nodes", lambda: self._states(self.nodes[0]) == ["ready"] * len(self.nodes))
        return self.nodes[2], _VIEWS

    def leader_killed(self) -> tuple[Node, Sequence[Sequence[str]]]:
        self.nodes[0].kill()
        wait_for("another leader", lambda: "down" in self._states(self.nodes[1]))
        wait_for("tasks elsewhere", lambda: self._running(self.nodes[1]) == 6)
        return self.nodes[1], _VIEWS

    def quorum_lost(self) -> tuple[Node, Sequence[Sequence[str]]]:
        self.nodes[2].kill()
        wait_for("a swarm without a leader", lambda: not self._states(self.nodes[1]))
        return self.nodes[1], _ORDERS

    def recovered(self) -> tuple[Node, Sequence[Sequence[str]]]:
        for node in (self.nodes[0], self.nodes[2]):
            node.start()
        wait_for("a swarm of all nodes", lambda: self._states(self.nodes[1]) == ["ready"] * len(self.nodes))
        wait_for("all tasks", lambda: self._running(self.nodes[1]) == 6)
        return self.nodes[1], _VIEWS

    def removed(self) -> tuple[Node, Sequence[Sequence[str]]]:
        with Engine(self.nodes[1].host) as engine:
            engine.stacks.remove("demo", wait=True, timeout=60)
        return self.nodes[1], (*_VIEWS[:3], ("stack", "ps", "demo"), ("stack", "rm", "demo"))

    # --- state as seen by a manager ---

    def _states(self, manager: Node) -> list[str]:
        """The states of the nodes; empty while there is no leader."""
        try:
            with Engine(manager.host, timeout=10) as engine:
                return [(node.status and node.status.state) or "" for node in engine.nodes.list()]
        except EngineError:
            return []

    def _running(self, manager: Node | None = None) -> int:
        """The number of running tasks of the replicated service."""
        return len(self._tasks(manager or self.nodes[0], {"service": "demo_web"}))

    def _tasks_on(self, node: Node) -> int:
        return len(self._tasks(self.nodes[0], {"node": node.name}))

    def _tasks(self, manager: Node, filters: dict[str, str]) -> list[str]:
        try:
            with Engine(manager.host, timeout=10) as engine:
                found = engine.tasks.list(filters={**filters, "desired-state": "running"})
                down = {
                    node.id for node in engine.nodes.list() if node.status and node.status.state != "ready"
                }
        except EngineError:
            return []
        return [task.id for task in found if task.status.state == "running" and task.node_id not in down]

    def _availability(self, node: Node, availability: str) -> None:
        with Engine(self.nodes[0].host) as engine:
            found = engine.nodes.inspect(node.name)
            spec = {**found.spec.raw, "Availability": availability}
            engine.nodes.update(found.id, spec, version=found.version.index)
