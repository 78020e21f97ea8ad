"""prune_all = prune containers + networks + volumes + images + build cache, in docker's order."""

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
    """The removed objects.

    Attributes:
        containers, networks, volumes, build_cache: their ids or names.
        images: the removed tags and the deleted images.
        space_reclaimed: the bytes freed.
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
    """Remove unused objects: stopped containers, networks, images without a name, and build cache.

        print(engine.prune_all(filters={"until": "24h"}).space_reclaimed)

    The same as `docker system prune`; stops at the first error. The build cache is skipped on an engine without one
    (Podman).

    Args:
        all_images: also remove unused images with a name, and the whole build cache.
        volumes: also remove anonymous volumes (before API 1.42 all unused volumes).
        filters: such as `{"until": "24h"}`, for objects created before that, or `{"label": "a=b"}`.

    Raises:
        BadRequest: a filter is malformed, or does not apply to one of the kinds (`until` to volumes).
        Conflict: another prune is running.
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
