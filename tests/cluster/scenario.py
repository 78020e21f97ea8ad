"""What is done to the cluster, step by step, and what docker and minidocker show after each."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engineclient import Engine, EngineError
from engineclient.compose.stack import Stack
from engineclient.models.swarm import SwarmInit, SwarmJoin
from tests.cluster.nodes import Node, wait_for
from tests.terminal.script import MINIDOCKER

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
    command: sleep 100000
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
_AGE: Final = re.compile(r"(?:less than a second|about an? \w+|\d+ \w+) ago *", re.IGNORECASE)
_LISTEN: Final = "0.0.0.0:2377"
_TRIES: Final = 4  # of a comparison while the swarm still moves


@dataclass
class Shown:
    """What both clients showed of one command line after a step."""

    step: str
    line: str
    docker: str
    minidocker: str

    @property
    def same(self) -> bool:
        """Whether it was the same."""
        return self.docker == self.minidocker


@dataclass
class Scenario:
    """The cluster, the path of docker, and what was shown until now; `tell` takes a line for each step."""

    nodes: Sequence[Node]
    docker: str
    tell: Callable[[str], None]
    shown: list[Shown] = field(default_factory=list[Shown])

    def play(self) -> None:
        """Go through all steps.

        Raises:
            TimeoutError: the swarm did not come to where a step leads.

        """
        for step in (
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
        ):
            name = step.__name__.replace("_", " ")
            manager, lines = step()
            for line in lines:
                self._compare(name, manager, line)
            differ = sum(not each.same for each in self.shown if each.step == name)
            self.tell(f"{name}: {len(lines)} command lines, {differ} differ")

    # --- the steps: each gives the manager to look from, and what to look at ---

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

    # --- what a manager knows ---

    def _states(self, manager: Node) -> list[str]:
        """The states of the nodes; none while there is no leader."""
        try:
            with Engine(manager.host, timeout=10) as engine:
                return [(node.status and node.status.state) or "" for node in engine.nodes.list()]
        except EngineError:
            return []

    def _running(self, manager: Node | None = None) -> int:
        """How many tasks of the replicated service run."""
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

    # --- both clients ---

    def _compare(self, step: str, manager: Node, line: Sequence[str]) -> None:
        before = ours = ""
        for _ in range(_TRIES):
            before, ours = _run([self.docker], manager, line), _run(MINIDOCKER, manager, line)
            if before == ours or before == _run([self.docker], manager, line):
                break
        self.shown.append(Shown(step, " ".join(line), before, ours))


def _run(program: Sequence[str], manager: Node, line: Sequence[str]) -> str:
    done = subprocess.run(
        [*program, "-H", manager.host, *line], capture_output=True, text=True, timeout=60, check=False
    )
    text = f"{done.stdout}{done.stderr}exit {done.returncode}\n".replace("minidocker", "docker")
    return re.sub(" {3,}", "   ", _AGE.sub("<age> ", text))
