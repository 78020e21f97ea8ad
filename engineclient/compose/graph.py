"""The graph of services and their dependencies."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Service


def check_cycles(services: Mapping[str, Service], disabled: Mapping[str, Service]) -> None:
    """Check that no service depends on itself, directly or not, and that required dependencies exist and are enabled.

    Raises:
        ComposeError: with docker compose's message.

    """
    children = _children(services, disabled)
    done: set[str] = set()

    def search(path: list[str]) -> None:
        for name in sorted(children[path[-1]]):
            if name in path:
                cycle = [*path[path.index(name) :], name]
                raise ComposeError(
                    f"dependency cycle detected: {' -> '.join(cycle)}",
                    ("services", path[-1], "depends_on", name),
                )
            if name not in done:
                search([*path, name])
        done.add(path[-1])

    for name in sorted(children):
        search([name])


def in_dependency_order(services: Mapping[str, Service]) -> list[list[str]]:
    """The names of services in groups, each of which depends on services of earlier groups only; a group is sorted.

    Raises:
        ComposeError: services depend on each other.

    """
    waiting = {name: {each for each in services[name].depends_on if each in services} for name in services}
    groups: list[list[str]] = []
    while waiting:
        ready = sorted(name for name, needed in waiting.items() if not needed)
        if not ready:
            raise ComposeError(f"dependency cycle detected: {' -> '.join(sorted(waiting))}")
        groups.append(ready)
        waiting = {name: needed - set(ready) for name, needed in waiting.items() if needed}
    return groups


def _children(services: Mapping[str, Service], disabled: Mapping[str, Service]) -> dict[str, set[str]]:
    children: dict[str, set[str]] = {name: set() for name in services}
    for name, service in services.items():
        for other, how in service.depends_on.items():
            if other in services:
                children[name].add(other)
            elif how.required and other in disabled:
                profiles = " ".join(disabled[other].profiles)
                raise ComposeError(
                    f'service "{other}" is required by "{name}" but is disabled. '
                    f"Can be enabled by profiles [{profiles}]"
                )
            elif how.required:
                raise ComposeError(f'service "{name}" depends on unknown service "{other}"')
    return children
