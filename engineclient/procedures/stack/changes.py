"""The steps of deployments and removals, and how they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from engineclient.errors import EngineError
from engineclient.models.services import Service

Kind = Literal["network", "secret", "config", "service"]
Action = Literal["create", "update", "remove"]
ResolveImage = Literal["always", "changed", "never"]
Auth = Callable[[str], str]
"""The header X-Registry-Auth for an image."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a deployment or a removal.

    Attributes:
        action: what is done to the object.
        kind: the kind of the object.
        name: the name of the object.
        id: the id of the object; empty if it does not exist yet.
    """

    action: Action
    kind: Kind
    name: str
    id: str = ""


Report = Callable[[Change], None]
Failed = Callable[[Change, EngineError], None]


class ChangeFailed(EngineError):
    """A step of a deployment failed; those before it stay done. The cause is `__cause__`.

    Attributes:
        change: the step.
    """

    def __init__(self, change: Change, cause: EngineError) -> None:
        super().__init__(f"failed to {change.action} {change.kind} {change.name}: {cause}")
        self.change = change
        self.cause = cause


class IncompleteRemoval(EngineError):
    """Some objects of a stack could not be removed; the others are gone."""


def ignore(*_: object) -> None:
    """The default for callbacks: do nothing."""


def by_name(found: Iterable[Service]) -> list[Service]:
    """Services in the order of their names."""
    return sorted(found, key=lambda each: each.spec.name)


def removal(service: Service) -> Change:
    """The step that removes a service."""
    return Change("remove", "service", service.spec.name, service.id)
