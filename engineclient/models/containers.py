"""Containers: views. Source: Engine API, tag Container."""

from __future__ import annotations

from engineclient.models.container_answers import (
    Change as Change,
    ContainerCommitted as ContainerCommitted,
    ContainerCreated as ContainerCreated,
    ContainersPruned as ContainersPruned,
    ContainerUpdated as ContainerUpdated,
    ContainerWaited as ContainerWaited,
    PathStat as PathStat,
    Top as Top,
)
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
from engineclient.models.view import Field, View, mapping, multimap, optional, required, sequence


class HealthcheckResult(View):
    """One run of a health check."""

    start: Field[str] = required(str, "Start")  # RFC 3339
    end: Field[str] = required(str, "End")
    exit_code: Field[int] = required(int, "ExitCode")  # 0 healthy, 1 unhealthy
    output: Field[str] = required(str, "Output")


class Health(View):
    """The state of the health check: `none`, `starting`, `healthy` or `unhealthy`."""

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
    started_at: Field[str] = required(str, "StartedAt")  # RFC 3339; year 1 means never
    finished_at: Field[str] = required(str, "FinishedAt")
    health: Field[Health | None] = optional(Health, "Health")  # None without a health check


class PublishedPort(View):
    """The address at which a port is published on the host."""

    host_ip: Field[str | None] = optional(str, "HostIp")
    host_port: Field[str | None] = optional(str, "HostPort")


class NetworkSettings(View):
    """`NetworkSettings` of an inspected container. Addresses are in `networks`."""

    sandbox_id: Field[str | None] = optional(str, "SandboxID")
    sandbox_key: Field[str | None] = optional(str, "SandboxKey")
    # By `80/tcp`; an empty list: exposed but not published
    ports: Field[dict[str, list[PublishedPort]]] = multimap(PublishedPort, "Ports")
    networks: Field[dict[str, EndpointSettings]] = mapping(EndpointSettings, "Networks")  # by name
    # This and the next two: for the default bridge, until API 1.51
    ip_address: Field[str | None] = optional(str, "IPAddress")
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
    image: Field[str] = required(str, "Image")  # the id of the image; its name is config.image
    # API 1.48
    image_manifest_descriptor: Field[Descriptor | None] = optional(Descriptor, "ImageManifestDescriptor")
    resolv_conf_path: Field[str | None] = optional(str, "ResolvConfPath")
    hostname_path: Field[str | None] = optional(str, "HostnamePath")
    hosts_path: Field[str | None] = optional(str, "HostsPath")
    log_path: Field[str | None] = optional(str, "LogPath")
    restart_count: Field[int] = required(int, "RestartCount")
    driver: Field[str | None] = optional(str, "Driver")
    platform: Field[str | None] = optional(str, "Platform")  # the operating system
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
