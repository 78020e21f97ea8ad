"""Networks. Source: Engine API, tag Network."""

from __future__ import annotations

from engineclient.api.parameters import Filters, encode_filters, name_of, nothing, path, query, view, views
from engineclient.calls import Api, Call, RequestSpec, S_co, endpoint
from engineclient.models.body import Json, body_needs, field_needs, to_json
from engineclient.models.networks import (
    EndpointConfig,
    NetworkConfig,
    NetworkCreated,
    NetworkInspect,
    NetworksPruned,
    NetworkSummary,
)


class Networks(Api[S_co]):
    """Make networks and put containers into them. `id` is an id, the beginning of one, or a name."""

    @endpoint
    def create(self, name: str, *, config: NetworkConfig | Json | None = None) -> Call[NetworkCreated]:
        """Make a network. `POST /networks/create`.

        Args:
            name: how it is called.
            config: everything else, as a body or as the API's own JSON.

        Raises:
            Conflict: the name is taken (engines before 1.44 look only if `check_duplicate` is set).
            Forbidden: its addresses overlap with those of another, or the name is reserved.

        """
        body = {"Name": name} | to_json(config or {})
        request = RequestSpec(method="POST", path="/networks/create", json=body, needs=body_needs(config))
        return Call(request, view(NetworkCreated))

    @endpoint
    def inspect(self, id: str, *, verbose: bool = False, scope: str | None = None) -> Call[NetworkInspect]:
        """All about a network, and the containers in it. `GET /networks/{id}`.

        Args:
            id: of the network.
            verbose: with the services of a swarm.
            scope: only a network of this scope: `local`, `global` or `swarm`.

        """
        parameters = query({"verbose": verbose, "scope": scope})
        return Call(
            RequestSpec(method="GET", path=path("/networks/{}", id), query=parameters), view(NetworkInspect)
        )

    @endpoint
    def connect(self, id: str, container: str, *, config: EndpointConfig | Json | None = None) -> Call[None]:
        """Put a container into a network. `POST /networks/{id}/connect`.

        Args:
            id: the network.
            container: its id or name.
            config: addresses, aliases and the like of its end, as a body or as the API's own JSON. A MAC address
                since API 1.54.

        Raises:
            Forbidden: it is in there already, or the network's driver does not take it.

        """
        body = {"Container": name_of("container", container), "EndpointConfig": to_json(config or {})}
        request = RequestSpec(
            method="POST",
            path=path("/networks/{}/connect", id),
            json=body,
            # engines before drop the address here, though they take it where a container is created
            needs=(*field_needs(config, "1.54", "mac_address"), *body_needs(config)),
        )
        return Call(request, nothing)

    @endpoint
    def disconnect(self, id: str, container: str, *, force: bool = False) -> Call[None]:
        """Take a container out of a network. `POST /networks/{id}/disconnect`.

        Args:
            id: the network.
            container: its id or name.
            force: even if the engine has lost track of it.

        """
        body = {"Container": name_of("container", container), "Force": force}
        return Call(RequestSpec(method="POST", path=path("/networks/{}/disconnect", id), json=body), nothing)

    @endpoint
    def remove(self, id: str) -> Call[None]:
        """Remove it. `DELETE /networks/{id}`.

        Raises:
            Forbidden: containers are in it, or it is one of the engine's own.

        """
        return Call(RequestSpec(method="DELETE", path=path("/networks/{}", id)), nothing)

    @endpoint
    def prune(self, *, filters: Filters | None = None) -> Call[NetworksPruned]:
        """Remove those that no container uses. `POST /networks/prune`."""
        request = RequestSpec(
            method="POST",
            path="/networks/prune",
            query=query({"filters": encode_filters(filters)}),
            patience=None,
        )
        return Call(request, view(NetworksPruned))

    @endpoint
    def list(  # last: behind it `list` is no longer the type
        self, *, filters: Filters | None = None
    ) -> Call[list[NetworkSummary]]:
        """The networks that are here, without what is in them. `GET /networks`.

        Args:
            filters: such as `{"driver": "bridge", "dangling": True}`.

        """
        request = RequestSpec(
            method="GET", path="/networks", query=query({"filters": encode_filters(filters)})
        )
        return Call(request, views(NetworkSummary))


networks: Networks[None] = Networks(None)
