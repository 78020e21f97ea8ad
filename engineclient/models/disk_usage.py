"""Disk usage: views. Source: Engine API, `GET /system/df`."""

from __future__ import annotations

from engineclient.models.containers import ContainerSummary
from engineclient.models.images import ImageSummary
from engineclient.models.view import Field, View, optional, required, sequence
from engineclient.models.volumes import Volume


class BuildCache(View):
    """An entry of the build cache."""

    id: Field[str] = required(str, "ID")
    type: Field[str] = required(str, "Type")
    description: Field[str | None] = optional(str, "Description")
    in_use: Field[bool | None] = optional(bool, "InUse")
    shared: Field[bool | None] = optional(bool, "Shared")
    size: Field[int] = required(int, "Size")  # bytes
    created_at: Field[str | None] = optional(str, "CreatedAt")  # RFC 3339
    last_used_at: Field[str | None] = optional(str, "LastUsedAt")
    usage_count: Field[int | None] = optional(int, "UsageCount")

    @property
    def parents(self) -> list[str]:
        """The ids of parents; at most one before API 1.42. Docker 28.5 sends the field's name with a leading space."""
        one: str = self.raw.get("Parent") or ""
        found: list[str] = self.raw.get("Parents") or self.raw.get(" Parents") or ([one] if one else [])
        return found


class Usage(View):
    """The usage of one kind of object in `GET /system/df` since API 1.52, in bytes. `items` only with `verbose`."""

    active_count: Field[int | None] = optional(int, "ActiveCount")
    total_count: Field[int | None] = optional(int, "TotalCount")
    reclaimable: Field[int | None] = optional(int, "Reclaimable")
    total_size: Field[int | None] = optional(int, "TotalSize")


class ImagesUsage(Usage):
    """The usage of images."""

    items: Field[list[ImageSummary]] = sequence(ImageSummary, "Items")


class ContainersUsage(Usage):
    """The usage of containers."""

    items: Field[list[ContainerSummary]] = sequence(ContainerSummary, "Items")


class VolumesUsage(Usage):
    """The usage of volumes."""

    items: Field[list[Volume]] = sequence(Volume, "Items")


class BuildCacheUsage(Usage):
    """The usage of the build cache."""

    items: Field[list[BuildCache]] = sequence(BuildCache, "Items")


class DiskUsage(View):
    """`GET /system/df`.

    Lists of objects until API 1.51; since 1.52 counts and sizes of each kind.
    """

    layers_size: Field[int | None] = optional(int, "LayersSize")  # bytes
    images: Field[list[ImageSummary]] = sequence(ImageSummary, "Images")
    containers: Field[list[ContainerSummary]] = sequence(ContainerSummary, "Containers")
    volumes: Field[list[Volume]] = sequence(Volume, "Volumes")
    build_cache: Field[list[BuildCache]] = sequence(BuildCache, "BuildCache")
    image_usage: Field[ImagesUsage | None] = optional(ImagesUsage, "ImageUsage")
    container_usage: Field[ContainersUsage | None] = optional(ContainersUsage, "ContainerUsage")
    volume_usage: Field[VolumesUsage | None] = optional(VolumesUsage, "VolumeUsage")
    build_cache_usage: Field[BuildCacheUsage | None] = optional(BuildCacheUsage, "BuildCacheUsage")
