"""Containers in a list: views. In a file of their own because the other views of containers take longer to import."""

from __future__ import annotations

from engineclient.models.descriptors import Descriptor
from engineclient.models.endpoint_settings import EndpointSettings
from engineclient.models.view import Field, View, mapping, optional, required, sequence


class Port(View):
    """A port of a container in a list."""

    ip: Field[str | None] = optional(str, "IP")
    private_port: Field[int] = required(int, "PrivatePort")
    public_port: Field[int | None] = optional(int, "PublicPort")
    type: Field[str] = required(str, "Type")


class MountPoint(View):
    """A mount in a container: a volume, a bind mount or a tmpfs."""

    type: Field[str | None] = optional(str, "Type")
    name: Field[str | None] = optional(str, "Name")  # of a volume
    source: Field[str | None] = optional(str, "Source")
    destination: Field[str] = required(str, "Destination")
    driver: Field[str | None] = optional(str, "Driver")
    mode: Field[str | None] = optional(str, "Mode")
    rw: Field[bool | None] = optional(bool, "RW")
    propagation: Field[str | None] = optional(str, "Propagation")


class ContainerSummary(View):
    """One item of `GET /containers/json`."""

    class Host(View):
        """The part of `HostConfig` that a list contains."""

        network_mode: Field[str | None] = optional(str, "NetworkMode")
        annotations: Field[dict[str, str]] = mapping(str, "Annotations")  # API 1.46

    class Networks(View):
        """The part of `NetworkSettings` that a list contains."""

        networks: Field[dict[str, EndpointSettings]] = mapping(EndpointSettings, "Networks")  # by name

    class Health(View):
        """The state of the health check (API 1.52; before, it is part of `status`)."""

        status: Field[str | None] = optional(str, "Status")
        failing_streak: Field[int | None] = optional(int, "FailingStreak")

    id: Field[str] = required(str, "Id")
    names: Field[list[str]] = sequence(str, "Names")  # each with a leading "/"
    image: Field[str] = required(str, "Image")
    image_id: Field[str] = required(str, "ImageID")
    # API 1.48
    image_manifest_descriptor: Field[Descriptor | None] = optional(Descriptor, "ImageManifestDescriptor")
    command: Field[str] = required(str, "Command")
    created: Field[int] = required(int, "Created")  # unix seconds
    ports: Field[list[Port]] = sequence(Port, "Ports")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    state: Field[str] = required(str, "State")
    status: Field[str] = required(str, "Status")
    size_rw: Field[int | None] = optional(int, "SizeRw")  # bytes, with size=True
    size_root_fs: Field[int | None] = optional(int, "SizeRootFs")
    host_config: Field[Host | None] = optional(Host, "HostConfig")
    network_settings: Field[Networks | None] = optional(Networks, "NetworkSettings")
    mounts: Field[list[MountPoint]] = sequence(MountPoint, "Mounts")
    health: Field[ContainerSummary.Health | None] = optional(Health, "Health")
