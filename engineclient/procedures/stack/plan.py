"""Plan a deployment: compare a stack with the objects that the swarm has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from engineclient.api.configs import Configs, configs
from engineclient.api.networks import networks
from engineclient.api.secrets import Secrets, secrets
from engineclient.api.services import services
from engineclient.api.system import system
from engineclient.calls import Steps
from engineclient.compose.stack import Stack, objects
from engineclient.compose.stack.model import FileObject
from engineclient.errors import EngineError, NotFound
from engineclient.models.services import Service
from engineclient.models.stack_names import name_of, of_stack, scoped
from engineclient.procedures.stack.changes import (
    Change,
    Kind,
    by_name,
    removal,
)

_NO_MANAGER: Final = (
    'this node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm '
    "and try again"
)


API: Final[dict[Kind, Secrets[None] | Configs[None]]] = {"secret": secrets, "config": configs}


def plan(name: str, stack: Stack, *, prune: bool = False) -> Steps[tuple[Change, ...]]:
    """The steps that `deploy` would take; nothing is changed.

        for change in engine.stacks.plan("shop", Stack.load(["shop.yaml"]), prune=True):
            print(change.action, change.kind, change.name)

    Services, secrets and configs that exist are updated whether they differ or not; a service that does not differ keeps
    its tasks.

    Args:
        name: the name of the stack.
        stack: the content of the stack.
        prune: remove services that the files no longer have.

    Raises:
        EngineError: the engine is not a manager of a swarm.
    """
    yield from check_manager()
    existing = yield from services.list(filters=of_stack(name))
    here = {each.name for each in (yield from networks.list(filters=of_stack(name)))}
    changes = surplus(name, stack, existing) if prune else []
    changes += [
        Change("create", "network", each) for each in objects.networks(stack, name) if each not in here
    ]
    files: tuple[tuple[Kind, Mapping[str, FileObject]], ...] = (
        ("secret", stack.secrets),
        ("config", stack.configs),
    )
    for kind, declared in files:
        for wanted in _own_names(name, declared):
            id = yield from _existing(API[kind], wanted)
            changes.append(Change("update" if id else "create", kind, wanted, id))
    ids = {each.spec.name: each.id for each in existing}
    for wanted in (scoped(name, key) for key in stack.services):
        id = ids.get(wanted, "")
        changes.append(Change("update" if id else "create", "service", wanted, id))
    return tuple(changes)


def check_manager() -> Steps[None]:
    """Raise EngineError unless the engine is a manager: outside a swarm it would create networks of its own."""
    info = yield from system.info()
    if info.swarm is None or not info.swarm.control_available:
        raise EngineError(_NO_MANAGER)


def surplus(name: str, stack: Stack, existing: Iterable[Service]) -> list[Change]:
    """The removals of services that the files no longer have."""
    wanted = {scoped(name, key) for key in stack.services}
    return [removal(each) for each in by_name(existing) if each.spec.name not in wanted]


def _own_names(name: str, declared: Mapping[str, FileObject]) -> list[str]:
    return [name_of(name, key, each) for key, each in declared.items() if not each.external]


def _existing(api: Secrets[None] | Configs[None], name: str) -> Steps[str]:
    """The id of a secret or config; empty if there is none."""
    try:
        return (yield from api.inspect(name)).id
    except NotFound:
        return ""
