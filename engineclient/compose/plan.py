"""A plan: the operations that make an engine match a project, as a value that can be shown before any is carried out.

A plan has a decision for every network, volume and container, with its reason, and the steps that carry out the decisions.
A step names the steps that must be finished before it; all others may run at the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from engineclient.compose.differences import Change
from engineclient.compose.reasons import BECOMES, NOTHING, Reason
from engineclient.values import Data


class Action(Enum):
    """What is done with an object."""

    CREATE = "create"
    RECREATE = "recreate"
    START = "start"
    KEEP = "keep"
    REMOVE = "remove"


class Recreate(Enum):
    """When existing containers are replaced: if their service changed, always, or never."""

    CHANGED = "changed"
    ALWAYS = "always"
    NEVER = "never"


class PlanOptions(Data):
    """The options of `up`.

    Attributes:
        services: the named services; empty for all.
        recreate: when their containers are replaced.
        recreate_dependencies: when the containers of their dependencies are replaced.
        remove_orphans: remove containers of services that the project does not have.
        ignore_orphans: do not warn about such containers.
        start: whether containers are started.
        api_version: the API version of the engine, such as `1.51`.
        separator: the text between the parts of names, `-` or, as in Compose 1, `_`.

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
    """What is done with one object, and why.

    Attributes:
        kind: `network`, `volume`, `container` or `image`.
        name: the name of the object.
        action: what is done with it.
        why: the reason.
        changes: the keys of the service that changed, as far as they are known.
        key: the key of a network or volume in the file.
        service: the service of a container.
        number: the number of a container among those of its service, from 1.
        id: the ID of a container that exists.
        question: the question that the user must confirm first, because data would be lost; "" if there is none.

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
        """The decision as JSON: Kind, Name, Service, Action, Why and, if keys changed, Changes (Key, Old, New)."""
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
        number: its index in the plan.
        operation: such as `container create` or `network remove`; `wait` waits for a condition of a service.
        target: the name of the object, or of the service of a wait.
        decision: the decision that it carries out.
        after: the numbers of the steps that must be finished before it.
        detail: a further argument: the network of a connect or disconnect, the new name of a rename, the condition of a
            wait.

    """

    number: int
    operation: str
    target: str
    decision: Decision
    after: tuple[int, ...] = ()
    detail: str = ""


class Plan(Data):
    """The decisions in docker compose's order, the steps that carry them out, and warnings."""

    decisions: tuple[Decision, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the engine already matches the project."""
        return all(step.operation == "wait" for step in self.steps)

    def rows(self, translate: Callable[[str], str] = str) -> list[tuple[str, str, str, str]]:
        """Kind, name, action and reason of each decision, for a table; `translate` translates the reasons."""
        return [
            (each.kind, each.name, each.action.value, _reason(each, translate)) for each in self.decisions
        ]

    def lines(self, translate: Callable[[str], str] = str) -> list[str]:
        """A sentence about each decision and a line for each key that changed; `translate` translates the sentences."""
        lines: list[str] = []
        for each in self.decisions:
            why = _why(each.why, translate)
            text = translate(BECOMES[each.action.value])
            lines.append(text.format(kind=each.kind.capitalize(), name=each.name, why=why))
            lines += [
                f"    {key.key}: {_shown(key.old, translate)} -> {_shown(key.new, translate)}"
                for key in each.changes
            ]
        return lines


def _reason(decision: Decision, translate: Callable[[str], str]) -> str:
    why = _why(decision.why, translate)
    if not decision.changes:
        return why
    shown = [
        f"{each.key} {_shown(each.old, translate)} -> {_shown(each.new, translate)}"
        for each in decision.changes
    ]
    return f"{why}: {', '.join(shown)}"


def _why(reason: Reason, translate: Callable[[str], str]) -> str:
    return translate(reason.text).format(name=reason.name)


def _shown(value: Any, translate: Callable[[str], str]) -> str:
    import json

    return translate(NOTHING) if value is None else json.dumps(value, ensure_ascii=False)
