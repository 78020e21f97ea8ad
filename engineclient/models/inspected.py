"""How a container or an image was set up, as inspecting it tells: views.

Source: Engine API, tags Container and Image.
"""

from __future__ import annotations

from engineclient.models.view import View, mapping, multimap, optional, required, sequence, table


class GraphDriver(View):
    """What keeps the layers, and where."""

    name = required(str, "Name")
    data = mapping(str, "Data")


class InspectedHealthcheck(View):
    """The health check; times in nanoseconds, 0 for the engine's default."""

    test = sequence(str, "Test")
    interval = optional(int, "Interval")
    timeout = optional(int, "Timeout")
    retries = optional(int, "Retries")
    start_period = optional(int, "StartPeriod")
    start_interval = optional(int, "StartInterval")


class ImageConfig(View):
    """`Config` of an inspected image: the defaults of its containers.

    Since API 1.52 empty ones are left out.
    """

    user = optional(str, "User")
    exposed_ports = mapping(object, "ExposedPorts")  # a set: the values mean nothing
    env = sequence(str, "Env")
    cmd = sequence(str, "Cmd")
    healthcheck = optional(InspectedHealthcheck, "Healthcheck")
    args_escaped = optional(bool, "ArgsEscaped")
    volumes = mapping(object, "Volumes")  # a set
    working_dir = optional(str, "WorkingDir")
    entrypoint = sequence(str, "Entrypoint")
    on_build = sequence(str, "OnBuild")
    labels = mapping(str, "Labels")
    stop_signal = optional(str, "StopSignal")
    shell = sequence(str, "Shell")


class InspectedConfig(ImageConfig):
    """`Config` of an inspected container."""

    hostname = optional(str, "Hostname")
    domainname = optional(str, "Domainname")
    attach_stdin = optional(bool, "AttachStdin")
    attach_stdout = optional(bool, "AttachStdout")
    attach_stderr = optional(bool, "AttachStderr")
    tty = required(bool, "Tty")
    open_stdin = required(bool, "OpenStdin")
    stdin_once = optional(bool, "StdinOnce")
    image = required(str, "Image")
    network_disabled = optional(bool, "NetworkDisabled")
    stop_timeout = optional(int, "StopTimeout")  # seconds


class InspectedLogConfig(View):
    """Where the output is kept."""

    type = optional(str, "Type")
    config = mapping(str, "Config")


class InspectedRestartPolicy(View):
    """Whether it is started again when it ends."""

    name = optional(str, "Name")
    maximum_retry_count = optional(int, "MaximumRetryCount")


class InspectedPortBinding(View):
    """Where a port was asked to be published; `NetworkSettings.ports` says where it is."""

    host_ip = optional(str, "HostIp")
    host_port = optional(str, "HostPort")


class InspectedWeightDevice(View):
    """The share of a block device's time."""

    path = required(str, "Path")
    weight = required(int, "Weight")


class InspectedThrottleDevice(View):
    """The rate a block device may be used at."""

    path = required(str, "Path")
    rate = required(int, "Rate")


class InspectedDevice(View):
    """A device of the host in the container."""

    path_on_host = optional(str, "PathOnHost")
    path_in_container = optional(str, "PathInContainer")
    cgroup_permissions = optional(str, "CgroupPermissions")


class InspectedDeviceRequest(View):
    """Devices that a driver finds."""

    driver = optional(str, "Driver")
    count = optional(int, "Count")
    device_ids = sequence(str, "DeviceIDs")
    capabilities = table(str, "Capabilities")
    options = mapping(str, "Options")


class InspectedUlimit(View):
    """A limit of setrlimit(2)."""

    name = required(str, "Name")
    soft = required(int, "Soft")
    hard = required(int, "Hard")


class InspectedMount(View):
    """A mount as it was asked for; the options of the kinds of mount are in `raw`."""

    type = optional(str, "Type")
    source = optional(str, "Source")
    target = optional(str, "Target")
    read_only = optional(bool, "ReadOnly")
    consistency = optional(str, "Consistency")


class InspectedHostConfig(View):
    """`HostConfig` of an inspected container: 0, "", None and empty are the engine's defaults.

    Units as in HostConfig.
    """

    cpu_shares = optional(int, "CpuShares")
    memory = optional(int, "Memory")
    cgroup_parent = optional(str, "CgroupParent")
    blkio_weight = optional(int, "BlkioWeight")
    blkio_weight_device = sequence(InspectedWeightDevice, "BlkioWeightDevice")
    blkio_device_read_bps = sequence(InspectedThrottleDevice, "BlkioDeviceReadBps")
    blkio_device_write_bps = sequence(InspectedThrottleDevice, "BlkioDeviceWriteBps")
    blkio_device_read_iops = sequence(InspectedThrottleDevice, "BlkioDeviceReadIOps")
    blkio_device_write_iops = sequence(InspectedThrottleDevice, "BlkioDeviceWriteIOps")
    cpu_period = optional(int, "CpuPeriod")
    cpu_quota = optional(int, "CpuQuota")
    cpu_realtime_period = optional(int, "CpuRealtimePeriod")
    cpu_realtime_runtime = optional(int, "CpuRealtimeRuntime")
    cpuset_cpus = optional(str, "CpusetCpus")
    cpuset_mems = optional(str, "CpusetMems")
    devices = sequence(InspectedDevice, "Devices")
    device_cgroup_rules = sequence(str, "DeviceCgroupRules")
    device_requests = sequence(InspectedDeviceRequest, "DeviceRequests")
    memory_reservation = optional(int, "MemoryReservation")
    memory_swap = optional(int, "MemorySwap")
    memory_swappiness = optional(int, "MemorySwappiness")
    nano_cpus = optional(int, "NanoCpus")
    oom_kill_disable = optional(bool, "OomKillDisable")
    init = optional(bool, "Init")
    pids_limit = optional(int, "PidsLimit")
    ulimits = sequence(InspectedUlimit, "Ulimits")
    binds = sequence(str, "Binds")
    container_id_file = optional(str, "ContainerIDFile")
    log_config = optional(InspectedLogConfig, "LogConfig")
    network_mode = optional(str, "NetworkMode")
    port_bindings = multimap(InspectedPortBinding, "PortBindings")  # by `80/tcp`
    restart_policy = optional(InspectedRestartPolicy, "RestartPolicy")
    auto_remove = optional(bool, "AutoRemove")
    volume_driver = optional(str, "VolumeDriver")
    volumes_from = sequence(str, "VolumesFrom")
    mounts = sequence(InspectedMount, "Mounts")
    console_size = sequence(int, "ConsoleSize")  # height, width
    annotations = mapping(str, "Annotations")
    cap_add = sequence(str, "CapAdd")
    cap_drop = sequence(str, "CapDrop")
    cgroupns_mode = optional(str, "CgroupnsMode")
    dns = sequence(str, "Dns")
    dns_options = sequence(str, "DnsOptions")
    dns_search = sequence(str, "DnsSearch")
    extra_hosts = sequence(str, "ExtraHosts")
    group_add = sequence(str, "GroupAdd")
    ipc_mode = optional(str, "IpcMode")
    cgroup = optional(str, "Cgroup")
    links = sequence(str, "Links")
    oom_score_adj = optional(int, "OomScoreAdj")
    pid_mode = optional(str, "PidMode")
    privileged = optional(bool, "Privileged")
    publish_all_ports = optional(bool, "PublishAllPorts")
    readonly_rootfs = optional(bool, "ReadonlyRootfs")
    security_opt = sequence(str, "SecurityOpt")
    storage_opt = mapping(str, "StorageOpt")
    tmpfs = mapping(str, "Tmpfs")
    uts_mode = optional(str, "UTSMode")
    userns_mode = optional(str, "UsernsMode")
    shm_size = optional(int, "ShmSize")
    sysctls = mapping(str, "Sysctls")
    runtime = optional(str, "Runtime")
    isolation = optional(str, "Isolation")
    masked_paths = sequence(str, "MaskedPaths")
    readonly_paths = sequence(str, "ReadonlyPaths")
