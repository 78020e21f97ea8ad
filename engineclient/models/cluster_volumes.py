"""Cluster volumes, which a CSI plugin provides: views and request bodies. Source: Engine API 1.42, tag Volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.cluster import ClusterObject
from engineclient.models.view import Field, View, mapping, optional, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class TopologyView(View):
    """A part of the cluster, as names and values that the plugin defines."""

    segments: Field[dict[str, str]] = mapping(str, "Segments")


class InspectedAccessMode(View):
    """How tasks may use the volume."""

    class Mount(View):
        """The file system with which it is mounted."""

        fs_type: Field[str | None] = optional(str, "FsType")
        mount_flags: Field[list[str]] = sequence(str, "MountFlags")

    scope: Field[str | None] = optional(str, "Scope")  # on one node or many: `single`, `multi`
    sharing: Field[str | None] = optional(str, "Sharing")  # `none`, `readonly`, `onewriter`, `all`
    mount_volume: Field[Mount | None] = optional(Mount, "MountVolume")
    block_volume: Field[dict[str, object]] = mapping(object, "BlockVolume")


class InspectedClusterVolumeSpec(View):
    """The requested properties of a cluster volume."""

    class Secret(View):
        """A secret that the plugin gets, under the key that the plugin defines."""

        key: Field[str | None] = optional(str, "Key")
        secret: Field[str | None] = optional(str, "Secret")

    class Accessibility(View):
        """Where in the cluster the volume must be accessible, and where it should preferably be."""

        requisite: Field[list[TopologyView]] = sequence(TopologyView, "Requisite")
        preferred: Field[list[TopologyView]] = sequence(TopologyView, "Preferred")

    class Capacity(View):
        """The minimum and maximum size in bytes, 0 for any."""

        required_bytes: Field[int | None] = optional(int, "RequiredBytes")
        limit_bytes: Field[int | None] = optional(int, "LimitBytes")

    group: Field[str | None] = optional(str, "Group")
    access_mode: Field[InspectedAccessMode | None] = optional(InspectedAccessMode, "AccessMode")
    accessibility: Field[Accessibility | None] = optional(Accessibility, "AccessibilityRequirements")
    capacity: Field[Capacity | None] = optional(Capacity, "CapacityRange")
    secrets: Field[list[Secret]] = sequence(Secret, "Secrets")
    availability: Field[str | None] = optional(str, "Availability")  # `active`, `pause`, `drain`


class ClusterVolume(ClusterObject):
    """The state of a cluster volume."""

    class Info(View):
        """The properties of the volume that the plugin has created."""

        capacity_bytes: Field[int | None] = optional(int, "CapacityBytes")
        volume_context: Field[dict[str, str]] = mapping(str, "VolumeContext")
        volume_id: Field[str | None] = optional(str, "VolumeID")  # the plugin's own id
        accessible_topology: Field[list[TopologyView]] = sequence(TopologyView, "AccessibleTopology")

    class Published(View):
        """The state of the volume on a node."""

        node_id: Field[str | None] = optional(str, "NodeID")
        # `pending-publish`, `published`, `pending-node-unpublish`, `pending-controller-unpublish`
        state: Field[str | None] = optional(str, "State")
        publish_context: Field[dict[str, str]] = mapping(str, "PublishContext")

    spec: Field[InspectedClusterVolumeSpec | None] = optional(InspectedClusterVolumeSpec, "Spec")
    publish_status: Field[list[Published]] = sequence(Published, "PublishStatus")
    info: Field[Info | None] = optional(Info, "Info")


class Topology(Body):
    """A part of the cluster, as names and values that the plugin defines."""

    segments: Mapping[str, str] | None = wire("Segments")


class TopologyRequirement(Body):
    """Where in the cluster a volume must be accessible, and where it should preferably be."""

    requisite: Sequence[Topology | Json] | None = wire("Requisite")
    preferred: Sequence[Topology | Json] | None = wire("Preferred")


class VolumeSecret(Body):
    """A secret of the swarm that the plugin gets, under the key that the plugin defines."""

    key: str | None = wire("Key")
    secret: str | None = wire("Secret")


class CapacityRange(Body):
    """The minimum and maximum size of a volume in bytes, 0 for any."""

    required_bytes: int | None = wire("RequiredBytes")
    limit_bytes: int | None = wire("LimitBytes")


class MountVolume(Body):
    """The file system with which a volume is mounted; by default the plugin chooses it."""

    fs_type: str | None = wire("FsType")
    mount_flags: Sequence[str] | None = wire("MountFlags")


class AccessMode(Body):
    """How tasks may use a volume: on one node or many (`single`, `multi`), shared by `none`, `readonly`, `onewriter` or
    `all`.

    Set `mount_volume` to mount it, or `block_volume={}` to use it as a block device.
    """

    scope: str | None = wire("Scope")
    sharing: str | None = wire("Sharing")
    mount_volume: MountVolume | Json | None = wire("MountVolume")
    block_volume: Json | None = wire("BlockVolume")


class ClusterVolumeSpec(Body):
    """The properties of a cluster volume. Volumes of the same `group` are interchangeable.

    The availability is `active`, `pause` (no new task may use it) or `drain` (no task may use it).
    """

    group: str | None = wire("Group")
    access_mode: AccessMode | Json | None = wire("AccessMode")
    accessibility_requirements: TopologyRequirement | Json | None = wire("AccessibilityRequirements")
    capacity_range: CapacityRange | Json | None = wire("CapacityRange")
    secrets: Sequence[VolumeSecret | Json] | None = wire("Secrets")
    availability: str | None = wire("Availability")
