"""Secrets of the swarm. Source: Engine API, tag Secret."""

from __future__ import annotations

from engineclient.api.parameters import Filters, encode_filters, nothing, path, query, view, views
from engineclient.binding import Api, S_co, endpoint
from engineclient.calls import Call, RequestSpec
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.cluster import ObjectCreated
from engineclient.models.secrets import Secret, SecretSpec


class Secrets(Api[S_co]):
    """Create, list and remove secrets. `id` is an id, the beginning of one, or a name.

    Every operation raises `Unavailable` (503) unless the engine is a manager of a swarm.
    """

    @endpoint
    def create(self, spec: SecretSpec | Json) -> Call[ObjectCreated]:
        """Create a secret. `POST /secrets/create`.

            engine.secrets.create(SecretSpec(name="password", data=b"s3cret"))

        Args:
            spec: the name, content and labels, as a body or as the API's own JSON.

        Raises:
            Conflict: the name is taken.

        """
        request = RequestSpec(
            method="POST", path="/secrets/create", json=to_json(spec), needs=body_needs(spec)
        )
        return Call(request, view(ObjectCreated))

    @endpoint
    def inspect(self, id: str) -> Call[Secret]:
        """Inspect a secret; its content is never returned. `GET /secrets/{id}`."""
        return Call(RequestSpec(method="GET", path=path("/secrets/{}", id)), view(Secret))

    @endpoint
    def update(self, id: str, spec: SecretSpec | Json, *, version: int) -> Call[None]:
        """Replace the labels of a secret; nothing else can be changed. `POST /secrets/{id}/update`.

        Args:
            id: id or name of the secret.
            spec: the complete spec, as a body or as the API's own JSON, with only the labels changed.
            version: `version.index` of the secret as inspected.

        Raises:
            BadRequest: something other than the labels differs.
            ServerError: the secret was changed meanwhile (`update out of sequence`).

        """
        request = RequestSpec(
            method="POST",
            path=path("/secrets/{}/update", id),
            query=query({"version": version}),
            json=to_json(spec),
            needs=body_needs(spec),
        )
        return Call(request, nothing)

    @endpoint
    def remove(self, id: str) -> Call[None]:
        """Remove a secret. `DELETE /secrets/{id}`.

        Raises:
            BadRequest: a service uses it.

        """
        return Call(RequestSpec(method="DELETE", path=path("/secrets/{}", id)), nothing)

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(self, *, filters: Filters | None = None) -> Call[list[Secret]]:
        """List the secrets of the swarm. `GET /secrets`.

        Args:
            filters: by `id`, `label`, `name` (the beginning of one) and `names`.

        """
        request = RequestSpec(
            method="GET", path="/secrets", query=query({"filters": encode_filters(filters)})
        )
        return Call(request, views(Secret))


secrets: Secrets[None] = Secrets(None)
