"""Volumes. Source: Engine API, tag Volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api.parameters import Filters, encode_filters, needs, nothing, path, query, view
from engineclient.calls import Api, Call, RequestSpec, S_co, endpoint
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.volumes import Volume, VolumeConfig, VolumeList, VolumesPruned
from engineclient.versions import Gate

if TYPE_CHECKING:
    from engineclient.models.cluster_volumes import ClusterVolumeSpec


class Volumes(Api[S_co]):
    """Make, look at and remove volumes."""

    @endpoint
    def create(self, name: str | None = None, *, config: VolumeConfig | Json | None = None) -> Call[Volume]:
        """Make a volume; one that is there already is given back as it is. `POST /volumes/create`.

        Args:
            name: instead of a made-up one.
            config: everything else, as a body or as the API's own JSON.

        Raises:
            Conflict: there is one of that name with another driver.

        """
        body = ({} if name is None else {"Name": name}) | to_json(config or {})
        request = RequestSpec(
            method="POST", path="/volumes/create", json=body, patience=None, needs=body_needs(config)
        )
        return Call(request, view(Volume))

    @endpoint
    def inspect(self, name: str) -> Call[Volume]:
        """All about a volume. `GET /volumes/{name}`."""
        return Call(RequestSpec(method="GET", path=path("/volumes/{}", name)), view(Volume))

    @endpoint
    def update(self, id: str, spec: ClusterVolumeSpec | Json, *, version: int) -> Call[None]:
        """Change a cluster volume, the only kind that can be changed. `PUT /volumes/{name}` (API 1.42).

            volume = engine.volumes.inspect("shared").cluster_volume
            spec = volume.spec.raw | {"Availability": "drain"}
            engine.volumes.update(volume.id, spec, version=volume.version.index)

        Args:
            id: `cluster_volume.id` that `inspect` returned; engines do not find it by its name here.
            spec: the whole of it, as a body or as the API's own JSON; everything but the availability as it was.
            version: `cluster_volume.version.index` that `inspect` returned with it.

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
        """Remove it. `DELETE /volumes/{name}`.

        Args:
            name: of the volume.
            force: no error if there is none of that name.

        Raises:
            Conflict: a container uses it.

        """
        request = RequestSpec(
            method="DELETE", path=path("/volumes/{}", name), query=query({"force": force}), patience=None
        )
        return Call(request, nothing)

    @endpoint
    def prune(self, *, filters: Filters | None = None) -> Call[VolumesPruned]:
        """Remove those that no container uses. `POST /volumes/prune`.

        Args:
            filters: since API 1.42 only anonymous volumes go, unless `{"all": True}`; before, all go, and there is no
                such filter.

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
        """The volumes that are here. `GET /volumes`.

        Args:
            filters: such as `{"dangling": True, "label": "a=b"}`.

        """
        request = RequestSpec(
            method="GET", path="/volumes", query=query({"filters": encode_filters(filters)})
        )
        return Call(request, view(VolumeList))


volumes: Volumes[None] = Volumes(None)
