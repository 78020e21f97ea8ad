"""Volumes of a swarm that a CSI plugin provides: views and request bodies. Source: Engine API 1.42, tag Volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.cluster import ClusterObject
from engineclient.models.view import Field, View, mapping, optional, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class TopologyView(View):
    """A part of the cluster, by names and values that the plugin defines."""

    segments: Field[dict[str, str]] = mapping(str, "Segments")


class InspectedAccessMode(View):
    """How tasks use the volume."""

    class Mount(View):
        """The file system that it is mounted with."""

        fs_type: Field[str | None] = optional(str, "FsType")
        mount_flags: Field[list[str]] = sequence(str, "MountFlags")

    scope: Field[str | None] = optional(str, "Scope")  # on one node or many: `single`, `multi`
    sharing: Field[str | None] = optional(str, "Sharing")  # `none`, `readonly`, `onewriter`, `all`
    mount_volume: Field[Mount | None] = optional(Mount, "MountVolume")
    block_volume: Field[dict[str, object]] = mapping(object, "BlockVolume")


class InspectedClusterVolumeSpec(View):
    """What a volume of a swarm shall be."""

    class Secret(View):
        """A secret that the plugin gets, by the key that it knows it by."""

        key: Field[str | None] = optional(str, "Key")
        secret: Field[str | None] = optional(str, "Secret")

    class Accessibility(View):
        """Where in the cluster it must be reachable, and where it should be."""

        requisite: Field[list[TopologyView]] = sequence(TopologyView, "Requisite")
        preferred: Field[list[TopologyView]] = sequence(TopologyView, "Preferred")

    class Capacity(View):
        """How large it must be at least, and may be at most; bytes, 0 for any."""

        required_bytes: Field[int | None] = optional(int, "RequiredBytes")
        limit_bytes: Field[int | None] = optional(int, "LimitBytes")

    group: Field[str | None] = optional(str, "Group")
    access_mode: Field[InspectedAccessMode | None] = optional(InspectedAccessMode, "AccessMode")
    accessibility: Field[Accessibility | None] = optional(Accessibility, "AccessibilityRequirements")
    capacity: Field[Capacity | None] = optional(Capacity, "CapacityRange")
    secrets: Field[list[Secret]] = sequence(Secret, "Secrets")
    availability: Field[str | None] = optional(str, "Availability")  # `active`, `pause`, `drain`


class ClusterVolume(ClusterObject):
    """What a swarm knows of a volume of its own."""

    class Info(View):
        """What the plugin says of it."""

        capacity_bytes: Field[int | None] = optional(int, "CapacityBytes")
        volume_context: Field[dict[str, str]] = mapping(str, "VolumeContext")
        volume_id: Field[str | None] = optional(str, "VolumeID")  # the plugin's own
        accessible_topology: Field[list[TopologyView]] = sequence(TopologyView, "AccessibleTopology")

    class Published(View):
        """How far it is on a node."""

        node_id: Field[str | None] = optional(str, "NodeID")
        # `pending-publish`, `published`, `pending-node-unpublish`, `pending-controller-unpublish`
        state: Field[str | None] = optional(str, "State")
        publish_context: Field[dict[str, str]] = mapping(str, "PublishContext")

    spec: Field[InspectedClusterVolumeSpec | None] = optional(InspectedClusterVolumeSpec, "Spec")
    publish_status: Field[list[Published]] = sequence(Published, "PublishStatus")
    info: Field[Info | None] = optional(Info, "Info")


class Topology(Body):
    """A part of the cluster, by names and values that the plugin defines."""

    segments: Mapping[str, str] | None = wire("Segments")


class TopologyRequirement(Body):
    """Where in the cluster a volume must be reachable, and where it should be."""

    requisite: Sequence[Topology | Json] | None = wire("Requisite")
    preferred: Sequence[Topology | Json] | None = wire("Preferred")


class VolumeSecret(Body):
    """A secret of the swarm that the plugin gets, by the key that it knows it by."""

    key: str | None = wire("Key")
    secret: str | None = wire("Secret")


class CapacityRange(Body):
    """How large a volume must be at least, and may be at most; bytes, 0 for any."""

    required_bytes: int | None = wire("RequiredBytes")
    limit_bytes: int | None = wire("LimitBytes")


class MountVolume(Body):
    """The file system that a volume is mounted with; nothing set is the plugin's own choice."""

    fs_type: str | None = wire("FsType")
    mount_flags: Sequence[str] | None = wire("MountFlags")


class AccessMode(Body):
    """How tasks use a volume: on one node or many (`single`, `multi`), shared as `none`, `readonly`, `onewriter` or `all`.

    It is mounted (`mount_volume`) or given as a block device (`block_volume={}`).
    """

    scope: str | None = wire("Scope")
    sharing: str | None = wire("Sharing")
    mount_volume: MountVolume | Json | None = wire("MountVolume")
    block_volume: Json | None = wire("BlockVolume")


class ClusterVolumeSpec(Body):
    """What a volume of a swarm shall be; volumes of one `group` stand for each other.

    Its availability is `active`, `pause` (nothing new may use it) or `drain` (nothing may).
    """

    group: str | None = wire("Group")
    access_mode: AccessMode | Json | None = wire("AccessMode")
    accessibility_requirements: TopologyRequirement | Json | None = wire("AccessibilityRequirements")
    capacity_range: CapacityRange | Json | None = wire("CapacityRange")
    secrets: Sequence[VolumeSecret | Json] | None = wire("Secrets")
    availability: str | None = wire("Availability")
