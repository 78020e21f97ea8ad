"""The flags of `run` and `create`, and the request to create a container that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang.addresses import is_mac
from engineclient.golang.durations import parse_duration
from engineclient.golang.platforms import Platform, parse_platform
from engineclient.golang.strconv import SPACES, int64, uint16, uint64
from engineclient.golang.units import parse_size
from engineclient.options.values import blkio, devices, hosts, limits, namespaces, ports
from engineclient.options.values.env import ReadFile, environment, file_lines, variable
from engineclient.options.values.flag import (
    Flags,
    OptionError,
    Stage,
    number,
    require_support,
    switch,
    text,
    texts,
)
from engineclient.options.values.health import healthcheck
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.key_values import label, storage_options, sysctl, to_map
from engineclient.options.values.logging import log_config
from engineclient.options.values.mounts import Mount, parse_mount
from engineclient.options.values.networks import Attachment, endpoints, parse_network
from engineclient.options.values.restart import restart_policy, restarts
from engineclient.options.values.security import capabilities, security_options
from engineclient.options.values.volumes import tmpfs, volumes
from engineclient.values import Data
from engineclient.versions import is_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def stream(text: str) -> str:
    """One --attach, in lower case. Raises OptionError unless it is a standard stream."""
    if text.lower() not in ("stdin", "stdout", "stderr"):
        raise OptionError("valid streams are STDIN, STDOUT and STDERR")
    return text.lower()


class RunFlags(Flags):
    """The flags of `run` and `create`, parsed; None means "not given"."""

    add_host: list[str] = texts("--add-host", hosts.extra_host)
    annotation: list[str] = texts("--annotation", since="1.43")
    attach: list[str] = texts("-a, --attach", stream)
    blkio_weight: int | None = number("--blkio-weight", uint16)
    blkio_weight_device: list[JsonObject] = texts("--blkio-weight-device", blkio.weight)
    cap_add: list[str] = texts("--cap-add")
    cap_drop: list[str] = texts("--cap-drop")
    cgroup_parent: str | None = text("--cgroup-parent")
    cgroupns: str | None = text("--cgroupns", since="1.41")
    cidfile: str | None = text("--cidfile")
    cpu_count: int | None = number("--cpu-count", int64, os_type="windows")
    cpu_percent: int | None = number("--cpu-percent", int64, os_type="windows")
    cpu_period: int | None = number("--cpu-period", int64)
    cpu_quota: int | None = number("--cpu-quota", int64)
    cpu_rt_period: int | None = number("--cpu-rt-period", int64)
    cpu_rt_runtime: int | None = number("--cpu-rt-runtime", int64)
    cpu_shares: int | None = number("-c, --cpu-shares", int64)
    cpus: int | None = text("--cpus", limits.nano_cpus)
    cpuset_cpus: str | None = text("--cpuset-cpus")
    cpuset_mems: str | None = text("--cpuset-mems")
    detach: bool = switch("-d, --detach")
    device: list[str] = texts("--device")
    device_cgroup_rule: list[str] = texts("--device-cgroup-rule", devices.cgroup_rule)
    device_read_bps: list[JsonObject] = texts("--device-read-bps", blkio.bytes_per_second)
    device_read_iops: list[JsonObject] = texts("--device-read-iops", blkio.operations_per_second)
    device_write_bps: list[JsonObject] = texts("--device-write-bps", blkio.bytes_per_second)
    device_write_iops: list[JsonObject] = texts("--device-write-iops", blkio.operations_per_second)
    dns: list[str] = texts("--dns", hosts.address)
    dns_option: list[str] = texts("--dns-option")
    dns_search: list[str] = texts("--dns-search", hosts.search_domain)
    domainname: str | None = text("--domainname")
    entrypoint: str | None = text("--entrypoint")
    env: list[str] = texts("-e, --env", variable)
    env_file: list[str] = texts("--env-file")
    expose: list[str] = texts("--expose")
    gpus: list[JsonObject] = texts("--gpus", devices.gpus)
    group_add: list[str] = texts("--group-add")
    health_cmd: str | None = text("--health-cmd")
    health_interval: int | None = text("--health-interval", parse_duration)
    health_retries: int | None = number("--health-retries", int64)
    health_start_interval: int | None = text("--health-start-interval", parse_duration, since="1.44")
    health_start_period: int | None = text("--health-start-period", parse_duration)
    health_timeout: int | None = text("--health-timeout", parse_duration)
    hostname: str | None = text("-h, --hostname")
    init: bool | None = switch("--init", default=None)
    interactive: bool = switch("-i, --interactive")
    io_maxbandwidth: int | None = text("--io-maxbandwidth", parse_size, os_type="windows")
    io_maxiops: int | None = number("--io-maxiops", uint64, os_type="windows")
    ip: str | None = text("--ip")
    ip6: str | None = text("--ip6")
    ipc: str | None = text("--ipc")
    isolation: str | None = text("--isolation")
    kernel_memory: int | None = text("--kernel-memory", parse_size)
    label: list[str] = texts("-l, --label", label)
    label_file: list[str] = texts("--label-file")
    link: list[str] = texts("--link", hosts.link)
    link_local_ip: list[str] = texts("--link-local-ip")
    log_driver: str | None = text("--log-driver")
    log_opt: list[str] = texts("--log-opt")
    mac_address: str | None = text("--mac-address")
    memory: int | None = text("-m, --memory", parse_size)
    memory_reservation: int | None = text("--memory-reservation", parse_size)
    memory_swap: int | None = text("--memory-swap", limits.swap)
    memory_swappiness: int | None = number("--memory-swappiness", int64)
    mount: list[Mount] = texts("--mount", parse_mount)
    name: str | None = text("--name")
    network: list[Attachment] = texts("--network", parse_network)
    network_alias: list[str] = texts("--network-alias")
    no_healthcheck: bool = switch("--no-healthcheck")
    oom_kill_disable: bool = switch("--oom-kill-disable")
    oom_score_adj: int | None = number("--oom-score-adj", int64)
    pid: str | None = text("--pid")
    pids_limit: int | None = number("--pids-limit", int64)
    platform: str | None = text("--platform")
    privileged: bool = switch("--privileged")
    publish: list[str] = texts("-p, --publish")
    publish_all: bool = switch("-P, --publish-all")
    read_only: bool = switch("--read-only")
    restart: str | None = text("--restart")
    rm: bool = switch("--rm")
    runtime: str | None = text("--runtime")
    security_opt: list[str] = texts("--security-opt")
    shm_size: int | None = text("--shm-size", parse_size)
    stop_signal: str | None = text("--stop-signal")
    stop_timeout: int | None = number("--stop-timeout", int64)
    storage_opt: list[str] = texts("--storage-opt")
    sysctl: list[str] = texts("--sysctl", sysctl)
    tmpfs: list[str] = texts("--tmpfs")
    tty: bool = switch("-t, --tty")
    ulimit: list[JsonObject] = texts("--ulimit", limits.ulimit)
    user: str | None = text("-u, --user")
    userns: str | None = text("--userns")
    uts: str | None = text("--uts")
    volume: list[str] = texts("-v, --volume")
    volume_driver: str | None = text("--volume-driver")
    volumes_from: list[str] = texts("--volumes-from")
    workdir: str | None = text("-w, --workdir")


class CreateRequest(Data):
    """The request POST /containers/create, and docker's warnings for the user."""

    body: JsonObject
    name: str = ""
    platform: str = ""
    """Normalized, `linux/arm/v7`; "" when not given or unknown to the API version."""
    warnings: Sequence[str] = ()
    """Warnings to show after those of the daemon, in the same form."""
    deprecated: Sequence[str] = ()
    """Warnings about deprecated options, which docker logs while parsing the flags."""

    @property
    def query(self) -> dict[str, str]:
        """The query of the request: name and platform, if given."""
        return present({"name": self.name, "platform": self.platform})


def container_create(
    flags: RunFlags,
    image: str,
    command: Sequence[str] = (),
    *,
    api_version: str,
    environ: Mapping[str, str],
    read_file: ReadFile,
    directory: str,
    proxies: Mapping[str, str] | None = None,
    os_type: str = "linux",
    console_size: tuple[int, int] = (0, 0),
) -> CreateRequest:
    """The request that docker 28.2 makes from these flags.

    Args:
        flags: the parsed flags.
        image: the image, as typed.
        command: the command and its arguments.
        api_version: the API version in use.
        environ: the caller's environment.
        read_file: returns the bytes of a file; raises OSError.
        directory: the caller's absolute working directory.
        proxies: an entry of config.json's `proxies`, see `env.proxies_for`.
        os_type: the operating system of the daemon.
        console_size: height and width of the terminal on standard output, zeros if there is none.

    Raises:
        OptionError: the flags are invalid; the message is docker's for the first error that docker finds.
    """
    require_support(flags, api_version=api_version, os_type=os_type)
    if flags.mac_address and not is_mac(flags.mac_address.strip(SPACES)):
        raise OptionError(f"{flags.mac_address} is not a valid mac address")
    parts = _Parts(flags, environ=environ, read_file=read_file, directory=directory, proxies=proxies or {})
    if flags.rm and restarts(parts.restart):
        raise OptionError("conflicting options: cannot specify both --restart and --rm")
    networks = endpoints(flags.network, _attachment(flags))
    if flags.detach and flags.attach:
        raise OptionError("conflicting options: cannot specify both --attach and --detach", Stage.COMMAND)
    platform = _platform(flags.platform, api_version)
    _require_api(flags.mount, networks, api_version)
    if platform and platform.os == "linux" and is_before(api_version, "1.42"):
        console_size = (0, 0)  # older engines do not use it
    kernel_memory = (flags.kernel_memory or 0) if is_before(api_version, "1.42") else 0
    warning = hosts.localhost_warning(flags.dns)
    return CreateRequest(
        body={
            **_config(flags, parts, image, command),
            "HostConfig": _host_config(flags, parts, directory, console_size, kernel_memory),
            "NetworkingConfig": {"EndpointsConfig": networks},
        },
        name=flags.name or "",
        platform=str(platform or ""),
        warnings=[warning] if warning else [],
        deprecated=[line for mount in flags.mount for line in mount.deprecated],
    )


class _Parts:
    """The parts of the body that are converted or checked first, in the order in which docker does it."""

    def __init__(
        self,
        flags: RunFlags,
        *,
        environ: Mapping[str, str],
        read_file: ReadFile,
        directory: str,
        proxies: Mapping[str, str],
    ) -> None:
        self.swappiness = limits.swappiness(flags.memory_swappiness)
        self.volumes = volumes(flags.volume, directory)
        self.bindings = ports.publish(flags.publish)
        self.exposed = ports.expose(flags.expose)
        self.devices = devices.devices(flags.device)
        self.env = environment(
            flags.env_file, flags.env, environ=environ, read_file=read_file, proxies=proxies
        )
        self.labels = to_map(file_lines(flags.label_file, read_file) + flags.label)
        self.pid = namespaces.pid_mode(flags.pid or "")
        self.uts = namespaces.uts_mode(flags.uts or "")
        self.userns = namespaces.userns_mode(flags.userns or "")
        self.cgroupns = namespaces.cgroupns_mode(flags.cgroupns or "")
        self.restart = restart_policy("no" if flags.restart is None else flags.restart)
        self.log = log_config(flags.log_driver or "", flags.log_opt)
        self.security = security_options(flags.security_opt, read_file)
        self.storage = storage_options(flags.storage_opt)
        self.health = healthcheck(
            command=flags.health_cmd,
            interval=flags.health_interval,
            timeout=flags.health_timeout,
            retries=flags.health_retries,
            start_period=flags.health_start_period,
            start_interval=flags.health_start_interval,
            none=flags.no_healthcheck,
        )


def _attachment(flags: RunFlags) -> Attachment:
    """The settings of the first network that have flags of their own, such as --ip."""
    return Attachment(
        network="",
        aliases=tuple(flags.network_alias),
        links=tuple(flags.link),
        ipv4=flags.ip or "",
        ipv6=flags.ip6 or "",
        mac=flags.mac_address or "",
        link_local=tuple(flags.link_local_ip),
    )


def _platform(text: str | None, api_version: str) -> Platform | None:
    if not text or is_before(api_version, "1.41"):
        return None
    try:
        return parse_platform(text)
    except ValueError as error:
        raise OptionError(f"error parsing specified platform: {error}", Stage.REQUEST) from None


def _require_api(mounts: list[Mount], endpoints: dict[str, JsonObject], api_version: str) -> None:
    """Raise OptionError for options that daemons before API 1.44 ignore or refuse."""
    if not is_before(api_version, "1.44"):
        return
    if any(endpoint["MacAddress"] for endpoint in endpoints.values()):
        raise OptionError(
            '"specify mac-address per network" requires API version 1.44, '
            f"but the Docker daemon API version is {api_version}",
            Stage.REQUEST,
        )
    if any(mount.options.get("bind", {}).get("ReadOnlyForceRecursive") for mount in mounts):
        raise OptionError("bind-recursive=readonly requires API v1.44 or later", Stage.REQUEST)


def _config(flags: RunFlags, parts: _Parts, image: str, command: Sequence[str]) -> JsonObject:
    attached = (
        [] if flags.detach else [*(flags.attach or ("stdout", "stderr")), *(["stdin"] * flags.interactive)]
    )
    body: JsonObject = {
        "Hostname": flags.hostname or "",
        "Domainname": flags.domainname or "",
        "User": flags.user or "",
        "AttachStdin": "stdin" in attached,
        "AttachStdout": "stdout" in attached,
        "AttachStderr": "stderr" in attached,
        **present({"ExposedPorts": ports.port_set(parts.bindings, parts.exposed)}),
        "Tty": flags.tty,
        "OpenStdin": flags.interactive,
        "StdinOnce": flags.interactive and "stdin" in attached,
        "Env": parts.env or None,
        "Cmd": list(command) or None,
        **present({"Healthcheck": parts.health}),
        "Image": image,
        "Volumes": {path: {} for path in sorted(parts.volumes.anonymous)},
        "WorkingDir": flags.workdir or "",
        "Entrypoint": None if flags.entrypoint is None else [flags.entrypoint],
        "OnBuild": None,
        "Labels": parts.labels,
        **present({"StopSignal": flags.stop_signal}),
    }
    if flags.stop_timeout is not None:
        body["StopTimeout"] = flags.stop_timeout
    return body


def _host_config(
    flags: RunFlags, parts: _Parts, directory: str, console_size: tuple[int, int], kernel_memory: int
) -> JsonObject:
    body: JsonObject = {
        "Binds": parts.volumes.binds or None,
        "ContainerIDFile": flags.cidfile or "",
        "LogConfig": parts.log,
        "NetworkMode": flags.network[0].network if flags.network else "default",
        "PortBindings": dict(sorted(parts.bindings.items())),
        "RestartPolicy": parts.restart,
        "AutoRemove": flags.rm,
        "VolumeDriver": flags.volume_driver or "",
        "VolumesFrom": flags.volumes_from or None,
        "ConsoleSize": list(console_size),
        **present({"Annotations": to_map(flags.annotation)}),
        "CapAdd": capabilities(flags.cap_add),
        "CapDrop": capabilities(flags.cap_drop),
        "CgroupnsMode": parts.cgroupns,
        "Dns": flags.dns,
        "DnsOptions": flags.dns_option,
        "DnsSearch": flags.dns_search,
        "ExtraHosts": flags.add_host or None,
        "GroupAdd": flags.group_add or None,
        "IpcMode": flags.ipc or "",
        "Cgroup": "",
        "Links": flags.link or None,
        "OomScoreAdj": flags.oom_score_adj or 0,
        "PidMode": parts.pid,
        "Privileged": flags.privileged,
        "PublishAllPorts": flags.publish_all,
        "ReadonlyRootfs": flags.read_only,
        "SecurityOpt": parts.security.options,
        **present({"StorageOpt": parts.storage, "Tmpfs": tmpfs(flags.tmpfs)}),
        "UTSMode": parts.uts,
        "UsernsMode": parts.userns,
        "ShmSize": flags.shm_size or 0,
        **present({"Sysctls": to_map(flags.sysctl), "Runtime": flags.runtime}),
        "Isolation": flags.isolation or "",
        **_resources(flags, parts, kernel_memory),
        **present({"Mounts": [mount.body(directory) for mount in flags.mount]}),
        "MaskedPaths": parts.security.masked_paths,
        "ReadonlyPaths": parts.security.readonly_paths,
    }
    if flags.init is not None:
        body["Init"] = flags.init
    return body


def _resources(flags: RunFlags, parts: _Parts, kernel_memory: int) -> JsonObject:
    return limits.resources(
        CpuShares=flags.cpu_shares or 0,
        Memory=flags.memory or 0,
        NanoCpus=flags.cpus or 0,
        CgroupParent=flags.cgroup_parent or "",
        BlkioWeight=flags.blkio_weight or 0,
        BlkioWeightDevice=flags.blkio_weight_device,
        BlkioDeviceReadBps=flags.device_read_bps,
        BlkioDeviceWriteBps=flags.device_write_bps,
        BlkioDeviceReadIOps=flags.device_read_iops,
        BlkioDeviceWriteIOps=flags.device_write_iops,
        CpuPeriod=flags.cpu_period or 0,
        CpuQuota=flags.cpu_quota or 0,
        CpuRealtimePeriod=flags.cpu_rt_period or 0,
        CpuRealtimeRuntime=flags.cpu_rt_runtime or 0,
        CpusetCpus=flags.cpuset_cpus or "",
        CpusetMems=flags.cpuset_mems or "",
        Devices=parts.devices.mappings,
        DeviceCgroupRules=flags.device_cgroup_rule or None,
        DeviceRequests=flags.gpus + parts.devices.requests or None,
        KernelMemory=kernel_memory,
        MemoryReservation=flags.memory_reservation or 0,
        MemorySwap=flags.memory_swap or 0,
        MemorySwappiness=parts.swappiness,
        OomKillDisable=flags.oom_kill_disable,
        PidsLimit=flags.pids_limit or 0,
        Ulimits=limits.ulimits(flags.ulimit),
        CpuCount=flags.cpu_count or 0,
        CpuPercent=flags.cpu_percent or 0,
        IOMaximumIOps=flags.io_maxiops or 0,
        IOMaximumBandwidth=flags.io_maxbandwidth or 0,
    )
