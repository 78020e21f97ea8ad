"""Containers: views. Source: Engine API, tag Container."""

from __future__ import annotations

from engineclient.models.container_config import ContainerConfig as ContainerConfig
from engineclient.models.descriptors import Descriptor
from engineclient.models.host_config import HostConfig as HostConfig
from engineclient.models.inspected import GraphDriver, InspectedConfig, InspectedHostConfig
from engineclient.models.networks import EndpointSettings
from engineclient.models.view import View, mapping, multimap, optional, required, sequence, table


class ContainerCreated(View):
    """`POST /containers/create`."""

    id = required(str, "Id")
    warnings = sequence(str, "Warnings")


class ContainerWaited(View):
    """`POST /containers/{id}/wait`: the exit code, and the error if waiting failed."""

    class Error(View):
        """Why the daemon could not wait."""

        message = required(str, "Message")

    status_code = required(int, "StatusCode")
    error = optional(Error, "Error")


class ContainerUpdated(View):
    """`POST /containers/{id}/update`."""

    warnings = sequence(str, "Warnings")


class ContainerCommitted(View):
    """`POST /commit`: the new image."""

    id = required(str, "Id")


class ContainersPruned(View):
    """`POST /containers/prune`: ids, and bytes that are free now."""

    deleted = sequence(str, "ContainersDeleted")
    space_reclaimed = optional(int, "SpaceReclaimed")


class Top(View):
    """`GET /containers/{id}/top`: a table as `ps` prints it, the last column with whole command lines."""

    titles = sequence(str, "Titles")
    processes = table(str, "Processes")


class Change(View):
    """One item of `GET /containers/{id}/changes`."""

    path = required(str, "Path")
    kind = required(int, "Kind")  # 0 changed, 1 added, 2 deleted


class PathStat(View):
    """What is at a path in a container."""

    name = required(str, "name")
    size = required(int, "size")  # bytes
    mode = required(int, "mode")  # Go's bits: permissions in the lowest nine, kind in the highest
    mtime = required(str, "mtime")  # RFC 3339
    link_target = optional(str, "linkTarget")  # "" if it is no symbolic link

    @property
    def is_directory(self) -> bool:
        """It is a directory."""
        return bool(self.mode & 1 << 31)

    @property
    def is_symlink(self) -> bool:
        """It is a symbolic link."""
        return bool(self.mode & 1 << 27)


class Port(View):
    """A port of a container in a list."""

    ip = optional(str, "IP")
    private_port = required(int, "PrivatePort")
    public_port = optional(int, "PublicPort")
    type = required(str, "Type")


class MountPoint(View):
    """Something in a container's file system that is not its own."""

    type = optional(str, "Type")
    name = optional(str, "Name")  # of a volume
    source = optional(str, "Source")
    destination = required(str, "Destination")
    driver = optional(str, "Driver")
    mode = optional(str, "Mode")
    rw = optional(bool, "RW")
    propagation = optional(str, "Propagation")


class ContainerSummary(View):
    """One item of `GET /containers/json`."""

    class Host(View):
        """What a list tells of the host's side."""

        network_mode = optional(str, "NetworkMode")
        annotations = mapping(str, "Annotations")  # API 1.46

    class Networks(View):
        """What a list tells of its networks."""

        networks = mapping(EndpointSettings, "Networks")  # by name

    class Health(View):
        """How its health check goes (API 1.52; before, `status` says it)."""

        status = optional(str, "Status")
        failing_streak = optional(int, "FailingStreak")

    id = required(str, "Id")
    names = sequence(str, "Names")  # each with a leading "/"
    image = required(str, "Image")
    image_id = required(str, "ImageID")
    image_manifest_descriptor = optional(Descriptor, "ImageManifestDescriptor")  # API 1.48
    command = required(str, "Command")
    created = required(int, "Created")  # unix seconds
    ports = sequence(Port, "Ports")
    labels = mapping(str, "Labels")
    state = required(str, "State")
    status = required(str, "Status")
    size_rw = optional(int, "SizeRw")  # bytes, with size=True
    size_root_fs = optional(int, "SizeRootFs")
    host_config = optional(Host, "HostConfig")
    network_settings = optional(Networks, "NetworkSettings")
    mounts = sequence(MountPoint, "Mounts")
    health = optional(Health, "Health")


class HealthcheckResult(View):
    """One run of a health check."""

    start = required(str, "Start")  # RFC 3339
    end = required(str, "End")
    exit_code = required(int, "ExitCode")  # 0 healthy, 1 unhealthy
    output = required(str, "Output")


class Health(View):
    """How the health check goes: `none`, `starting`, `healthy` or `unhealthy`."""

    status = required(str, "Status")
    failing_streak = required(int, "FailingStreak")
    log = sequence(HealthcheckResult, "Log")  # the last five


class ContainerState(View):
    """`State` of an inspected container."""

    status = required(str, "Status")
    running = required(bool, "Running")
    paused = required(bool, "Paused")
    restarting = required(bool, "Restarting")
    oom_killed = required(bool, "OOMKilled")
    dead = required(bool, "Dead")
    pid = required(int, "Pid")
    exit_code = required(int, "ExitCode")
    error = required(str, "Error")
    started_at = required(str, "StartedAt")  # RFC 3339; year 1 for never
    finished_at = required(str, "FinishedAt")
    health = optional(Health, "Health")  # if it has a health check


class PublishedPort(View):
    """Where a port is reachable on the host."""

    host_ip = optional(str, "HostIp")
    host_port = optional(str, "HostPort")


class NetworkSettings(View):
    """`NetworkSettings` of an inspected container. Its addresses are those of its networks."""

    sandbox_id = optional(str, "SandboxID")
    sandbox_key = optional(str, "SandboxKey")
    ports = multimap(PublishedPort, "Ports")  # by `80/tcp`; no bindings: exposed, not published
    networks = mapping(EndpointSettings, "Networks")  # by name
    ip_address = optional(str, "IPAddress")  # this and the next two: of the default bridge, until API 1.51
    gateway = optional(str, "Gateway")
    mac_address = optional(str, "MacAddress")


class ContainerInspect(View):
    """`GET /containers/{id}/json`."""

    id = required(str, "Id")
    name = required(str, "Name")  # with a leading "/"
    created = required(str, "Created")  # RFC 3339
    path = required(str, "Path")
    args = sequence(str, "Args")
    state = required(ContainerState, "State")
    image = required(str, "Image")  # its id; the name it was created by is config.image
    image_manifest_descriptor = optional(Descriptor, "ImageManifestDescriptor")  # API 1.48
    resolv_conf_path = optional(str, "ResolvConfPath")
    hostname_path = optional(str, "HostnamePath")
    hosts_path = optional(str, "HostsPath")
    log_path = optional(str, "LogPath")
    restart_count = required(int, "RestartCount")
    driver = optional(str, "Driver")
    platform = optional(str, "Platform")  # its os
    mount_label = optional(str, "MountLabel")
    process_label = optional(str, "ProcessLabel")
    app_armor_profile = optional(str, "AppArmorProfile")
    exec_ids = sequence(str, "ExecIDs")
    host_config = required(InspectedHostConfig, "HostConfig")
    graph_driver = optional(
        GraphDriver, "GraphDriver"
    )  # absent with the containerd image store since API 1.52
    size_rw = optional(int, "SizeRw")  # bytes, with size=True
    size_root_fs = optional(int, "SizeRootFs")
    mounts = sequence(MountPoint, "Mounts")
    config = required(InspectedConfig, "Config")
    network_settings = required(NetworkSettings, "NetworkSettings")
