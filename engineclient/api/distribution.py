"""Image descriptors from registries. Source: Engine API, tag Distribution."""

from __future__ import annotations

from engineclient.api.parameters import image_path, view
from engineclient.api.registry_auth import Auth, registry_auth
from engineclient.binding import Api, S_co, endpoint
from engineclient.calls import Call, RequestSpec
from engineclient.models.distribution import DistributionInspect


class Distribution(Api[S_co]):
    """Query a registry through the engine."""

    @endpoint
    def inspect(self, name: str, *, auth: Auth | None = None) -> Call[DistributionInspect]:
        """Look up the digest and the platforms of an image in its registry. `GET /distribution/{name}/json`.

        Args:
            name: the reference of the image.
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        Raises:
            NotFound, Unauthorized, Forbidden: there is no such image, or no access to it.

        """
        request = RequestSpec(
            method="GET",
            path=image_path("/distribution/{}/json", name),
            **registry_auth(auth, name),
            patience=None,
        )
        return Call(request, view(DistributionInspect))


distribution: Distribution[None] = Distribution(None)
