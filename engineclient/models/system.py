"""The engine itself: views and a request body. Source: Engine API, tag System."""

from __future__ import annotations

from engineclient.models.body import Body, wire
from engineclient.models.containers import ContainerSummary
from engineclient.models.images import ImageSummary
from engineclient.models.view import Field, View, mapping, optional, required, sequence, table
from engineclient.models.volumes import Volume


class Ping(View):
    """The headers of `/_ping`, by lower-case name. Podman tells itself by `libpod`."""

    api_version: Field[str | None] = optional(str, "api-version")
    os_type: Field[str | None] = optional(str, "ostype")
    builder_version: Field[str | None] = optional(str, "builder-version")
    experimental: Field[str | None] = optional(str, "docker-experimental")
    swarm: Field[str | None] = optional(str, "swarm")
    libpod: Field[str | None] = optional(str, "libpod-api-version")
    server: Field[str | None] = optional(str, "server")


class Component(View):
    """A part of the engine in `GET /version`."""

    name: Field[str] = required(str, "Name")
    version: Field[str] = required(str, "Version")
    details: Field[dict[str, str]] = mapping(str, "Details")


class Version(View):
    """`GET /version`."""

    class Platform(View):
        """The product."""

        name: Field[str | None] = optional(str, "Name")

    platform: Field[Platform | None] = optional(Platform, "Platform")
    components: Field[list[Component]] = sequence(Component, "Components")
    version: Field[str] = required(str, "Version")
    api_version: Field[str] = required(str, "ApiVersion")
    min_api_version: Field[str | None] = optional(str, "MinAPIVersion")
    git_commit: Field[str | None] = optional(str, "GitCommit")
    go_version: Field[str | None] = optional(str, "GoVersion")
    os: Field[str] = required(str, "Os")
    arch: Field[str] = required(str, "Arch")
    kernel_version: Field[str | None] = optional(str, "KernelVersion")
    experimental: Field[bool | None] = optional(bool, "Experimental")
    build_time: Field[str | None] = optional(str, "BuildTime")


class Info(View):
    """`GET /info`."""

    class Plugins(View):
        """The drivers there are, by what they drive."""

        volume: Field[list[str]] = sequence(str, "Volume")
        network: Field[list[str]] = sequence(str, "Network")
        authorization: Field[list[str]] = sequence(str, "Authorization")
        log: Field[list[str]] = sequence(str, "Log")

    class Registry(View):
        """How registries are reached."""

        class Index(View):
            """A registry that is set up."""

            name: Field[str | None] = optional(str, "Name")
            mirrors: Field[list[str]] = sequence(str, "Mirrors")
            secure: Field[bool | None] = optional(bool, "Secure")
            official: Field[bool | None] = optional(bool, "Official")

        insecure_cidrs: Field[list[str]] = sequence(str, "InsecureRegistryCIDRs")
        indexes: Field[dict[str, Index]] = mapping(Index, "IndexConfigs")
        mirrors: Field[list[str]] = sequence(str, "Mirrors")

    class Runtime(View):
        """A program that runs containers."""

        path: Field[str | None] = optional(str, "path")
        args: Field[list[str]] = sequence(str, "runtimeArgs")
        status: Field[dict[str, str]] = mapping(str, "status")

    class Swarm(View):
        """The swarm that the engine is in, or not."""

        node_id: Field[str | None] = optional(str, "NodeID")
        node_addr: Field[str | None] = optional(str, "NodeAddr")
        state: Field[str | None] = optional(str, "LocalNodeState")
        control_available: Field[bool | None] = optional(bool, "ControlAvailable")
        error: Field[str | None] = optional(str, "Error")

    class Commit(View):
        """The commit a component was built from."""

        id: Field[str | None] = optional(str, "ID")

    class AddressPool(View):
        """Where networks take their subnets from."""

        base: Field[str] = required(str, "Base")
        size: Field[int] = required(int, "Size")  # length of a subnet's prefix

    class Firewall(View):
        """What writes the firewall's rules (API 1.49)."""

        driver: Field[str | None] = optional(str, "Driver")
        info: Field[list[list[str]]] = table(str, "Info")

    class Device(View):
        """A device found by its driver (API 1.50)."""

        source: Field[str | None] = optional(str, "Source")
        id: Field[str | None] = optional(str, "ID")

    class Containerd(View):
        """The containerd behind the engine (API 1.46)."""

        address: Field[str | None] = optional(str, "Address")
        namespaces: Field[dict[str, str]] = mapping(str, "Namespaces")

    id: Field[str | None] = optional(str, "ID")
    name: Field[str] = required(str, "Name")
    labels: Field[list[str]] = sequence(str, "Labels")
    containers: Field[int] = required(int, "Containers")
    containers_running: Field[int | None] = optional(int, "ContainersRunning")
    containers_paused: Field[int | None] = optional(int, "ContainersPaused")
    containers_stopped: Field[int | None] = optional(int, "ContainersStopped")
    images: Field[int] = required(int, "Images")
    driver: Field[str] = required(str, "Driver")
    driver_status: Field[list[list[str]]] = table(str, "DriverStatus")  # pairs
    docker_root_dir: Field[str | None] = optional(str, "DockerRootDir")
    plugins: Field[Plugins | None] = optional(Plugins, "Plugins")
    memory_limit: Field[bool | None] = optional(
        bool, "MemoryLimit"
    )  # this and those below: what the kernel can limit
    swap_limit: Field[bool | None] = optional(bool, "SwapLimit")
    cpu_cfs_period: Field[bool | None] = optional(bool, "CpuCfsPeriod")
    cpu_cfs_quota: Field[bool | None] = optional(bool, "CpuCfsQuota")
    cpu_shares: Field[bool | None] = optional(bool, "CPUShares")
    cpu_set: Field[bool | None] = optional(bool, "CPUSet")
    pids_limit: Field[bool | None] = optional(bool, "PidsLimit")
    oom_kill_disable: Field[bool | None] = optional(bool, "OomKillDisable")
    ipv4_forwarding: Field[bool | None] = optional(bool, "IPv4Forwarding")
    debug: Field[bool | None] = optional(bool, "Debug")
    file_descriptors: Field[int | None] = optional(int, "NFd")
    goroutines: Field[int | None] = optional(int, "NGoroutines")
    events_listeners: Field[int | None] = optional(int, "NEventsListener")
    system_time: Field[str | None] = optional(str, "SystemTime")  # RFC 3339
    logging_driver: Field[str | None] = optional(str, "LoggingDriver")
    cgroup_driver: Field[str | None] = optional(str, "CgroupDriver")
    cgroup_version: Field[str | None] = optional(str, "CgroupVersion")
    server_version: Field[str] = required(str, "ServerVersion")
    operating_system: Field[str] = required(str, "OperatingSystem")
    os_version: Field[str | None] = optional(str, "OSVersion")
    os_type: Field[str | None] = optional(str, "OSType")
    kernel_version: Field[str] = required(str, "KernelVersion")
    architecture: Field[str] = required(str, "Architecture")
    cpus: Field[int] = required(int, "NCPU")
    memory: Field[int] = required(int, "MemTotal")  # bytes
    index_server_address: Field[str | None] = optional(str, "IndexServerAddress")
    registry: Field[Registry | None] = optional(Registry, "RegistryConfig")
    http_proxy: Field[str | None] = optional(str, "HttpProxy")
    https_proxy: Field[str | None] = optional(str, "HttpsProxy")
    no_proxy: Field[str | None] = optional(str, "NoProxy")
    experimental: Field[bool | None] = optional(bool, "ExperimentalBuild")
    runtimes: Field[dict[str, Runtime]] = mapping(Runtime, "Runtimes")
    default_runtime: Field[str | None] = optional(str, "DefaultRuntime")
    swarm: Field[Swarm | None] = optional(Swarm, "Swarm")
    live_restore: Field[bool | None] = optional(bool, "LiveRestoreEnabled")
    isolation: Field[str | None] = optional(str, "Isolation")
    init_binary: Field[str | None] = optional(str, "InitBinary")
    containerd_commit: Field[Commit | None] = optional(Commit, "ContainerdCommit")
    runc_commit: Field[Commit | None] = optional(Commit, "RuncCommit")
    init_commit: Field[Commit | None] = optional(Commit, "InitCommit")
    security_options: Field[list[str]] = sequence(str, "SecurityOptions")
    product_license: Field[str | None] = optional(str, "ProductLicense")
    default_address_pools: Field[list[AddressPool]] = sequence(AddressPool, "DefaultAddressPools")
    firewall: Field[Firewall | None] = optional(Firewall, "FirewallBackend")
    devices: Field[list[Device]] = sequence(Device, "DiscoveredDevices")
    cdi_spec_dirs: Field[list[str]] = sequence(str, "CDISpecDirs")
    containerd: Field[Containerd | None] = optional(Containerd, "Containerd")
    warnings: Field[list[str]] = sequence(str, "Warnings")


class Actor(View):
    """What an event is about."""

    id: Field[str] = required(str, "ID")
    attributes: Field[dict[str, str]] = mapping(str, "Attributes")


class Event(View):
    """One record of `GET /events`."""

    type: Field[str] = required(str, "Type")  # container, image, network, volume, daemon, ...
    action: Field[str] = required(str, "Action")  # start, die, `health_status: healthy`, ...
    actor: Field[Actor] = required(Actor, "Actor")
    scope: Field[str | None] = optional(str, "scope")
    time: Field[int] = required(int, "time")  # unix seconds
    time_nano: Field[int] = required(int, "timeNano")  # the same in nanoseconds


class BuildCache(View):
    """A record of the build cache."""

    id: Field[str] = required(str, "ID")
    type: Field[str] = required(str, "Type")
    description: Field[str | None] = optional(str, "Description")
    in_use: Field[bool | None] = optional(bool, "InUse")
    shared: Field[bool | None] = optional(bool, "Shared")
    size: Field[int] = required(int, "Size")  # bytes
    created_at: Field[str | None] = optional(str, "CreatedAt")  # RFC 3339
    last_used_at: Field[str | None] = optional(str, "LastUsedAt")
    usage_count: Field[int | None] = optional(int, "UsageCount")

    @property
    def parents(self) -> list[str]:
        """Ids. Docker writes the name with a space before it (seen in 28.5); before API 1.42 there is at most one."""
        one: str = self.raw.get("Parent") or ""
        found: list[str] = self.raw.get("Parents") or self.raw.get(" Parents") or ([one] if one else [])
        return found


class Usage(View):
    """One kind of object in `GET /system/df` since API 1.52; bytes. `items` only if asked for."""

    active_count: Field[int | None] = optional(int, "ActiveCount")
    total_count: Field[int | None] = optional(int, "TotalCount")
    reclaimable: Field[int | None] = optional(int, "Reclaimable")
    total_size: Field[int | None] = optional(int, "TotalSize")


class ImagesUsage(Usage):
    """Of images."""

    items: Field[list[ImageSummary]] = sequence(ImageSummary, "Items")


class ContainersUsage(Usage):
    """Of containers."""

    items: Field[list[ContainerSummary]] = sequence(ContainerSummary, "Items")


class VolumesUsage(Usage):
    """Of volumes."""

    items: Field[list[Volume]] = sequence(Volume, "Items")


class BuildCacheUsage(Usage):
    """Of the build cache."""

    items: Field[list[BuildCache]] = sequence(BuildCache, "Items")


class DiskUsage(View):
    """`GET /system/df`.

    The objects one by one until API 1.51, and since 1.52 counts and sizes of each kind.
    """

    layers_size: Field[int | None] = optional(int, "LayersSize")  # bytes
    images: Field[list[ImageSummary]] = sequence(ImageSummary, "Images")
    containers: Field[list[ContainerSummary]] = sequence(ContainerSummary, "Containers")
    volumes: Field[list[Volume]] = sequence(Volume, "Volumes")
    build_cache: Field[list[BuildCache]] = sequence(BuildCache, "BuildCache")
    image_usage: Field[ImagesUsage | None] = optional(ImagesUsage, "ImageUsage")
    container_usage: Field[ContainersUsage | None] = optional(ContainersUsage, "ContainerUsage")
    volume_usage: Field[VolumesUsage | None] = optional(VolumesUsage, "VolumeUsage")
    build_cache_usage: Field[BuildCacheUsage | None] = optional(BuildCacheUsage, "BuildCacheUsage")


class Authenticated(View):
    """`POST /auth`: the registry took the credentials.

    The token, if there is one, is to be used from now on.
    """

    status: Field[str | None] = optional(str, "Status")
    identity_token: Field[str | None] = optional(str, "IdentityToken")


class AuthConfig(Body):
    """Credentials for a registry: a name and a password, or a token."""

    username: str | None = wire("username")
    password: str | None = wire("password")
    auth: str | None = wire("auth")
    serveraddress: str | None = wire("serveraddress")
    identity_token: str | None = wire("identitytoken")
    registry_token: str | None = wire("registrytoken")

    def __repr__(self) -> str:  # in a log or a traceback there is no secret
        return f"AuthConfig(username={self.username!r}, serveraddress={self.serveraddress!r})"
