"""prune_all = the prunes of containers, networks, volumes, images and the build cache, in docker's order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engineclient.api.containers import containers
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.volumes import volumes as all_volumes
from engineclient.calls import Steps
from engineclient.errors import NotFound
from engineclient.models.images import BuildCachePruned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engineclient.models.images import ImageDeleted


class PrunedAll(NamedTuple):
    """What is gone.

    Attributes:
        containers, networks, volumes, build_cache: ids and names.
        images: names that were taken off, and images.
        space_reclaimed: bytes that are free now.
    """

    containers: list[str]
    networks: list[str]
    volumes: list[str]
    images: list[ImageDeleted]
    build_cache: list[str]
    space_reclaimed: int


def prune_all(
    *,
    all_images: bool = False,
    volumes: bool = False,
    filters: Mapping[str, str | Sequence[str]] | None = None,
) -> Steps[PrunedAll]:
    """Remove what nothing uses: stopped containers, networks, images without a name, build cache.

        print(engine.prune_all(filters={"until": "24h"}).space_reclaimed)

    As `docker system prune`. An engine without a build cache (Podman) has none to prune. The first error ends it.

    Args:
        all_images: images with a name, too, and all of the build cache.
        volumes: anonymous volumes, too (before API 1.42 all volumes).
        filters: `{"until": "24h"}`, `{"label": "a=b"}`; what they apply to must have been made before, or be labelled so.

    Raises:
        BadRequest: a filter is malformed, or is none of one of the kinds (`until` of volumes).
        Conflict: another prune is under way.
    """
    given = {name: [value] if isinstance(value, str) else [*value] for name, value in (filters or {}).items()}
    pruned = yield from containers.prune(filters=given)
    unused = yield from networks.prune(filters=given)
    anonymous = (yield from all_volumes.prune(filters=given)) if volumes else None
    dangling = ["false" if all_images else "true", *given.get("dangling", ())]
    unnamed = yield from images.prune(filters={**given, "dangling": dangling})
    try:
        cache = yield from images.build_prune(all=all_images, filters=given)
    except NotFound:
        cache = BuildCachePruned({})
    space = [pruned.space_reclaimed, unnamed.space_reclaimed, cache.space_reclaimed]
    return PrunedAll(
        containers=pruned.deleted,
        networks=unused.deleted,
        volumes=anonymous.deleted if anonymous else [],
        images=unnamed.deleted,
        build_cache=cache.deleted,
        space_reclaimed=sum(each or 0 for each in [*space, anonymous and anonymous.space_reclaimed]),
    )
