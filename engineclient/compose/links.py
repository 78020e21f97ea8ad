"""`links` and `external_links`, as HostConfig.Links has them: `container:alias`."""

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
    """The links of a service's container; `containers_of` gives the containers of a service."""
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
