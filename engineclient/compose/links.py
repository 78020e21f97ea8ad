"""`links` and `external_links` as the elements of HostConfig.Links: `CONTAINER:ALIAS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engineclient.compose.model import Service
from engineclient.compose.project import Project
from engineclient.compose.state import Container


def links(
    project: Project,
    service: Service,
    number: int,
    containers_of: Callable[[str], Iterable[Container]],
    separator: str = "-",
) -> Sequence[str]:
    """The links of a container.

    Args:
        project: the project.
        service: the service of the container.
        number: the number of the container.
        containers_of: returns the existing containers of a service.
        separator: the text between the parts of names.

    """
    found: list[str] = []
    for each in service.links:
        other, _, alias = each.partition(":")
        names = (
            alias or other,
            f"{other}{separator}{number}",
            separator.join((project.name, other, str(number))),
        )
        found += [f"{container.name}:{name}" for container in containers_of(other) for name in names]
    for each in service.external_links:
        target, _, alias = each.partition(":")
        found.append(f"{target}:{alias or target}")
    return found
