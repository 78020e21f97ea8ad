"""What registries have. Source: Engine API, tag Distribution."""

from __future__ import annotations

from engineclient.api.parameters import image_path, view
from engineclient.calls import Api, Call, RequestSpec, S_co, endpoint
from engineclient.models.distribution import DistributionInspect


class Distribution(Api[S_co]):
    """Ask a registry, through the engine."""

    @endpoint
    def inspect(self, name: str, *, auth: str | None = None) -> Call[DistributionInspect]:
        """Digest and platforms of an image in its registry. `GET /distribution/{name}/json`.

        Args:
            name: a reference.
            auth: credentials, as the header X-Registry-Auth wants them.

        Raises:
            NotFound, Unauthorized, Forbidden: there is no such image, or no access to it.

        """
        request = RequestSpec(
            method="GET",
            path=image_path("/distribution/{}/json", name),
            headers={} if auth is None else {"X-Registry-Auth": auth},
            patience=None,
        )
        return Call(request, view(DistributionInspect))


distribution: Distribution[None] = Distribution(None)
