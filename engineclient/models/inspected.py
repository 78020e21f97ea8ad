"""The configuration of inspected containers and images: views.

Source: Engine API, tags Container and Image.
"""

from __future__ import annotations

from engineclient.models.view import Field, View, mapping, multimap, optional, required, sequence, table


class GraphDriver(View):
    """The storage driver of the layers, and its data."""

    name: Field[str] = required(str, "Name")
    data: Field[dict[str, str]] = mapping(str, "Data")


class InspectedHealthcheck(View):
    """The health check; times are in nanoseconds, 0 is the engine's default."""

    test: Field[list[str]] = sequence(str, "Test")
    interval: Field[int | None] = optional(int, "Interval")
    timeout: Field[int | None] = optional(int, "Timeout")
    retries: Field[int | None] = optional(int, "Retries")
    start_period: Field[int | None] = optional(int, "StartPeriod")
    start_interval: Field[int | None] = optional(int, "StartInterval")


class ImageConfig(View):
    """`Config` of an inspected image: the defaults for its containers.

    Since API 1.52 empty fields are left out.
    """

    user: Field[str | None] = optional(str, "User")
    # A set: the values mean nothing
    exposed_ports: Field[dict[str, object]] = mapping(object, "ExposedPorts")
    env: Field[list[str]] = sequence(str, "Env")
    cmd: Field[list[str]] = sequence(str, "Cmd")
    healthcheck: Field[InspectedHealthcheck | None] = optional(InspectedHealthcheck, "Healthcheck")
    args_escaped: Field[bool | None] = optional(bool, "ArgsEscaped")
    volumes: Field[dict[str, object]] = mapping(object, "Volumes")  # a set
    working_dir: Field[str | None] = optional(str, "WorkingDir")
    entrypoint: Field[list[str]] = sequence(str, "Entrypoint")
    on_build: Field[list[str]] = sequence(str, "OnBuild")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    stop_signal: Field[str | None] = optional(str, "StopSignal")
    shell: Field[list[str]] = sequence(str, "Shell")


class InspectedConfig(ImageConfig):
    """`Config` of an inspected container."""

    hostname: Field[str | None] = optional(str, "Hostname")
    domainname: Field[str | None] = optional(str, "Domainname")
    attach_stdin: Field[bool | None] = optional(bool, "AttachStdin")
    attach_stdout: Field[bool | None] = optional(bool, "AttachStdout")
    attach_stderr: Field[bool | None] = optional(bool, "AttachStderr")
    tty: Field[bool] = required(bool, "Tty")
    open_stdin: Field[bool] = required(bool, "OpenStdin")
    stdin_once: Field[bool | None] = optional(bool, "StdinOnce")
    image: Field[str] = required(str, "Image")
    network_disabled: Field[bool | None] = optional(bool, "NetworkDisabled")
    stop_timeout: Field[int | None] = optional(int, "StopTimeout")  # seconds


class InspectedLogConfig(View):
    """The logging driver and its options."""

    type: Field[str | None] = optional(str, "Type")
    config: Field[dict[str, str]] = mapping(str, "Config")


class InspectedRestartPolicy(View):
    """Whether the container is restarted when it ends."""

    name: Field[str | None] = optional(str, "Name")
    maximum_retry_count: Field[int | None] = optional(int, "MaximumRetryCount")


class InspectedPortBinding(View):
    """The address at which a port was requested to be published; the actual one is in `NetworkSettings.ports`."""

    host_ip: Field[str | None] = optional(str, "HostIp")
    host_port: Field[str | None] = optional(str, "HostPort")


class InspectedWeightDevice(View):
    """The container's share of a block device's time."""

    path: Field[str] = required(str, "Path")
    weight: Field[int] = required(int, "Weight")


class InspectedThrottleDevice(View):
    """The maximum rate at which the container may use a block device."""

    path: Field[str] = required(str, "Path")
    rate: Field[int] = required(int, "Rate")


class InspectedDevice(View):
    """A device of the host that is available in the container."""

    path_on_host: Field[str | None] = optional(str, "PathOnHost")
    path_in_container: Field[str | None] = optional(str, "PathInContainer")
    cgroup_permissions: Field[str | None] = optional(str, "CgroupPermissions")


class InspectedDeviceRequest(View):
    """Devices that a driver selects."""

    driver: Field[str | None] = optional(str, "Driver")
    count: Field[int | None] = optional(int, "Count")
    device_ids: Field[list[str]] = sequence(str, "DeviceIDs")
    capabilities: Field[list[list[str]]] = table(str, "Capabilities")
    options: Field[dict[str, str]] = mapping(str, "Options")


class InspectedUlimit(View):
    """A limit of setrlimit(2)."""

    name: Field[str] = required(str, "Name")
    soft: Field[int] = required(int, "Soft")
    hard: Field[int] = required(int, "Hard")


class Storage(View):
    """The storage of the container's writable layer by a snapshotter (API 1.52)."""

    class RootFS(View):
        """The root file system."""

        class Snapshot(View):
            """The snapshot."""

            name: Field[str | None] = optional(str, "Name")

        snapshot: Field[Snapshot | None] = optional(Snapshot, "Snapshot")

    root_fs: Field[RootFS | None] = optional(RootFS, "RootFS")


class InspectedMount(View):
    """A mount as requested, with the options for its type."""

    class BindOptions(View):
        """Options for type `bind`."""

        propagation: Field[str | None] = optional(str, "Propagation")
        non_recursive: Field[bool | None] = optional(bool, "NonRecursive")
        create_mountpoint: Field[bool | None] = optional(bool, "CreateMountpoint")
        read_only_non_recursive: Field[bool | None] = optional(bool, "ReadOnlyNonRecursive")
        read_only_force_recursive: Field[bool | None] = optional(bool, "ReadOnlyForceRecursive")

    class VolumeOptions(View):
        """Options for type `volume`."""

        class Driver(View):
            """The driver for a volume that the mount creates."""

            name: Field[str | None] = optional(str, "Name")
            options: Field[dict[str, str]] = mapping(str, "Options")

        no_copy: Field[bool | None] = optional(bool, "NoCopy")
        labels: Field[dict[str, str]] = mapping(str, "Labels")
        driver_config: Field[Driver | None] = optional(Driver, "DriverConfig")
        subpath: Field[str | None] = optional(str, "Subpath")

    class ImageOptions(View):
        """Options for type `image`."""

        subpath: Field[str | None] = optional(str, "Subpath")

    class TmpfsOptions(View):
        """Options for type `tmpfs`."""

        size_bytes: Field[int | None] = optional(int, "SizeBytes")
        mode: Field[int | None] = optional(int, "Mode")
        options: Field[list[list[str]]] = table(str, "Options")

    type: Field[str | None] = optional(str, "Type")
    source: Field[str | None] = optional(str, "Source")
    target: Field[str | None] = optional(str, "Target")
    read_only: Field[bool | None] = optional(bool, "ReadOnly")
    consistency: Field[str | None] = optional(str, "Consistency")
    bind_options: Field[BindOptions | None] = optional(BindOptions, "BindOptions")
    volume_options: Field[VolumeOptions | None] = optional(VolumeOptions, "VolumeOptions")
    image_options: Field[ImageOptions | None] = optional(ImageOptions, "ImageOptions")
    tmpfs_options: Field[TmpfsOptions | None] = optional(TmpfsOptions, "TmpfsOptions")


class InspectedHostConfig(View):
    """`HostConfig` of an inspected container; 0, "", None and empty lists stand for the engine's defaults.

    Units as in HostConfig.
    """

    cpu_shares: Field[int | None] = optional(int, "CpuShares")
    memory: Field[int | None] = optional(int, "Memory")
    cgroup_parent: Field[str | None] = optional(str, "CgroupParent")
    blkio_weight: Field[int | None] = optional(int, "BlkioWeight")
    blkio_weight_device: Field[list[InspectedWeightDevice]] = sequence(
        InspectedWeightDevice, "BlkioWeightDevice"
    )
    blkio_device_read_bps: Field[list[InspectedThrottleDevice]] = sequence(
        InspectedThrottleDevice, "BlkioDeviceReadBps"
    )
    blkio_device_write_bps: Field[list[InspectedThrottleDevice]] = sequence(
        InspectedThrottleDevice, "BlkioDeviceWriteBps"
    )
    blkio_device_read_iops: Field[list[InspectedThrottleDevice]] = sequence(
        InspectedThrottleDevice, "BlkioDeviceReadIOps"
    )
    blkio_device_write_iops: Field[list[InspectedThrottleDevice]] = sequence(
        InspectedThrottleDevice, "BlkioDeviceWriteIOps"
    )
    cpu_period: Field[int | None] = optional(int, "CpuPeriod")
    cpu_quota: Field[int | None] = optional(int, "CpuQuota")
    cpu_realtime_period: Field[int | None] = optional(int, "CpuRealtimePeriod")
    cpu_realtime_runtime: Field[int | None] = optional(int, "CpuRealtimeRuntime")
    cpuset_cpus: Field[str | None] = optional(str, "CpusetCpus")
    cpuset_mems: Field[str | None] = optional(str, "CpusetMems")
    devices: Field[list[InspectedDevice]] = sequence(InspectedDevice, "Devices")
    device_cgroup_rules: Field[list[str]] = sequence(str, "DeviceCgroupRules")
    device_requests: Field[list[InspectedDeviceRequest]] = sequence(InspectedDeviceRequest, "DeviceRequests")
    memory_reservation: Field[int | None] = optional(int, "MemoryReservation")
    memory_swap: Field[int | None] = optional(int, "MemorySwap")
    memory_swappiness: Field[int | None] = optional(int, "MemorySwappiness")
    nano_cpus: Field[int | None] = optional(int, "NanoCpus")
    oom_kill_disable: Field[bool | None] = optional(bool, "OomKillDisable")
    init: Field[bool | None] = optional(bool, "Init")
    pids_limit: Field[int | None] = optional(int, "PidsLimit")
    ulimits: Field[list[InspectedUlimit]] = sequence(InspectedUlimit, "Ulimits")
    cpu_count: Field[int | None] = optional(int, "CpuCount")  # this and those below: Windows
    cpu_percent: Field[int | None] = optional(int, "CpuPercent")
    io_maximum_iops: Field[int | None] = optional(int, "IOMaximumIOps")
    io_maximum_bandwidth: Field[int | None] = optional(int, "IOMaximumBandwidth")
    binds: Field[list[str]] = sequence(str, "Binds")
    container_id_file: Field[str | None] = optional(str, "ContainerIDFile")
    log_config: Field[InspectedLogConfig | None] = optional(InspectedLogConfig, "LogConfig")
    network_mode: Field[str | None] = optional(str, "NetworkMode")
    # By `80/tcp`
    port_bindings: Field[dict[str, list[InspectedPortBinding]]] = multimap(
        InspectedPortBinding, "PortBindings"
    )
    restart_policy: Field[InspectedRestartPolicy | None] = optional(InspectedRestartPolicy, "RestartPolicy")
    auto_remove: Field[bool | None] = optional(bool, "AutoRemove")
    volume_driver: Field[str | None] = optional(str, "VolumeDriver")
    volumes_from: Field[list[str]] = sequence(str, "VolumesFrom")
    mounts: Field[list[InspectedMount]] = sequence(InspectedMount, "Mounts")
    console_size: Field[list[int]] = sequence(int, "ConsoleSize")  # height, width
    annotations: Field[dict[str, str]] = mapping(str, "Annotations")
    cap_add: Field[list[str]] = sequence(str, "CapAdd")
    cap_drop: Field[list[str]] = sequence(str, "CapDrop")
    cgroupns_mode: Field[str | None] = optional(str, "CgroupnsMode")
    dns: Field[list[str]] = sequence(str, "Dns")
    dns_options: Field[list[str]] = sequence(str, "DnsOptions")
    dns_search: Field[list[str]] = sequence(str, "DnsSearch")
    extra_hosts: Field[list[str]] = sequence(str, "ExtraHosts")
    group_add: Field[list[str]] = sequence(str, "GroupAdd")
    ipc_mode: Field[str | None] = optional(str, "IpcMode")
    cgroup: Field[str | None] = optional(str, "Cgroup")
    links: Field[list[str]] = sequence(str, "Links")
    oom_score_adj: Field[int | None] = optional(int, "OomScoreAdj")
    pid_mode: Field[str | None] = optional(str, "PidMode")
    privileged: Field[bool | None] = optional(bool, "Privileged")
    publish_all_ports: Field[bool | None] = optional(bool, "PublishAllPorts")
    readonly_rootfs: Field[bool | None] = optional(bool, "ReadonlyRootfs")
    security_opt: Field[list[str]] = sequence(str, "SecurityOpt")
    storage_opt: Field[dict[str, str]] = mapping(str, "StorageOpt")
    tmpfs: Field[dict[str, str]] = mapping(str, "Tmpfs")
    uts_mode: Field[str | None] = optional(str, "UTSMode")
    userns_mode: Field[str | None] = optional(str, "UsernsMode")
    umask: Field[int | None] = optional(int, "Umask")  # API 1.56
    shm_size: Field[int | None] = optional(int, "ShmSize")
    sysctls: Field[dict[str, str]] = mapping(str, "Sysctls")
    runtime: Field[str | None] = optional(str, "Runtime")
    isolation: Field[str | None] = optional(str, "Isolation")
    masked_paths: Field[list[str]] = sequence(str, "MaskedPaths")
    readonly_paths: Field[list[str]] = sequence(str, "ReadonlyPaths")
