"""Nodes of the swarm. Source: Engine API, tag Node."""

from __future__ import annotations

from engineclient.api.parameters import Filters, encode_filters, nothing, path, query, view, views
from engineclient.binding import Api, S_co, endpoint
from engineclient.calls import Call, RequestSpec
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.nodes import Node, NodeSpec


class Nodes(Api[S_co]):
    """List, change and remove the nodes of the swarm. `id` is an id, the beginning of one, or a host name.

    Every operation raises `Unavailable` (503) unless the engine is a manager of a swarm.
    """

    @endpoint
    def inspect(self, id: str) -> Call[Node]:
        """Inspect a node. `GET /nodes/{id}`.

        Args:
            id: id or host name of the node; `self` is the engine's own node.

        """
        return Call(RequestSpec(method="GET", path=path("/nodes/{}", id)), view(Node))

    @endpoint
    def update(self, id: str, spec: NodeSpec | Json, *, version: int) -> Call[None]:
        """Replace role, availability and labels of a node. `POST /nodes/{id}/update`.

            node = engine.nodes.inspect("web-3")
            engine.nodes.update(node.id, node.spec.raw | {"Availability": "drain"}, version=node.version.index)

        Args:
            id: the id of the node; names are not accepted.
            spec: the complete settings, as a body or as the API's own JSON.
            version: `version.index` of the node as inspected.

        Raises:
            ServerError: the node was changed meanwhile (`update out of sequence`).
            BadRequest: the last manager cannot be demoted.

        """
        request = RequestSpec(
            method="POST",
            path=path("/nodes/{}/update", id),
            query=query({"version": version}),
            json=to_json(spec),
            needs=body_needs(spec),
        )
        return Call(request, nothing)

    @endpoint
    def remove(self, id: str, *, force: bool = False) -> Call[None]:
        """Remove a node from the swarm. `DELETE /nodes/{id}`.

        Args:
            id: id or host name of the node.
            force: remove it even if it is not down, or is a manager.

        Raises:
            BadRequest: the node is not down, or is a manager, and `force` is not set.

        """
        request = RequestSpec(method="DELETE", path=path("/nodes/{}", id), query=query({"force": force}))
        return Call(request, nothing)

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(self, *, filters: Filters | None = None) -> Call[list[Node]]:
        """List the nodes of the swarm. `GET /nodes`.

        Args:
            filters: by `id`, `label` (of the engine), `membership` (`accepted`, `pending`), `name`, `node.label` and
                `role` (`manager`, `worker`).

        """
        request = RequestSpec(method="GET", path="/nodes", query=query({"filters": encode_filters(filters)}))
        return Call(request, views(Node))


nodes: Nodes[None] = Nodes(None)
