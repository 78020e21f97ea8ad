"""Nodes of a swarm: views and a request body. Source: Engine API, tag Node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, wire
from engineclient.models.cluster import ClusterObject, ResourcesView, TLSInfo
from engineclient.models.view import Field, View, mapping, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping


class EngineDescription(View):
    """The engine of a node."""

    class Plugin(View):
        """A plugin of the engine."""

        type: Field[str | None] = optional(str, "Type")
        name: Field[str | None] = optional(str, "Name")

    engine_version: Field[str | None] = optional(str, "EngineVersion")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    plugins: Field[list[Plugin]] = sequence(Plugin, "Plugins")


class NodeDescription(View):
    """The description of a node's machine."""

    class Platform(View):
        """The processor architecture and the operating system."""

        architecture: Field[str | None] = optional(str, "Architecture")
        os: Field[str | None] = optional(str, "OS")

    hostname: Field[str | None] = optional(str, "Hostname")
    platform: Field[Platform | None] = optional(Platform, "Platform")
    resources: Field[ResourcesView | None] = optional(ResourcesView, "Resources")
    engine: Field[EngineDescription | None] = optional(EngineDescription, "Engine")
    tls_info: Field[TLSInfo | None] = optional(TLSInfo, "TLSInfo")


class Node(ClusterObject):
    """`GET /nodes/{id}`, and an item of `GET /nodes`."""

    class Spec(View):
        """The settings of the node."""

        name: Field[str | None] = optional(str, "Name")
        labels: Field[dict[str, str]] = mapping(str, "Labels")
        role: Field[str | None] = optional(str, "Role")  # `worker`, `manager`
        availability: Field[str | None] = optional(str, "Availability")  # `active`, `pause`, `drain`

    class Status(View):
        """The state of the node, as seen by the managers."""

        state: Field[str | None] = optional(str, "State")  # `unknown`, `down`, `ready`, `disconnected`
        message: Field[str | None] = optional(str, "Message")
        addr: Field[str | None] = optional(str, "Addr")

    class ManagerStatus(View):
        """The state of a manager in the consensus."""

        leader: Field[bool | None] = optional(bool, "Leader")
        # `unknown`, `unreachable`, `reachable`
        reachability: Field[str | None] = optional(str, "Reachability")
        addr: Field[str | None] = optional(str, "Addr")

    spec: Field[Spec] = required(Spec, "Spec")
    description: Field[NodeDescription | None] = optional(NodeDescription, "Description")
    status: Field[Status | None] = optional(Status, "Status")
    # None for a worker
    manager_status: Field[ManagerStatus | None] = optional(ManagerStatus, "ManagerStatus")


class NodeSpec(Body):
    """The settings of a node. An update replaces all of them."""

    name: str | None = wire("Name")
    labels: Mapping[str, str] | None = wire("Labels")
    role: str | None = wire("Role")
    availability: str | None = wire("Availability")
