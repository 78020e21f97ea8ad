"""Configs of the swarm. Source: Engine API, tag Config."""

from __future__ import annotations

from engineclient.api.parameters import Filters, encode_filters, nothing, path, query, view, views
from engineclient.binding import Api, S_co, endpoint
from engineclient.calls import Call, RequestSpec
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.cluster import ObjectCreated
from engineclient.models.configs import Config, ConfigSpec


class Configs(Api[S_co]):
    """Create, list and remove configs. `id` is an id, the beginning of one, or a name.

    Every operation raises `Unavailable` (503) unless the engine is a manager of a swarm.
    """

    @endpoint
    def create(self, spec: ConfigSpec | Json) -> Call[ObjectCreated]:
        """Create a config. `POST /configs/create`.

            engine.configs.create(ConfigSpec(name="site.conf", data=b"listen 80;"))

        Args:
            spec: the name, content and labels, as a body or as the API's own JSON.

        Raises:
            Conflict: the name is taken.

        """
        request = RequestSpec(
            method="POST", path="/configs/create", json=to_json(spec), needs=body_needs(spec)
        )
        return Call(request, view(ObjectCreated))

    @endpoint
    def inspect(self, id: str) -> Call[Config]:
        """Inspect a config, including its content. `GET /configs/{id}`."""
        return Call(RequestSpec(method="GET", path=path("/configs/{}", id)), view(Config))

    @endpoint
    def update(self, id: str, spec: ConfigSpec | Json, *, version: int) -> Call[None]:
        """Replace the labels of a config; nothing else can be changed. `POST /configs/{id}/update`.

        Args:
            id: id or name of the config.
            spec: the complete spec, as a body or as the API's own JSON, with only the labels changed.
            version: `version.index` of the config as inspected.

        Raises:
            BadRequest: something other than the labels differs.
            ServerError: the config was changed meanwhile (`update out of sequence`).

        """
        request = RequestSpec(
            method="POST",
            path=path("/configs/{}/update", id),
            query=query({"version": version}),
            json=to_json(spec),
            needs=body_needs(spec),
        )
        return Call(request, nothing)

    @endpoint
    def remove(self, id: str) -> Call[None]:
        """Remove a config. `DELETE /configs/{id}`.

        Raises:
            BadRequest: a service uses it.

        """
        return Call(RequestSpec(method="DELETE", path=path("/configs/{}", id)), nothing)

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(self, *, filters: Filters | None = None) -> Call[list[Config]]:
        """List the configs of the swarm. `GET /configs`.

        Args:
            filters: by `id`, `label`, `name` (the beginning of one) and `names`.

        """
        request = RequestSpec(
            method="GET", path="/configs", query=query({"filters": encode_filters(filters)})
        )
        return Call(request, views(Config))


configs: Configs[None] = Configs(None)
