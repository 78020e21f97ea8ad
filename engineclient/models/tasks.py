"""Tasks of services: views. Source: Engine API, tag Task."""

from __future__ import annotations

from engineclient.models.cluster import (
    ClusterObject,
    DriverView,
    GenericResourceView,
    JobIteration,
    PortView,
)
from engineclient.models.inspected_task import InspectedTaskSpec
from engineclient.models.networks import IPAMPool
from engineclient.models.view import Field, View, mapping, optional, required, sequence


class TaskStatus(View):
    """The state of a task.

    `state` is `new`, `allocated`, `pending`, `assigned`, `accepted`, `preparing`, `ready`, `starting`, `running`,
    `complete`, `shutdown`, `failed`, `rejected`, `remove` or `orphaned`.
    """

    class Container(View):
        """The container of the task."""

        container_id: Field[str | None] = optional(str, "ContainerID")
        pid: Field[int | None] = optional(int, "PID")
        exit_code: Field[int | None] = optional(int, "ExitCode")

    class Ports(View):
        """The ports published on the node of the task."""

        ports: Field[list[PortView]] = sequence(PortView, "Ports")

    timestamp: Field[str | None] = optional(str, "Timestamp")  # RFC 3339
    state: Field[str | None] = optional(str, "State")
    message: Field[str | None] = optional(str, "Message")
    err: Field[str | None] = optional(str, "Err")
    container_status: Field[Container | None] = optional(Container, "ContainerStatus")
    port_status: Field[Ports | None] = optional(Ports, "PortStatus")


class ClusterIPAM(View):
    """The management of the addresses of a network in the swarm's store."""

    driver: Field[DriverView | None] = optional(DriverView, "Driver")
    configs: Field[list[IPAMPool]] = sequence(IPAMPool, "Configs")


class ClusterNetwork(ClusterObject):
    """A network in the swarm's store."""

    class Spec(View):
        """The spec from which the network was created."""

        name: Field[str | None] = optional(str, "Name")
        labels: Field[dict[str, str]] = mapping(str, "Labels")
        driver: Field[DriverView | None] = optional(DriverView, "DriverConfiguration")
        ipam: Field[ClusterIPAM | None] = optional(ClusterIPAM, "IPAMOptions")
        ipv6_enabled: Field[bool | None] = optional(bool, "IPv6Enabled")
        internal: Field[bool | None] = optional(bool, "Internal")
        attachable: Field[bool | None] = optional(bool, "Attachable")
        ingress: Field[bool | None] = optional(bool, "Ingress")
        scope: Field[str | None] = optional(str, "Scope")

    spec: Field[Spec | None] = optional(Spec, "Spec")
    driver_state: Field[DriverView | None] = optional(DriverView, "DriverState")
    ipam_options: Field[ClusterIPAM | None] = optional(ClusterIPAM, "IPAMOptions")


class TaskAttachment(View):
    """A network to which a task is connected, and its addresses there, including the prefix length."""

    network: Field[ClusterNetwork | None] = optional(ClusterNetwork, "Network")
    addresses: Field[list[str]] = sequence(str, "Addresses")


class Task(ClusterObject):
    """`GET /tasks/{id}`, and an item of `GET /tasks`."""

    name: Field[str | None] = optional(str, "Name")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    spec: Field[InspectedTaskSpec] = required(InspectedTaskSpec, "Spec")
    service_id: Field[str | None] = optional(str, "ServiceID")
    slot: Field[int | None] = optional(int, "Slot")  # of replicated services
    node_id: Field[str | None] = optional(str, "NodeID")  # None: not assigned yet
    assigned_generic_resources: Field[list[GenericResourceView]] = sequence(
        GenericResourceView, "AssignedGenericResources"
    )
    status: Field[TaskStatus] = required(TaskStatus, "Status")
    desired_state: Field[str | None] = optional(str, "DesiredState")
    job_iteration: Field[JobIteration | None] = optional(JobIteration, "JobIteration")  # API 1.41
    networks_attachments: Field[list[TaskAttachment]] = sequence(TaskAttachment, "NetworksAttachments")
    volumes: Field[list[dict[str, str]]] = sequence(dict, "Volumes")  # cluster volumes, API 1.42
