"""The group of procedures for stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.api.services import services
from engineclient.binding import Api, S_co, imported, procedure
from engineclient.calls import Steps
from engineclient.errors import DecodeError
from engineclient.models.services import Service
from engineclient.models.stack_names import NAMESPACE
from engineclient.values import Data

if TYPE_CHECKING:
    from engineclient.procedures.stack.deploy import deploy
    from engineclient.procedures.stack.plan import plan
    from engineclient.procedures.stack.remove import remove


class StackSummary(Data):
    """The name of a deployed stack, and the number of its services."""

    name: str
    services: int


def summaries() -> Steps[list[StackSummary]]:
    """The stacks of the swarm, sorted by name, according to the labels of services. `GET /services`.

    Raises:
        EngineError: the engine is not a manager of a swarm.
        DecodeError: a service has no label of a stack: the engine ignores the filter.

    """
    found = yield from services.list(filters={"label": [NAMESPACE]})
    names = [_stack_of(each) for each in found]
    return [StackSummary(name, names.count(name)) for name in sorted({*names})]


def _stack_of(service: Service) -> str:
    name = service.spec.labels.get(NAMESPACE)
    if name is None:  # the engine ignored the filter
        raise DecodeError(f"cannot get label {NAMESPACE} for service {service.id}")
    return name


class StackGroup(Api[S_co]):
    """Stacks: services, networks, secrets and configs that belong together by a label."""

    # Imported on first use: programs that only list stacks do not load the modules for stack files.

    if TYPE_CHECKING:
        plan: Final = procedure(plan)
        deploy: Final = procedure(deploy)
        remove: Final = procedure(remove)
    else:
        plan = imported("engineclient.procedures.stack.plan")
        deploy = imported("engineclient.procedures.stack.deploy")
        remove = imported("engineclient.procedures.stack.remove")
    list: Final = procedure(summaries)
