"""Volumes. Source: Engine API, tag Volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api.parameters import Filters, encode_filters, needs, nothing, path, query, view
from engineclient.binding import Api, S_co, endpoint
from engineclient.calls import Call, RequestSpec
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.volumes import Volume, VolumeConfig, VolumeList, VolumesPruned
from engineclient.versions import Gate

if TYPE_CHECKING:
    from engineclient.models.cluster_volumes import ClusterVolumeSpec


class Volumes(Api[S_co]):
    """Create, inspect and remove volumes."""

    @endpoint
    def create(self, name: str | None = None, *, config: VolumeConfig | Json | None = None) -> Call[Volume]:
        """Create a volume; if it exists already, it is returned unchanged. `POST /volumes/create`.

            engine.volumes.create("data", config=VolumeConfig(labels={"tier": "db"}))

        Args:
            name: the name; without it the engine generates one.
            config: all other settings, as a body or as the API's own JSON.

        Raises:
            Conflict: there is a volume of that name with another driver.

        """
        body = ({} if name is None else {"Name": name}) | to_json(config or {})
        request = RequestSpec(
            method="POST", path="/volumes/create", json=body, patience=None, needs=body_needs(config)
        )
        return Call(request, view(Volume))

    @endpoint
    def inspect(self, name: str) -> Call[Volume]:
        """Inspect a volume. `GET /volumes/{name}`."""
        return Call(RequestSpec(method="GET", path=path("/volumes/{}", name)), view(Volume))

    @endpoint
    def update(self, id: str, spec: ClusterVolumeSpec | Json, *, version: int) -> Call[None]:
        """Update a cluster volume; other volumes cannot be changed. `PUT /volumes/{name}` (API 1.42).

            volume = engine.volumes.inspect("shared").cluster_volume
            spec = volume.spec.raw | {"Availability": "drain"}
            engine.volumes.update(volume.id, spec, version=volume.version.index)

        Args:
            id: `cluster_volume.id` of the volume as inspected; engines do not accept the name here.
            spec: the complete spec, as a body or as the API's own JSON, with only the availability changed.
            version: `cluster_volume.version.index` of the volume as inspected.

        Raises:
            ServerError: the volume was changed meanwhile (`update out of sequence`).
            Unavailable: the engine is not a manager of a swarm.

        """
        request = RequestSpec(
            method="PUT",
            path=path("/volumes/{}", id),
            query=query({"version": version}),
            json={"Spec": to_json(spec)},
            needs=(Gate("volumes.update", "1.42"), *body_needs(spec)),
        )
        return Call(request, nothing)

    @endpoint
    def remove(self, name: str, *, force: bool = False) -> Call[None]:
        """Remove a volume. `DELETE /volumes/{name}`.

        Args:
            name: the name of the volume.
            force: not an error if there is no such volume.

        Raises:
            Conflict: a container uses it.

        """
        request = RequestSpec(
            method="DELETE", path=path("/volumes/{}", name), query=query({"force": force}), patience=None
        )
        return Call(request, nothing)

    @endpoint
    def prune(self, *, filters: Filters | None = None) -> Call[VolumesPruned]:
        """Remove volumes that no container uses. `POST /volumes/prune`.

        Args:
            filters: since API 1.42 only anonymous volumes are removed, unless this is `{"all": True}`; before, all unused
                volumes are removed, and there is no such filter.

        """
        request = RequestSpec(
            method="POST",
            path="/volumes/prune",
            query=query({"filters": encode_filters(filters)}),
            patience=None,
            needs=needs(("filters.all", "1.42", (filters or {}).get("all"))),
        )
        return Call(request, view(VolumesPruned))

    @endpoint
    def list(self, *, filters: Filters | None = None) -> Call[VolumeList]:
        """List volumes. `GET /volumes`.

        Args:
            filters: such as `{"dangling": True, "label": "a=b"}`.

        """
        request = RequestSpec(
            method="GET", path="/volumes", query=query({"filters": encode_filters(filters)})
        )
        return Call(request, view(VolumeList))


volumes: Volumes[None] = Volumes(None)
