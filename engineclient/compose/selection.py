"""Which containers of a project a command is about, and in what order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from engineclient.compose import labels
from engineclient.compose.errors import ComposeError
from engineclient.compose.project import Project
from engineclient.compose.state import Container

Depends = Mapping[str, Collection[str]]
"""The services that each service depends on."""


def dependencies(project: Project | None, containers: Sequence[Container]) -> Depends:
    """What depends on what: as the project has it, or without one as the labels of its containers do."""
    if project is not None:
        return {name: [*each.depends_on] for name, each in project.services.items()}
    return {each.service: [*conditions(each)] for each in containers}


def conditions(container: Container) -> dict[str, str]:
    """The condition that each service has to meet on which a container depends, as its label has it."""
    return {service: condition for service, condition, _ in _depends_on(container)}


def _depends_on(container: Container) -> list[tuple[str, str, str]]:
    """Service, condition and restart ("true") of each dependency in a container's label."""
    found = []
    for each in container.labels.get(labels.DEPENDS_ON, "").split(","):
        service, _, rest = each.partition(":")
        condition, _, restart = rest.partition(":")
        if service:
            found.append((service, condition or "service_started", restart))
    return found


def restarting(project: Project | None, containers: Sequence[Container]) -> dict[str, dict[str, str]]:
    """What a restart of other services restarts too: for each service the services that it follows, by condition."""
    if project is not None:
        return {
            name: {other: how.condition for other, how in each.depends_on.items() if how.restart}
            for name, each in project.services.items()
        }
    return {
        each.service: {
            service: condition for service, condition, restart in _depends_on(each) if restart == "true"
        }
        for each in containers
    }


def dependents(services: Sequence[str], depends: Depends) -> list[str]:
    """`services`, and those that depend on one of them, directly or not."""
    found = list(services)
    for each in found:
        found += [name for name, others in depends.items() if each in others and name not in found]
    return found


def of_services(
    containers: Sequence[Container], services: Sequence[str], *, one_off: bool = False
) -> list[Container]:
    """The containers of these services, or of all of them: by service and number, one-offs last and only if wanted."""
    found = [
        each
        for each in containers
        if (one_off or not each.one_off) and (not services or each.service in services)
    ]
    return sorted(found, key=lambda each: (each.service, each.one_off, each.number, each.name))


def the_one(
    containers: Sequence[Container], service: str, index: int = 0, *, one_off: bool = True
) -> Container:
    """The container of a service with this number, or the first one; a one-off container only if there is no other.

    Args:
        containers: those to choose from.
        service: the name of the service.
        index: the number of the container, 0 for any.
        one_off: whether it may be a one-off container.

    Raises:
        ComposeError: there is none.

    """
    known = of_services(containers, (service,), one_off=one_off)
    found = [each for each in known if not index or each.number == index]
    if found:
        return min(found, key=lambda each: each.one_off)
    if index:
        raise ComposeError(f'service "{service}" is not running container #{index}')
    raise ComposeError(f'service "{service}" is not running')


def after(containers: Sequence[Container], depends: Depends, *, reverse: bool = False) -> list[list[int]]:
    """For each container the places of those that come before it; `reverse` puts dependents first."""
    return [
        [
            place
            for place, other in enumerate(containers)
            if other.service != each.service
            and (
                each.service in depends.get(other.service, ())
                if reverse
                else other.service in depends.get(each.service, ())
            )
        ]
        for each in containers
    ]
