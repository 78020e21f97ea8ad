"""The host-dependent configuration of containers: request bodies. Source: Engine API, tag Container.

Sizes are bytes, rates bytes or operations a second, CPU periods and quotas microseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class WeightDevice(Body):
    """A container's share of a block device's time, 10 to 1000."""

    path: str | None = wire("Path")
    weight: int | None = wire("Weight")


class ThrottleDevice(Body):
    """The maximum rate at which a container may use a block device."""

    path: str | None = wire("Path")
    rate: int | None = wire("Rate")


class DeviceMapping(Body):
    """A device of the host that is available in the container; the permissions are some of `rwm`."""

    path_on_host: str | None = wire("PathOnHost")
    path_in_container: str | None = wire("PathInContainer")
    cgroup_permissions: str | None = wire("CgroupPermissions")


class DeviceRequest(Body):
    """Devices that a driver selects, such as GPUs; a count of -1 means all.

    Capabilities are a list of alternatives, each a list of required capabilities: `[["gpu", "nvidia"]]`.
    """

    driver: str | None = wire("Driver")
    count: int | None = wire("Count")
    device_ids: Sequence[str] | None = wire("DeviceIDs")
    capabilities: Sequence[Sequence[str]] | None = wire("Capabilities")
    options: Mapping[str, str] | None = wire("Options")


class Ulimit(Body):
    """A limit of setrlimit(2); the name is in lower case, such as `nofile`, and -1 means no limit."""

    name: str | None = wire("Name")
    soft: int | None = wire("Soft")
    hard: int | None = wire("Hard")


class RestartPolicy(Body):
    """Whether a container that ended is restarted: `no`, `always`, `unless-stopped`, `on-failure`."""

    name: str | None = wire("Name")
    maximum_retry_count: int | None = wire("MaximumRetryCount")  # for `on-failure`


class LogConfig(Body):
    """The logging driver for a container's output, and its options."""

    type: str | None = wire("Type")
    config: Mapping[str, str] | None = wire("Config")


class PortBinding(Body):
    """The address and port of the host at which a port is published; the port is a string, "" for any free one."""

    host_ip: str | None = wire("HostIp")
    host_port: str | None = wire("HostPort")


class BindOptions(Body):
    """Options of a mount of type `bind`."""

    propagation: str | None = wire("Propagation")
    non_recursive: bool | None = wire("NonRecursive")
    create_mountpoint: bool | None = wire("CreateMountpoint", since="1.42")
    read_only_non_recursive: bool | None = wire("ReadOnlyNonRecursive", since="1.44")
    read_only_force_recursive: bool | None = wire("ReadOnlyForceRecursive", since="1.44")


class VolumeDriver(Body):
    """The driver for a volume that is created by a mount."""

    name: str | None = wire("Name")
    options: Mapping[str, str] | None = wire("Options")


class VolumeOptions(Body):
    """Options of a mount of type `volume`."""

    no_copy: bool | None = wire("NoCopy")
    labels: Mapping[str, str] | None = wire("Labels")
    driver_config: VolumeDriver | Json | None = wire("DriverConfig")
    subpath: str | None = wire("Subpath", since="1.45")


class ImageOptions(Body):
    """Options of a mount of type `image`."""

    subpath: str | None = wire("Subpath")


class TmpfsOptions(Body):
    """Options of a mount of type `tmpfs`. `options` are lists of one or two words: `[["noexec"], ["uid", "1000"]]`."""

    size_bytes: int | None = wire("SizeBytes")
    mode: int | None = wire("Mode")  # as for os.chmod
    options: Sequence[Sequence[str]] | None = wire("Options", since="1.46")


def _mount_type(type: str) -> str:
    return {"cluster": "1.42", "image": "1.48"}.get(type, "")


class Mount(Body):
    """A mount in the container's file system.

    The type is `bind`, `volume`, `tmpfs`, `npipe`, `cluster` (API 1.42) or `image` (API 1.48).
    """

    type: str | None = wire("Type", since=_mount_type)
    source: str | None = wire("Source")
    target: str | None = wire("Target")
    read_only: bool | None = wire("ReadOnly")
    consistency: str | None = wire("Consistency")
    bind_options: BindOptions | Json | None = wire("BindOptions")
    volume_options: VolumeOptions | Json | None = wire("VolumeOptions")
    image_options: ImageOptions | Json | None = wire("ImageOptions", since="1.48")
    tmpfs_options: TmpfsOptions | Json | None = wire("TmpfsOptions")


class Resources(Body):
    """The resources that a container may use.

    `nano_cpus` is in 1e-9 CPUs; `memory_swap` is the sum of memory and swap, -1 for no limit.
    """

    cpu_shares: int | None = wire("CpuShares")
    memory: int | None = wire("Memory")
    cgroup_parent: str | None = wire("CgroupParent")
    blkio_weight: int | None = wire("BlkioWeight")
    blkio_weight_device: Sequence[WeightDevice | Json] | None = wire("BlkioWeightDevice")
    blkio_device_read_bps: Sequence[ThrottleDevice | Json] | None = wire("BlkioDeviceReadBps")
    blkio_device_write_bps: Sequence[ThrottleDevice | Json] | None = wire("BlkioDeviceWriteBps")
    blkio_device_read_iops: Sequence[ThrottleDevice | Json] | None = wire("BlkioDeviceReadIOps")
    blkio_device_write_iops: Sequence[ThrottleDevice | Json] | None = wire("BlkioDeviceWriteIOps")
    cpu_period: int | None = wire("CpuPeriod")
    cpu_quota: int | None = wire("CpuQuota")
    cpu_realtime_period: int | None = wire("CpuRealtimePeriod")
    cpu_realtime_runtime: int | None = wire("CpuRealtimeRuntime")
    cpuset_cpus: str | None = wire("CpusetCpus")
    cpuset_mems: str | None = wire("CpusetMems")
    devices: Sequence[DeviceMapping | Json] | None = wire("Devices")
    device_cgroup_rules: Sequence[str] | None = wire("DeviceCgroupRules")
    device_requests: Sequence[DeviceRequest | Json] | None = wire("DeviceRequests")
    memory_reservation: int | None = wire("MemoryReservation")
    memory_swap: int | None = wire("MemorySwap")
    memory_swappiness: int | None = wire("MemorySwappiness")
    nano_cpus: int | None = wire("NanoCpus")
    oom_kill_disable: bool | None = wire("OomKillDisable")
    init: bool | None = wire("Init")
    pids_limit: int | None = wire("PidsLimit")
    ulimits: Sequence[Ulimit | Json] | None = wire("Ulimits")
    cpu_count: int | None = wire("CpuCount")  # this and those below: Windows
    cpu_percent: int | None = wire("CpuPercent")
    io_maximum_iops: int | None = wire("IOMaximumIOps")
    io_maximum_bandwidth: int | None = wire("IOMaximumBandwidth")


class HostConfig(Resources):
    """The host-dependent configuration of a container: limits, mounts, ports, namespaces."""

    binds: Sequence[str] | None = wire("Binds")
    container_id_file: str | None = wire("ContainerIDFile")
    log_config: LogConfig | Json | None = wire("LogConfig")
    network_mode: str | None = wire("NetworkMode")
    port_bindings: Mapping[str, Sequence[PortBinding | Json]] | None = wire("PortBindings")  # by `80/tcp`
    restart_policy: RestartPolicy | Json | None = wire("RestartPolicy")
    auto_remove: bool | None = wire("AutoRemove")
    volume_driver: str | None = wire("VolumeDriver")
    volumes_from: Sequence[str] | None = wire("VolumesFrom")
    mounts: Sequence[Mount | Json] | None = wire("Mounts")
    console_size: tuple[int, int] | None = wire("ConsoleSize", since="1.42")  # height, width
    annotations: Mapping[str, str] | None = wire("Annotations", since="1.43")
    cap_add: Sequence[str] | None = wire("CapAdd")
    cap_drop: Sequence[str] | None = wire("CapDrop")
    cgroupns_mode: str | None = wire("CgroupnsMode", since="1.41")
    dns: Sequence[str] | None = wire("Dns")
    dns_options: Sequence[str] | None = wire("DnsOptions")
    dns_search: Sequence[str] | None = wire("DnsSearch")
    extra_hosts: Sequence[str] | None = wire("ExtraHosts")  # `name:address`
    group_add: Sequence[str] | None = wire("GroupAdd")
    ipc_mode: str | None = wire("IpcMode")
    cgroup: str | None = wire("Cgroup")
    links: Sequence[str] | None = wire("Links")
    oom_score_adj: int | None = wire("OomScoreAdj")
    pid_mode: str | None = wire("PidMode")
    privileged: bool | None = wire("Privileged")
    publish_all_ports: bool | None = wire("PublishAllPorts")
    readonly_rootfs: bool | None = wire("ReadonlyRootfs")
    security_opt: Sequence[str] | None = wire("SecurityOpt")
    storage_opt: Mapping[str, str] | None = wire("StorageOpt")
    tmpfs: Mapping[str, str] | None = wire("Tmpfs")
    uts_mode: str | None = wire("UTSMode")
    userns_mode: str | None = wire("UsernsMode")
    umask: int | None = wire("Umask", since="1.56")  # of its processes: 0o022
    shm_size: int | None = wire("ShmSize")
    sysctls: Mapping[str, str] | None = wire("Sysctls")
    runtime: str | None = wire("Runtime")
    isolation: str | None = wire("Isolation")  # Windows
    masked_paths: Sequence[str] | None = wire("MaskedPaths")
    readonly_paths: Sequence[str] | None = wire("ReadonlyPaths")
