"""Remove a stack: its services, secrets, configs and networks."""

from __future__ import annotations

from typing import Final

from engineclient.api.configs import configs
from engineclient.api.networks import networks
from engineclient.api.secrets import secrets
from engineclient.api.services import services
from engineclient.api.tasks import tasks
from engineclient.calls import Call, Steps
from engineclient.errors import EngineError, EngineTimeout
from engineclient.models.stack_names import of_stack
from engineclient.procedures.convergence import ORDER
from engineclient.procedures.stack.changes import (
    Change,
    Failed,
    IncompleteRemoval,
    Report,
    by_name,
    ignore,
    removal,
)
from engineclient.steps import Sleep

_POLL: Final = 0.2  # seconds


def remove(
    name: str,
    *,
    report: Report = ignore,
    failed: Failed = ignore,
    wait: bool = False,
    timeout: float | None = None,
) -> Steps[tuple[Change, ...]]:
    """Remove the services, secrets, configs and networks of a stack; empty if there are none.

    Args:
        name: the name of the stack.
        report: called before each removal.
        failed: called for each object that could not be removed; the removal continues.
        wait: wait until its tasks have ended.
        timeout: the time limit of the wait in seconds; None for no limit.

    Raises:
        IncompleteRemoval: some objects could not be removed.
        EngineTimeout: its tasks have not ended in time.
    """
    own_services = yield from services.list(filters=of_stack(name))
    own_networks = yield from networks.list(filters=of_stack(name))
    own_secrets = yield from secrets.list(filters=of_stack(name))
    own_configs = yield from configs.list(filters=of_stack(name))
    steps: list[tuple[Change, Call[None]]] = [
        *((removal(each), services.remove(each.id)) for each in by_name(own_services)),
        *(
            (Change("remove", "secret", each.spec.name, each.id), secrets.remove(each.id))
            for each in own_secrets
        ),
        *(
            (Change("remove", "config", each.spec.name, each.id), configs.remove(each.id))
            for each in own_configs
        ),
        *(
            (Change("remove", "network", each.name, each.id), networks.remove(each.id))
            for each in own_networks
        ),
    ]
    complete = True
    for change, call in steps:
        report(change)
        try:
            yield from call
        except EngineError as error:
            complete = False
            failed(change, error)
    if not complete:
        raise IncompleteRemoval(f"failed to remove some resources from stack: {name}")
    if wait and steps:
        yield from _wait_ended(name, timeout)
    return tuple(change for change, _ in steps)


def _wait_ended(name: str, timeout: float | None) -> Steps[None]:
    waited = 0.0
    while any(
        ORDER.get(task.status.state or "", 0) <= ORDER["running"]
        for task in (yield from tasks.list(filters=of_stack(name)))
    ):
        if timeout is not None and waited >= timeout:
            raise EngineTimeout(f"the tasks of stack {name} have not ended after {timeout:g} seconds")
        yield from Sleep(_POLL)
        waited += _POLL
