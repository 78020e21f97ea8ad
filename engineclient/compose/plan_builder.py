"""Build a plan: collect its decisions and its steps, with the order in which the steps must run."""

from __future__ import annotations

from collections.abc import Iterable

from engineclient.compose.differences import Change
from engineclient.compose.plan import Action, Decision, Step
from engineclient.compose.project import Project
from engineclient.compose.reasons import Reason
from engineclient.compose.state import Container, State


class PlanBuilder:
    """Collects the decisions and steps of a plan."""

    def __init__(self, project: Project, state: State) -> None:
        self.project = project
        self.state = state
        self.decisions: list[Decision] = []
        self.steps: list[Step] = []
        self.warnings: list[str] = []
        self.stopped: set[str] = set()  # services whose containers are stopped for a change of something else
        self.gone: set[str] = set()  # IDs of containers that are removed for a change of something else

    def decide(self, decision: Decision) -> Decision:
        """Add a decision."""
        self.decisions.append(decision)
        return decision

    def step(
        self, operation: str, target: str, decision: Decision, after: Iterable[int] = (), detail: str = ""
    ) -> int:
        """Add a step, and return its number; `after` are the numbers of the steps that must be finished before it."""
        self.steps.append(Step(len(self.steps), operation, target, decision, tuple(sorted({*after})), detail))
        return len(self.steps) - 1

    def stop(self, services: Iterable[str], decision: Decision) -> list[int]:
        """Add steps that stop the running containers of services, and return their numbers."""
        steps: list[int] = []
        for name in sorted(set(services) - self.stopped):
            self.stopped.add(name)
            steps += [
                self.step("container stop", each.name, decision)
                for each in self.state.of_service(name)
                if each.state == "running"
            ]
        return steps

    def decide_object(self, kind: str, name: str, action: Action, why: Reason, *, key: str) -> Decision:
        """Add a decision about a network or a volume."""
        return self.decide(Decision(kind=kind, name=name, action=action, why=why, key=key))

    def decide_container(
        self, container: Container, action: Action, why: Reason, found: tuple[Change, ...] = ()
    ) -> Decision:
        """Add a decision about an existing container; `found` are the keys that changed."""
        return self.decide(
            Decision(
                kind="container",
                name=container.name,
                action=action,
                why=why,
                changes=found,
                service=container.service,
                number=container.number,
                id=container.id,
            )
        )
