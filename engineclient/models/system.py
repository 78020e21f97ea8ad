"""The engine itself: views and a request body. Source: Engine API, tag System."""

from __future__ import annotations

from engineclient.models.body import Body, wire
from engineclient.models.containers import ContainerSummary
from engineclient.models.images import ImageSummary
from engineclient.models.view import View, mapping, optional, required, sequence, table
from engineclient.models.volumes import Volume


class Ping(View):
    """The headers of `/_ping`, by lower-case name. Podman tells itself by `libpod`."""

    api_version = optional(str, "api-version")
    os_type = optional(str, "ostype")
    builder_version = optional(str, "builder-version")
    experimental = optional(str, "docker-experimental")
    swarm = optional(str, "swarm")
    libpod = optional(str, "libpod-api-version")
    server = optional(str, "server")


class Component(View):
    """A part of the engine in `GET /version`."""

    name = required(str, "Name")
    version = required(str, "Version")
    details = mapping(str, "Details")


class Version(View):
    """`GET /version`."""

    class Platform(View):
        """The product."""

        name = optional(str, "Name")

    platform = optional(Platform, "Platform")
    components = sequence(Component, "Components")
    version = required(str, "Version")
    api_version = required(str, "ApiVersion")
    min_api_version = optional(str, "MinAPIVersion")
    git_commit = optional(str, "GitCommit")
    go_version = optional(str, "GoVersion")
    os = required(str, "Os")
    arch = required(str, "Arch")
    kernel_version = optional(str, "KernelVersion")
    experimental = optional(bool, "Experimental")
    build_time = optional(str, "BuildTime")


class Info(View):
    """`GET /info`."""

    class Plugins(View):
        """The drivers there are, by what they drive."""

        volume = sequence(str, "Volume")
        network = sequence(str, "Network")
        authorization = sequence(str, "Authorization")
        log = sequence(str, "Log")

    class Registry(View):
        """How registries are reached."""

        class Index(View):
            """A registry that is set up."""

            name = optional(str, "Name")
            mirrors = sequence(str, "Mirrors")
            secure = optional(bool, "Secure")
            official = optional(bool, "Official")

        insecure_cidrs = sequence(str, "InsecureRegistryCIDRs")
        indexes = mapping(Index, "IndexConfigs")
        mirrors = sequence(str, "Mirrors")

    class Runtime(View):
        """A program that runs containers."""

        path = optional(str, "path")
        args = sequence(str, "runtimeArgs")
        status = mapping(str, "status")

    class Swarm(View):
        """The swarm that the engine is in, or not."""

        node_id = optional(str, "NodeID")
        node_addr = optional(str, "NodeAddr")
        state = optional(str, "LocalNodeState")
        control_available = optional(bool, "ControlAvailable")
        error = optional(str, "Error")

    class Commit(View):
        """The commit a component was built from."""

        id = optional(str, "ID")

    class AddressPool(View):
        """Where networks take their subnets from."""

        base = required(str, "Base")
        size = required(int, "Size")  # length of a subnet's prefix

    class Firewall(View):
        """What writes the firewall's rules (API 1.49)."""

        driver = optional(str, "Driver")
        info = table(str, "Info")

    class Device(View):
        """A device found by its driver (API 1.50)."""

        source = optional(str, "Source")
        id = optional(str, "ID")

    class Containerd(View):
        """The containerd behind the engine (API 1.46)."""

        address = optional(str, "Address")
        namespaces = mapping(str, "Namespaces")

    id = optional(str, "ID")
    name = required(str, "Name")
    labels = sequence(str, "Labels")
    containers = required(int, "Containers")
    containers_running = optional(int, "ContainersRunning")
    containers_paused = optional(int, "ContainersPaused")
    containers_stopped = optional(int, "ContainersStopped")
    images = required(int, "Images")
    driver = required(str, "Driver")
    driver_status = table(str, "DriverStatus")  # pairs
    docker_root_dir = optional(str, "DockerRootDir")
    plugins = optional(Plugins, "Plugins")
    memory_limit = optional(bool, "MemoryLimit")  # this and those below: what the kernel can limit
    swap_limit = optional(bool, "SwapLimit")
    cpu_cfs_period = optional(bool, "CpuCfsPeriod")
    cpu_cfs_quota = optional(bool, "CpuCfsQuota")
    cpu_shares = optional(bool, "CPUShares")
    cpu_set = optional(bool, "CPUSet")
    pids_limit = optional(bool, "PidsLimit")
    oom_kill_disable = optional(bool, "OomKillDisable")
    ipv4_forwarding = optional(bool, "IPv4Forwarding")
    debug = optional(bool, "Debug")
    file_descriptors = optional(int, "NFd")
    goroutines = optional(int, "NGoroutines")
    events_listeners = optional(int, "NEventsListener")
    system_time = optional(str, "SystemTime")  # RFC 3339
    logging_driver = optional(str, "LoggingDriver")
    cgroup_driver = optional(str, "CgroupDriver")
    cgroup_version = optional(str, "CgroupVersion")
    server_version = required(str, "ServerVersion")
    operating_system = required(str, "OperatingSystem")
    os_version = optional(str, "OSVersion")
    os_type = optional(str, "OSType")
    kernel_version = required(str, "KernelVersion")
    architecture = required(str, "Architecture")
    cpus = required(int, "NCPU")
    memory = required(int, "MemTotal")  # bytes
    index_server_address = optional(str, "IndexServerAddress")
    registry = optional(Registry, "RegistryConfig")
    http_proxy = optional(str, "HttpProxy")
    https_proxy = optional(str, "HttpsProxy")
    no_proxy = optional(str, "NoProxy")
    experimental = optional(bool, "ExperimentalBuild")
    runtimes = mapping(Runtime, "Runtimes")
    default_runtime = optional(str, "DefaultRuntime")
    swarm = optional(Swarm, "Swarm")
    live_restore = optional(bool, "LiveRestoreEnabled")
    isolation = optional(str, "Isolation")
    init_binary = optional(str, "InitBinary")
    containerd_commit = optional(Commit, "ContainerdCommit")
    runc_commit = optional(Commit, "RuncCommit")
    init_commit = optional(Commit, "InitCommit")
    security_options = sequence(str, "SecurityOptions")
    product_license = optional(str, "ProductLicense")
    default_address_pools = sequence(AddressPool, "DefaultAddressPools")
    firewall = optional(Firewall, "FirewallBackend")
    devices = sequence(Device, "DiscoveredDevices")
    cdi_spec_dirs = sequence(str, "CDISpecDirs")
    containerd = optional(Containerd, "Containerd")
    warnings = sequence(str, "Warnings")


class Actor(View):
    """What an event is about."""

    id = required(str, "ID")
    attributes = mapping(str, "Attributes")


class Event(View):
    """One record of `GET /events`."""

    type = required(str, "Type")  # container, image, network, volume, daemon, ...
    action = required(str, "Action")  # start, die, `health_status: healthy`, ...
    actor = required(Actor, "Actor")
    scope = optional(str, "scope")
    time = required(int, "time")  # unix seconds
    time_nano = required(int, "timeNano")  # the same in nanoseconds


class BuildCache(View):
    """A record of the build cache."""

    id = required(str, "ID")
    parents = sequence(str, "Parents")
    type = required(str, "Type")
    description = optional(str, "Description")
    in_use = optional(bool, "InUse")
    shared = optional(bool, "Shared")
    size = required(int, "Size")  # bytes
    created_at = optional(str, "CreatedAt")  # RFC 3339
    last_used_at = optional(str, "LastUsedAt")
    usage_count = optional(int, "UsageCount")


class Usage(View):
    """One kind of object in `GET /system/df` since API 1.52; bytes. `items` only if asked for."""

    active_count = optional(int, "ActiveCount")
    total_count = optional(int, "TotalCount")
    reclaimable = optional(int, "Reclaimable")
    total_size = optional(int, "TotalSize")


class ImagesUsage(Usage):
    """Of images."""

    items = sequence(ImageSummary, "Items")


class ContainersUsage(Usage):
    """Of containers."""

    items = sequence(ContainerSummary, "Items")


class VolumesUsage(Usage):
    """Of volumes."""

    items = sequence(Volume, "Items")


class BuildCacheUsage(Usage):
    """Of the build cache."""

    items = sequence(BuildCache, "Items")


class DiskUsage(View):
    """`GET /system/df`.

    The objects one by one until API 1.51, and since 1.52 counts and sizes of each kind.
    """

    layers_size = optional(int, "LayersSize")  # bytes
    images = sequence(ImageSummary, "Images")
    containers = sequence(ContainerSummary, "Containers")
    volumes = sequence(Volume, "Volumes")
    build_cache = sequence(BuildCache, "BuildCache")
    image_usage = optional(ImagesUsage, "ImageUsage")
    container_usage = optional(ContainersUsage, "ContainerUsage")
    volume_usage = optional(VolumesUsage, "VolumeUsage")
    build_cache_usage = optional(BuildCacheUsage, "BuildCacheUsage")


class Authenticated(View):
    """`POST /auth`: the registry took the credentials.

    The token, if there is one, is to be used from now on.
    """

    status = optional(str, "Status")
    identity_token = optional(str, "IdentityToken")


class AuthConfig(Body):
    """Credentials for a registry: a name and a password, or a token."""

    username: str | None = wire("username")
    password: str | None = wire("password")
    auth: str | None = wire("auth")
    serveraddress: str | None = wire("serveraddress")
    identity_token: str | None = wire("identitytoken")
    registry_token: str | None = wire("registrytoken")
