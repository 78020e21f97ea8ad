"""Networks. Source: Engine API, tag Network."""

from __future__ import annotations

from engineclient.api.parameters import Filters, encode_filters, name_of, nothing, path, query, view, views
from engineclient.binding import Api, S_co, endpoint
from engineclient.calls import Call, RequestSpec
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
    """Create networks and connect containers to them. `id` is an id, the beginning of one, or a name."""

    @endpoint
    def create(self, name: str, *, config: NetworkConfig | Json | None = None) -> Call[NetworkCreated]:
        """Create a network. `POST /networks/create`.

            engine.networks.create("shop", config=NetworkConfig(internal=True))

        Args:
            name: the name of the network.
            config: all other settings, as a body or as the API's own JSON.

        Raises:
            Conflict: the name is taken (before API 1.44 engines check that only if `check_duplicate` is set).
            Forbidden: its addresses overlap with those of another network, or the name is reserved.

        """
        body = {"Name": name} | to_json(config or {})
        request = RequestSpec(
            method="POST", path="/networks/create", json=body, slow=True, needs=body_needs(config)
        )
        return Call(request, view(NetworkCreated))

    @endpoint
    def inspect(self, id: str, *, verbose: bool = False, scope: str | None = None) -> Call[NetworkInspect]:
        """Inspect a network, including the containers in it. `GET /networks/{id}`.

        Args:
            id: id or name of the network.
            verbose: include the services of a swarm.
            scope: only find a network with this scope: `local`, `global` or `swarm`.

        """
        parameters = query({"verbose": verbose, "scope": scope})
        return Call(
            RequestSpec(method="GET", path=path("/networks/{}", id), query=parameters), view(NetworkInspect)
        )

    @endpoint
    def connect(self, id: str, container: str, *, config: EndpointConfig | Json | None = None) -> Call[None]:
        """Connect a container to a network. `POST /networks/{id}/connect`.

            engine.networks.connect("shop", "db", config=EndpointConfig(aliases=["database"]))

        Args:
            id: id or name of the network.
            container: id or name of the container.
            config: addresses, aliases and other settings of the endpoint, as a body or as the API's own JSON. A MAC
                address is supported since API 1.54.

        Raises:
            Forbidden: the container is in the network already, or the network's driver refuses it.

        """
        body = {"Container": name_of("container", container), "EndpointConfig": to_json(config or {})}
        request = RequestSpec(
            method="POST",
            path=path("/networks/{}/connect", id),
            json=body,
            slow=True,
            # older engines ignore the MAC address here, although they accept it when a container is created
            needs=(*field_needs(config, "1.54", "mac_address"), *body_needs(config)),
        )
        return Call(request, nothing)

    @endpoint
    def disconnect(self, id: str, container: str, *, force: bool = False) -> Call[None]:
        """Disconnect a container from a network. `POST /networks/{id}/disconnect`.

        Args:
            id: id or name of the network.
            container: id or name of the container.
            force: disconnect it even if the container does not exist any more.

        """
        body = {"Container": name_of("container", container), "Force": force}
        request = RequestSpec(method="POST", path=path("/networks/{}/disconnect", id), json=body, slow=True)
        return Call(request, nothing)

    @endpoint
    def remove(self, id: str) -> Call[None]:
        """Remove a network. `DELETE /networks/{id}`.

        Raises:
            Forbidden: containers are connected to it, or it is a predefined network.

        """
        return Call(RequestSpec(method="DELETE", path=path("/networks/{}", id), slow=True), nothing)

    @endpoint
    def prune(self, *, filters: Filters | None = None) -> Call[NetworksPruned]:
        """Remove all networks that no container uses. `POST /networks/prune`."""
        request = RequestSpec(
            method="POST",
            path="/networks/prune",
            query=query({"filters": encode_filters(filters)}),
            patience=None,
        )
        return Call(request, view(NetworksPruned))

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(self, *, filters: Filters | None = None) -> Call[list[NetworkSummary]]:
        """List networks, without their containers. `GET /networks`.

        Args:
            filters: such as `{"driver": "bridge", "dangling": True}`.

        """
        request = RequestSpec(
            method="GET", path="/networks", query=query({"filters": encode_filters(filters)})
        )
        return Call(request, views(NetworkSummary))


networks: Networks[None] = Networks(None)
