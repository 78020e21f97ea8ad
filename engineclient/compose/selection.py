"""Select and order the containers of a project that a command is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from engineclient.compose import labels
from engineclient.compose.errors import ComposeError
from engineclient.compose.project import Project
from engineclient.compose.state import Container

Depends = Mapping[str, Collection[str]]
"""The names of the services that each service depends on."""


def dependencies(project: Project | None, containers: Sequence[Container]) -> Depends:
    """The dependencies of each service: those of the project, or without one, those in the labels of its containers."""
    if project is not None:
        return {name: [*each.depends_on] for name, each in project.services.items()}
    return {each.service: [*conditions(each)] for each in containers}


def conditions(container: Container) -> dict[str, str]:
    """The condition of each dependency in the label of a container, by the name of the service."""
    return {service: condition for service, condition, _ in _depends_on(container)}


def _depends_on(container: Container) -> list[tuple[str, str, str]]:
    """Service, condition and `restart` ("true" or "false") of each dependency in the label of a container."""
    found = []
    for each in container.labels.get(labels.DEPENDS_ON, "").split(","):
        service, _, rest = each.partition(":")
        condition, _, restart = rest.partition(":")
        if service:
            found.append((service, condition or "service_started", restart))
    return found


def restarting(project: Project | None, containers: Sequence[Container]) -> dict[str, dict[str, str]]:
    """For each service, the dependencies whose restart restarts it (`restart: true`), with their conditions."""
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
    """`services`, and the services that depend on one of them, directly or not."""
    found = list(services)
    for each in found:
        found += [name for name, others in depends.items() if each in others and name not in found]
    return found


def of_services(
    containers: Sequence[Container], services: Sequence[str], *, one_off: bool = False
) -> list[Container]:
    """The containers of these services, or of all services if none are named, sorted by service and number.

    Args:
        containers: the containers to choose from.
        services: the names of the services.
        one_off: include one-off containers, after the others of their service.

    """
    found = [
        each
        for each in containers
        if (one_off or not each.one_off) and (not services or each.service in services)
    ]
    return sorted(found, key=lambda each: (each.service, each.one_off, each.number, each.name))


def one_of_service(
    containers: Sequence[Container], service: str, index: int = 0, *, one_off: bool = True
) -> Container:
    """One container of a service: the one with a number, or the first; a one-off container only if there is no other.

    Args:
        containers: the containers to choose from.
        service: the name of the service.
        index: the number of the container, 0 for any.
        one_off: whether it may be a one-off container.

    Raises:
        ComposeError: the service has no such container.

    """
    known = of_services(containers, (service,), one_off=one_off)
    found = [each for each in known if not index or each.number == index]
    if found:
        return min(found, key=lambda each: each.one_off)
    if index:
        raise ComposeError(f'service "{service}" is not running container #{index}')
    raise ComposeError(f'service "{service}" is not running')


def predecessors(
    containers: Sequence[Container], depends: Depends, *, reverse: bool = False
) -> list[list[int]]:
    """For each container, the indexes of the containers of its dependencies, or with `reverse` of its dependents."""
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
