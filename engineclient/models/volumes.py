"""Volumes: views and request bodies. Source: Engine API, tag Volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.cluster_volumes import ClusterVolume
from engineclient.models.view import Field, View, mapping, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engineclient.models.cluster_volumes import ClusterVolumeSpec


class Volume(View):
    """`GET /volumes/{name}`, and what `GET /volumes` lists."""

    class Usage(View):
        """The size and the number of users; only in `GET /system/df`. -1 means unknown."""

        size: Field[int] = required(int, "Size")  # bytes
        ref_count: Field[int] = required(int, "RefCount")

    name: Field[str] = required(str, "Name")
    driver: Field[str] = required(str, "Driver")
    mountpoint: Field[str] = required(str, "Mountpoint")
    created_at: Field[str | None] = optional(str, "CreatedAt")  # RFC 3339
    status: Field[dict[str, object]] = mapping(object, "Status")  # defined by the driver
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    scope: Field[str] = required(str, "Scope")
    options: Field[dict[str, str]] = mapping(str, "Options")
    usage: Field[Usage | None] = optional(Usage, "UsageData")
    # Only of a cluster volume, API 1.42
    cluster_volume: Field[ClusterVolume | None] = optional(ClusterVolume, "ClusterVolume")


class VolumeList(View):
    """`GET /volumes`. Iterating it yields the volumes."""

    volumes: Field[list[Volume]] = sequence(Volume, "Volumes")
    warnings: Field[list[str]] = sequence(str, "Warnings")

    def __iter__(self) -> Iterator[Volume]:
        return iter(self.volumes)

    def __len__(self) -> int:
        return len(self.volumes)


class VolumesPruned(View):
    """The answer to `POST /volumes/prune`: the names of removed volumes, and the bytes freed."""

    deleted: Field[list[str]] = sequence(str, "VolumesDeleted")
    space_reclaimed: Field[int | None] = optional(int, "SpaceReclaimed")


class VolumeConfig(Body):
    """The configuration of a new volume. Its name is a separate argument of `create`."""

    driver: str | None = wire("Driver")
    driver_opts: Mapping[str, str] | None = wire("DriverOpts")
    labels: Mapping[str, str] | None = wire("Labels")
    cluster_volume_spec: ClusterVolumeSpec | Json | None = wire("ClusterVolumeSpec", since="1.42")
