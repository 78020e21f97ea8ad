"""What registries have. Source: Engine API, tag Distribution."""

from __future__ import annotations

from engineclient.api.parameters import image_path, view
from engineclient.api.registry_auth import registry_auth
from engineclient.calls import Api, Call, Request, S_co, endpoint
from engineclient.models.distribution import DistributionInspect


class Distribution(Api[S_co]):
    """Ask a registry, through the engine."""

    @endpoint
    def inspect(self, name: str, *, auth: str | None = None) -> Call[DistributionInspect]:
        """Digest and platforms of an image in its registry. `GET /distribution/{name}/json`.

        Args:
            name: a reference.
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that docker's
                config.json keeps.

        Raises:
            NotFound, Unauthorized, Forbidden: there is no such image, or no access to it.

        """
        request = Request(
            method="GET",
            path=image_path("/distribution/{}/json", name),
            **registry_auth(auth, name),
            patience=None,
        )
        return Call(request, view(DistributionInspect))


distribution: Distribution[None] = Distribution(None)
