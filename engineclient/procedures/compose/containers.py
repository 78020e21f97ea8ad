"""The containers of a project, as the engine lists them."""

from __future__ import annotations

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.compose.state import Container
from engineclient.models.conformity import typed


def containers_of(project: str, *, all: bool = True) -> Steps[tuple[Container, ...]]:
    """The containers of a project; without `all` those that run.

    Containers with its label that compose has not made, because they have no config hash, are left out.
    """
    found = yield from containers.list(
        all=all, filters={"label": [f"{labels.PROJECT}={project}", labels.CONFIG_HASH]}
    )
    return tuple(Container(typed(each)) for each in found)
