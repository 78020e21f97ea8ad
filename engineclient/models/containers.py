"""Containers: views. Source: Engine API, tag Container."""

from __future__ import annotations

from engineclient.models.container_config import ContainerConfig as ContainerConfig
from engineclient.models.container_summary import (
    ContainerSummary as ContainerSummary,
    MountPoint as MountPoint,
    Port as Port,
)
from engineclient.models.descriptors import Descriptor
from engineclient.models.endpoint_settings import EndpointSettings
from engineclient.models.host_config import HostConfig as HostConfig
from engineclient.models.inspected import GraphDriver, InspectedConfig, InspectedHostConfig, Storage
from engineclient.models.view import Field, View, mapping, multimap, optional, required, sequence, table


class ContainerCreated(View):
    """`POST /containers/create`."""

    id: Field[str] = required(str, "Id")
    warnings: Field[list[str]] = sequence(str, "Warnings")


class ContainerWaited(View):
    """`POST /containers/{id}/wait`: the exit code, and the error if waiting failed."""

    class Error(View):
        """Why the daemon could not wait."""

        message: Field[str] = required(str, "Message")

    status_code: Field[int] = required(int, "StatusCode")
    error: Field[Error | None] = optional(Error, "Error")


class ContainerUpdated(View):
    """`POST /containers/{id}/update`."""

    warnings: Field[list[str]] = sequence(str, "Warnings")


class ContainerCommitted(View):
    """`POST /commit`: the new image."""

    id: Field[str] = required(str, "Id")


class ContainersPruned(View):
    """`POST /containers/prune`: ids, and bytes that are free now."""

    deleted: Field[list[str]] = sequence(str, "ContainersDeleted")
    space_reclaimed: Field[int | None] = optional(int, "SpaceReclaimed")


class Top(View):
    """`GET /containers/{id}/top`: a table as `ps` prints it, the last column with whole command lines."""

    titles: Field[list[str]] = sequence(str, "Titles")
    processes: Field[list[list[str]]] = table(str, "Processes")


class Change(View):
    """One item of `GET /containers/{id}/changes`."""

    path: Field[str] = required(str, "Path")
    kind: Field[int] = required(int, "Kind")  # 0 changed, 1 added, 2 deleted


class PathStat(View):
    """What is at a path in a container."""

    name: Field[str] = required(str, "name")
    size: Field[int] = required(int, "size")  # bytes
    mode: Field[int] = required(int, "mode")  # Go's bits: permissions in the lowest nine, kind in the highest
    mtime: Field[str] = required(str, "mtime")  # RFC 3339
    link_target: Field[str | None] = optional(str, "linkTarget")  # "" if it is no symbolic link

    @property
    def is_directory(self) -> bool:
        """It is a directory."""
        return bool(self.mode & 1 << 31)

    @property
    def is_symlink(self) -> bool:
        """It is a symbolic link."""
        return bool(self.mode & 1 << 27)


class HealthcheckResult(View):
    """One run of a health check."""

    start: Field[str] = required(str, "Start")  # RFC 3339
    end: Field[str] = required(str, "End")
    exit_code: Field[int] = required(int, "ExitCode")  # 0 healthy, 1 unhealthy
    output: Field[str] = required(str, "Output")


class Health(View):
    """How the health check goes: `none`, `starting`, `healthy` or `unhealthy`."""

    status: Field[str] = required(str, "Status")
    failing_streak: Field[int] = required(int, "FailingStreak")
    log: Field[list[HealthcheckResult]] = sequence(HealthcheckResult, "Log")  # the last five


class ContainerState(View):
    """`State` of an inspected container."""

    status: Field[str] = required(str, "Status")
    running: Field[bool] = required(bool, "Running")
    paused: Field[bool] = required(bool, "Paused")
    restarting: Field[bool] = required(bool, "Restarting")
    oom_killed: Field[bool] = required(bool, "OOMKilled")
    dead: Field[bool] = required(bool, "Dead")
    pid: Field[int] = required(int, "Pid")
    exit_code: Field[int] = required(int, "ExitCode")
    error: Field[str] = required(str, "Error")
    started_at: Field[str] = required(str, "StartedAt")  # RFC 3339; year 1 for never
    finished_at: Field[str] = required(str, "FinishedAt")
    health: Field[Health | None] = optional(Health, "Health")  # if it has a health check


class PublishedPort(View):
    """Where a port is reachable on the host."""

    host_ip: Field[str | None] = optional(str, "HostIp")
    host_port: Field[str | None] = optional(str, "HostPort")


class NetworkSettings(View):
    """`NetworkSettings` of an inspected container. Its addresses are those of its networks."""

    sandbox_id: Field[str | None] = optional(str, "SandboxID")
    sandbox_key: Field[str | None] = optional(str, "SandboxKey")
    ports: Field[dict[str, list[PublishedPort]]] = multimap(
        PublishedPort, "Ports"
    )  # by `80/tcp`; no bindings: exposed, not published
    networks: Field[dict[str, EndpointSettings]] = mapping(EndpointSettings, "Networks")  # by name
    ip_address: Field[str | None] = optional(
        str, "IPAddress"
    )  # this and the next two: of the default bridge, until API 1.51
    gateway: Field[str | None] = optional(str, "Gateway")
    mac_address: Field[str | None] = optional(str, "MacAddress")


class ContainerInspect(View):
    """`GET /containers/{id}/json`."""

    id: Field[str] = required(str, "Id")
    name: Field[str] = required(str, "Name")  # with a leading "/"
    created: Field[str] = required(str, "Created")  # RFC 3339
    path: Field[str] = required(str, "Path")
    args: Field[list[str]] = sequence(str, "Args")
    state: Field[ContainerState] = required(ContainerState, "State")
    image: Field[str] = required(str, "Image")  # its id; the name it was created by is config.image
    image_manifest_descriptor: Field[Descriptor | None] = optional(
        Descriptor, "ImageManifestDescriptor"
    )  # API 1.48
    resolv_conf_path: Field[str | None] = optional(str, "ResolvConfPath")
    hostname_path: Field[str | None] = optional(str, "HostnamePath")
    hosts_path: Field[str | None] = optional(str, "HostsPath")
    log_path: Field[str | None] = optional(str, "LogPath")
    restart_count: Field[int] = required(int, "RestartCount")
    driver: Field[str | None] = optional(str, "Driver")
    platform: Field[str | None] = optional(str, "Platform")  # its os
    mount_label: Field[str | None] = optional(str, "MountLabel")
    process_label: Field[str | None] = optional(str, "ProcessLabel")
    app_armor_profile: Field[str | None] = optional(str, "AppArmorProfile")
    exec_ids: Field[list[str]] = sequence(str, "ExecIDs")
    host_config: Field[InspectedHostConfig] = required(InspectedHostConfig, "HostConfig")
    # absent with the containerd image store since API 1.52
    graph_driver: Field[GraphDriver | None] = optional(GraphDriver, "GraphDriver")
    storage: Field[Storage | None] = optional(Storage, "Storage")  # API 1.52, containerd image store
    size_rw: Field[int | None] = optional(int, "SizeRw")  # bytes, with size=True
    size_root_fs: Field[int | None] = optional(int, "SizeRootFs")
    mounts: Field[list[MountPoint]] = sequence(MountPoint, "Mounts")
    config: Field[InspectedConfig] = required(InspectedConfig, "Config")
    network_settings: Field[NetworkSettings] = required(NetworkSettings, "NetworkSettings")
