"""What objects take of the disk, kind by kind, summed up as docker's system df does."""

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
    """What all objects of one kind take of the disk.

    Attributes:
        items: the objects; since API 1.52 the engine tells them only if asked with `verbose`.
        total_count: how many there are.
        active_count: how many of them are in use.
        total_size: bytes.
        reclaimable: bytes that would be free without those that are not in use.

    """

    items: Sequence[T]
    total_count: int
    active_count: int
    total_size: int
    reclaimable: int


def images_share(found: DiskUsage) -> DiskShare[ImageSummary]:
    """Of images: a layer counts once, and as reclaimable unless it belongs to a single image that is in use."""
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
    """Of containers: what they wrote to their own layer."""
    if found.container_usage is not None:
        return _reported(found.container_usage, found.container_usage.items)
    containers = found.containers
    active = [each for each in containers if each.state in _ACTIVE_STATES]
    size, kept = (sum(each.size_rw or 0 for each in group) for group in (containers, active))
    return DiskShare(containers, len(containers), len(active), size, size - kept)


def volumes_share(found: DiskUsage) -> DiskShare[Volume]:
    """Of volumes whose size the engine knows: those of other drivers than `local` take nothing."""
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
    """Of the build cache, without what it shares with images."""
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
    """The engine's own sums (API 1.52); it leaves out what is nought."""
    return DiskShare(
        items,
        usage.total_count or 0,
        usage.active_count or 0,
        usage.total_size or 0,
        usage.reclaimable or 0,
    )
