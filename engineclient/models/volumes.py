"""Volumes: views and request bodies. Source: Engine API, tag Volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.view import View, mapping, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping


class Volume(View):
    """`GET /volumes/{name}`, and what `GET /volumes` lists."""

    class Usage(View):
        """What it takes and who uses it; only in `GET /system/df`. -1 is not known."""

        size = required(int, "Size")  # bytes
        ref_count = required(int, "RefCount")

    name = required(str, "Name")
    driver = required(str, "Driver")
    mountpoint = required(str, "Mountpoint")
    created_at = optional(str, "CreatedAt")  # RFC 3339
    status = mapping(object, "Status")  # the driver's own words
    labels = mapping(str, "Labels")
    scope = required(str, "Scope")
    options = mapping(str, "Options")
    usage = optional(Usage, "UsageData")


class VolumeList(View):
    """`GET /volumes`."""

    volumes = sequence(Volume, "Volumes")
    warnings = sequence(str, "Warnings")


class VolumesPruned(View):
    """`POST /volumes/prune`: names, and bytes that are free now."""

    deleted = sequence(str, "VolumesDeleted")
    space_reclaimed = optional(int, "SpaceReclaimed")


class VolumeConfig(Body):
    """What a volume is made of. `name` is an argument of its own where one is created."""

    driver: str | None = wire("Driver")
    driver_opts: Mapping[str, str] | None = wire("DriverOpts")
    labels: Mapping[str, str] | None = wire("Labels")
    cluster_volume_spec: Json | None = wire("ClusterVolumeSpec", since="1.42")
