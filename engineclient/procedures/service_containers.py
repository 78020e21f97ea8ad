"""Find the containers that a name denotes on one node: a single container, or those of a swarm's service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.errors import NotFound

SERVICE: Final = "com.docker.swarm.service.name"
TASK: Final = "com.docker.swarm.task.name"

_SHOWN_ID: Final = 12


class NodeContainers(NamedTuple):
    """Containers on a node.

    Attributes:
        ids: their ids by title.
        service: the name of the service that they belong to; "" for a single container.
    """

    ids: dict[str, str]
    service: str = ""


def containers_named(name: str) -> Steps[NodeContainers]:
    """The container with this name or id, or the containers of the service with this name; none if there are none."""
    try:
        found = yield from containers.inspect(name)
    except NotFound:
        listed = yield from containers.list(all=True, filters={"label": [f"{SERVICE}={name}"]})
        ids = {title(each.names[0] if each.names else each.id, each.labels): each.id for each in listed}
        return NodeContainers(ids, name)
    return NodeContainers({title(found.name, found.config.labels or {}): found.id})


def title(name: str, labels: Mapping[str, str]) -> str:
    """The prefix of a container's output: for a task as in `service logs`, `web.1.5xfkd9wq2m1z`."""
    service, _, id = labels.get(TASK, "").rpartition(".")
    return f"{service}.{id[:_SHOWN_ID]}" if service else name.removeprefix("/")
