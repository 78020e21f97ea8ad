"""List the containers of a project."""

from __future__ import annotations

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.compose.state import Container
from engineclient.models.conformity import typed


def containers_of(project: str, *, all: bool = True) -> Steps[tuple[Container, ...]]:
    """The containers of a project, or without `all` those that run. `GET /containers/json`.

    Containers with the project's label but without a config hash, which docker compose did not create, are left out.
    """
    found = yield from containers.list(
        all=all, filters={"label": [f"{labels.PROJECT}={project}", labels.CONFIG_HASH]}
    )
    return tuple(Container(typed(each)) for each in found)
