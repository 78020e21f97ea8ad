"""Sums up the disk usage of each kind of object, as `docker system df` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.models.containers import ContainerSummary
    from engineclient.models.disk_usage import BuildCache, DiskUsage, Usage
    from engineclient.models.images import ImageSummary
    from engineclient.models.volumes import Volume

T = TypeVar("T")

_ACTIVE_STATES: Final = ("running", "paused", "restarting")


@dataclass(frozen=True, slots=True)
class DiskShare(Generic[T]):
    """The disk usage of all objects of one kind.

    Attributes:
        items: the objects; since API 1.52 only with `verbose`.
        total_count: the number of objects.
        active_count: the number of objects in use.
        total_size: their size in bytes.
        reclaimable: the bytes that removing all unused objects would free.

    """

    items: Sequence[T]
    total_count: int
    active_count: int
    total_size: int
    reclaimable: int


def images_share(found: DiskUsage) -> DiskShare[ImageSummary]:
    """The share of images. Shared layers count once, and as reclaimable, as in docker."""
    if found.image_usage is not None:
        return _reported(found.image_usage, found.image_usage.items)
    images, size = found.images, found.layers_size or 0
    kept = sum(
        image.size - image.shared_size
        for image in images
        if image.containers != 0 and image.size != -1 and image.shared_size != -1
    )
    active = sum(image.containers > 0 for image in images)
    return DiskShare(images, len(images), active, size, size - kept)


def containers_share(found: DiskUsage) -> DiskShare[ContainerSummary]:
    """The share of containers: the sizes of their writable layers."""
    if found.container_usage is not None:
        return _reported(found.container_usage, found.container_usage.items)
    containers = found.containers
    active = [each for each in containers if each.state in _ACTIVE_STATES]
    size, kept = (sum(each.size_rw or 0 for each in group) for group in (containers, active))
    return DiskShare(containers, len(containers), len(active), size, size - kept)


def volumes_share(found: DiskUsage) -> DiskShare[Volume]:
    """The share of volumes; those of other drivers than `local` count as empty: the engine does not know their sizes."""
    if found.volume_usage is not None:
        return _reported(found.volume_usage, found.volume_usage.items)
    usages = [each.usage for each in found.volumes if each.usage]
    known = [usage for usage in usages if usage.size != -1]
    return DiskShare(
        found.volumes,
        len(found.volumes),
        active_count=sum(usage.ref_count > 0 for usage in usages),
        total_size=sum(usage.size for usage in known),
        reclaimable=sum(usage.size for usage in known if usage.ref_count == 0),
    )


def build_cache_share(found: DiskUsage) -> DiskShare[BuildCache]:
    """The share of the build cache, without what it shares with images."""
    if found.build_cache_usage is not None:
        return _reported(found.build_cache_usage, found.build_cache_usage.items)
    own = [each for each in found.build_cache if not each.shared]
    return DiskShare(
        found.build_cache,
        len(found.build_cache),
        active_count=sum(bool(each.in_use) for each in found.build_cache),
        total_size=sum(each.size for each in own),
        reclaimable=sum(each.size for each in own if not each.in_use),
    )


def _reported(usage: Usage, items: Sequence[T]) -> DiskShare[T]:
    """The sums computed by the engine (API 1.52), which leaves out zeros."""
    return DiskShare(
        items,
        usage.total_count or 0,
        usage.active_count or 0,
        usage.total_size or 0,
        usage.reclaimable or 0,
    )
