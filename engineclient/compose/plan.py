"""A plan: the operations that make an engine match a project, as a value that exists before any of them is done.

A plan has a decision for every network, volume and container, with its reason, and the steps that carry the decisions
out. A step names those that must be finished before it; all others may go side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from engineclient.compose.differences import Change
from engineclient.compose.reasons import BECOMES, NOTHING, Reason
from engineclient.values import Data


class Action(Enum):
    """What is decided of an object."""

    CREATE = "create"
    RECREATE = "recreate"
    START = "start"
    KEEP = "keep"
    REMOVE = "remove"


class Recreate(Enum):
    """When containers are replaced."""

    CHANGED = "changed"
    ALWAYS = "always"
    NEVER = "never"


class PlanOptions(Data):
    """The options of `up`.

    Attributes:
        services: the services that are named; none is all.
        recreate: when their containers are replaced.
        recreate_dependencies: when those of the services that they depend on are.
        remove_orphans, ignore_orphans: what becomes of containers of services that the project has not.
        start: whether containers are started.
        api_version: the engine's.
        separator: what stands between the parts of names.

    """

    services: tuple[str, ...] = ()
    recreate: Recreate = Recreate.CHANGED
    recreate_dependencies: Recreate = Recreate.CHANGED
    remove_orphans: bool = False
    ignore_orphans: bool = False
    start: bool = True
    api_version: str = "1.51"
    separator: str = "-"


class Decision(Data):
    """What becomes of one object, and why.

    Attributes:
        kind: `network`, `volume` or `container`.
        name: the object's.
        action: what becomes of it.
        why: the reason.
        changes: the keys that changed, as far as they are known.
        key: the network's or volume's key in the file.
        service: the service of a container.
        number: the number of a container.
        id: the ID of a container that exists.
        question: what has to be confirmed first, as data would be lost.

    """

    kind: str
    name: str
    action: Action
    why: Reason
    changes: tuple[Change, ...] = ()
    key: str = ""
    service: str = ""
    number: int = 0
    id: str = ""
    question: str = ""

    def to_json(self) -> dict[str, Any]:
        """The decision as plain values."""
        shown: dict[str, Any] = {
            "Kind": self.kind,
            "Name": self.name,
            "Service": self.service,
            "Action": self.action.value,
            "Why": str(self.why),
        }
        if self.changes:
            shown["Changes"] = [{"Key": each.key, "Old": each.old, "New": each.new} for each in self.changes]
        return shown


class Step(Data):
    """One operation.

    Attributes:
        number: its place in the plan.
        operation: such as `container create` or `network remove`; `wait` waits for a condition of a service.
        target: the name of what it is about.
        decision: why it is done.
        after: the numbers of the steps that must be finished before.
        detail: what else it needs to know: the network of a disconnect, the condition of a wait.

    """

    number: int
    operation: str
    target: str
    decision: Decision
    after: tuple[int, ...] = ()
    detail: str = ""


class Plan(Data):
    """Decisions, in the order in which compose takes them, the steps, and what is questionable."""

    decisions: tuple[Decision, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the engine already matches the project."""
        return all(step.operation == "wait" for step in self.steps)

    def rows(self, say: Callable[[str], str] = str) -> list[tuple[str, str, str, str]]:
        """Kind, name, action and reason of each decision, for a table; `say` translates our own texts."""
        return [(each.kind, each.name, each.action.value, _reason(each, say)) for each in self.decisions]

    def told(self, say: Callable[[str], str] = str) -> list[str]:
        """What becomes of each object and why, with a line for each key that changed; `say` translates our own texts."""
        lines: list[str] = []
        for each in self.decisions:
            why = _why(each.why, say)
            text = say(BECOMES[each.action.value])
            lines.append(text.format(kind=each.kind.capitalize(), name=each.name, why=why))
            lines += [
                f"    {key.key}: {_shown(key.old, say)} -> {_shown(key.new, say)}" for key in each.changes
            ]
        return lines


def _reason(decision: Decision, say: Callable[[str], str]) -> str:
    why = _why(decision.why, say)
    if not decision.changes:
        return why
    shown = [f"{each.key} {_shown(each.old, say)} -> {_shown(each.new, say)}" for each in decision.changes]
    return f"{why}: {', '.join(shown)}"


def _why(reason: Reason, say: Callable[[str], str]) -> str:
    return say(reason.text).format(name=reason.name)


def _shown(value: Any, say: Callable[[str], str]) -> str:
    import json

    return say(NOTHING) if value is None else json.dumps(value, ensure_ascii=False)
