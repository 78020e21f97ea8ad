"""The configuration and state of the engine: views. Source: Engine API, `GET /info`."""

from __future__ import annotations

from engineclient.models.cluster import GenericResourceView
from engineclient.models.swarm import Cluster
from engineclient.models.view import Field, View, mapping, optional, required, sequence, table


class Info(View):
    """`GET /info`."""

    class Plugins(View):
        """The available drivers, by kind."""

        volume: Field[list[str]] = sequence(str, "Volume")
        network: Field[list[str]] = sequence(str, "Network")
        authorization: Field[list[str]] = sequence(str, "Authorization")
        log: Field[list[str]] = sequence(str, "Log")

    class Registry(View):
        """The configuration of registries."""

        class Index(View):
            """A configured registry."""

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
        """The state of the engine in a swarm."""

        class Manager(View):
            """A manager of the swarm."""

            node_id: Field[str | None] = optional(str, "NodeID")
            addr: Field[str | None] = optional(str, "Addr")

        node_id: Field[str | None] = optional(str, "NodeID")
        node_addr: Field[str | None] = optional(str, "NodeAddr")
        state: Field[str | None] = optional(str, "LocalNodeState")
        control_available: Field[bool | None] = optional(bool, "ControlAvailable")
        error: Field[str | None] = optional(str, "Error")
        remote_managers: Field[list[Manager]] = sequence(Manager, "RemoteManagers")
        nodes: Field[int | None] = optional(int, "Nodes")  # this and those below: only on a manager
        managers: Field[int | None] = optional(int, "Managers")
        cluster: Field[Cluster | None] = optional(Cluster, "Cluster")

    class Commit(View):
        """The commit from which a component was built."""

        id: Field[str | None] = optional(str, "ID")

    class AddressPool(View):
        """A range of addresses from which networks get their subnets."""

        base: Field[str] = required(str, "Base")
        size: Field[int] = required(int, "Size")  # prefix length of a subnet

    class Firewall(View):
        """The firewall backend (API 1.49)."""

        driver: Field[str | None] = optional(str, "Driver")
        info: Field[list[list[str]]] = table(str, "Info")

    class NRI(View):
        """The plugins of the node resource interface (API 1.53)."""

        info: Field[list[list[str]]] = table(str, "Info")  # pairs

    class Device(View):
        """A device that its driver has found (API 1.50)."""

        source: Field[str | None] = optional(str, "Source")
        id: Field[str | None] = optional(str, "ID")

    class Containerd(View):
        """The containerd that the engine uses (API 1.46)."""

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
    # This and those below: the limits that the kernel supports
    memory_limit: Field[bool | None] = optional(bool, "MemoryLimit")
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
    nri: Field[NRI | None] = optional(NRI, "NRI")
    generic_resources: Field[list[GenericResourceView]] = sequence(GenericResourceView, "GenericResources")
    warnings: Field[list[str]] = sequence(str, "Warnings")
