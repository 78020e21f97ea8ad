"""A container to create: the flags of `run` and `create`, and the request they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engineclient.golang.addresses import is_mac
from engineclient.golang.durations import parse_duration
from engineclient.golang.platforms import Platform, parse_platform
from engineclient.golang.strconv import SPACES, int64, uint16, uint64
from engineclient.golang.units import parse_size
from engineclient.options.values import blkio, devices, hosts, limits, namespaces, ports
from engineclient.options.values.env import ReadFile, environment, file_lines, variable
from engineclient.options.values.flag import (
    OptionError,
    Stage,
    number,
    read,
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
from engineclient.options.values.security import SecurityOptions, capabilities, security_options
from engineclient.options.values.volumes import Volumes, tmpfs, volumes
from engineclient.versions import is_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import SimpleNamespace


def stream(text: str) -> str:
    """One --attach, in lower case. Raises OptionError unless it is a standard stream."""
    if text.lower() not in ("stdin", "stdout", "stderr"):
        raise OptionError("valid streams are STDIN, STDOUT and STDERR")
    return text.lower()


@dataclass(kw_only=True, eq=False, repr=False)
class RunFlags:
    """What a user gave for a new container, values as text the way docker takes them; None is "not given"."""

    add_host: Sequence[str] = texts("--add-host", hosts.extra_host)
    annotation: Sequence[str] = texts("--annotation", since="1.43")
    attach: Sequence[str] = texts("-a, --attach", stream)
    blkio_weight: int | None = number("--blkio-weight", uint16)
    blkio_weight_device: Sequence[str] = texts("--blkio-weight-device", blkio.weight)
    cap_add: Sequence[str] = texts("--cap-add")
    cap_drop: Sequence[str] = texts("--cap-drop")
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
    cpus: str | None = text("--cpus", limits.nano_cpus)
    cpuset_cpus: str | None = text("--cpuset-cpus")
    cpuset_mems: str | None = text("--cpuset-mems")
    detach: bool = switch("-d, --detach")
    device: Sequence[str] = texts("--device")
    device_cgroup_rule: Sequence[str] = texts("--device-cgroup-rule", devices.cgroup_rule)
    device_read_bps: Sequence[str] = texts("--device-read-bps", blkio.bytes_per_second)
    device_read_iops: Sequence[str] = texts("--device-read-iops", blkio.operations_per_second)
    device_write_bps: Sequence[str] = texts("--device-write-bps", blkio.bytes_per_second)
    device_write_iops: Sequence[str] = texts("--device-write-iops", blkio.operations_per_second)
    dns: Sequence[str] = texts("--dns", hosts.address)
    dns_option: Sequence[str] = texts("--dns-option")
    dns_search: Sequence[str] = texts("--dns-search", hosts.search_domain)
    domainname: str | None = text("--domainname")
    entrypoint: str | None = text("--entrypoint")
    env: Sequence[str] = texts("-e, --env", variable)
    env_file: Sequence[str] = texts("--env-file")
    expose: Sequence[str] = texts("--expose")
    gpus: Sequence[str] = texts("--gpus", devices.gpus)
    group_add: Sequence[str] = texts("--group-add")
    health_cmd: str | None = text("--health-cmd")
    health_interval: str | None = text("--health-interval", parse_duration)
    health_retries: int | None = number("--health-retries", int64)
    health_start_interval: str | None = text("--health-start-interval", parse_duration, since="1.44")
    health_start_period: str | None = text("--health-start-period", parse_duration)
    health_timeout: str | None = text("--health-timeout", parse_duration)
    hostname: str | None = text("-h, --hostname")
    init: bool | None = switch("--init", default=None)
    interactive: bool = switch("-i, --interactive")
    io_maxbandwidth: str | None = text("--io-maxbandwidth", parse_size, os_type="windows")
    io_maxiops: int | None = number("--io-maxiops", uint64, os_type="windows")
    ip: str | None = text("--ip")
    ip6: str | None = text("--ip6")
    ipc: str | None = text("--ipc")
    isolation: str | None = text("--isolation")
    kernel_memory: str | None = text("--kernel-memory", parse_size)
    label: Sequence[str] = texts("-l, --label", label)
    label_file: Sequence[str] = texts("--label-file")
    link: Sequence[str] = texts("--link", hosts.link)
    link_local_ip: Sequence[str] = texts("--link-local-ip")
    log_driver: str | None = text("--log-driver")
    log_opt: Sequence[str] = texts("--log-opt")
    mac_address: str | None = text("--mac-address")
    memory: str | None = text("-m, --memory", parse_size)
    memory_reservation: str | None = text("--memory-reservation", parse_size)
    memory_swap: str | None = text("--memory-swap", limits.swap)
    memory_swappiness: int | None = number("--memory-swappiness", int64)
    mount: Sequence[str] = texts("--mount", parse_mount)
    name: str | None = text("--name")
    network: Sequence[str] = texts("--network", parse_network)
    network_alias: Sequence[str] = texts("--network-alias")
    no_healthcheck: bool = switch("--no-healthcheck")
    oom_kill_disable: bool = switch("--oom-kill-disable")
    oom_score_adj: int | None = number("--oom-score-adj", int64)
    pid: str | None = text("--pid")
    pids_limit: int | None = number("--pids-limit", int64)
    platform: str | None = text("--platform")
    privileged: bool = switch("--privileged")
    publish: Sequence[str] = texts("-p, --publish")
    publish_all: bool = switch("-P, --publish-all")
    read_only: bool = switch("--read-only")
    restart: str | None = text("--restart")
    rm: bool = switch("--rm")
    runtime: str | None = text("--runtime")
    security_opt: Sequence[str] = texts("--security-opt")
    shm_size: str | None = text("--shm-size", parse_size)
    stop_signal: str | None = text("--stop-signal")
    stop_timeout: int | None = number("--stop-timeout", int64)
    storage_opt: Sequence[str] = texts("--storage-opt")
    sysctl: Sequence[str] = texts("--sysctl", sysctl)
    tmpfs: Sequence[str] = texts("--tmpfs")
    tty: bool = switch("-t, --tty")
    ulimit: Sequence[str] = texts("--ulimit", limits.ulimit)
    user: str | None = text("-u, --user")
    userns: str | None = text("--userns")
    uts: str | None = text("--uts")
    volume: Sequence[str] = texts("-v, --volume")
    volume_driver: str | None = text("--volume-driver")
    volumes_from: Sequence[str] = texts("--volumes-from")
    workdir: str | None = text("-w, --workdir")


@dataclass(frozen=True, kw_only=True)
class CreateRequest:
    """POST /containers/create, and what docker says to the user beside it."""

    body: JsonObject
    name: str = ""
    platform: str = ""
    """Canonical, `linux/arm/v7`; empty when not given or unknown to the API version."""
    warnings: list[str] = field(default_factory=list[str])
    """To be shown like the daemon's own warnings, after them."""
    deprecated: list[str] = field(default_factory=list[str])
    """What docker logs as warnings while it reads the flags."""

    @property
    def query(self) -> dict[str, str]:
        """The query of the request: what is set of name and platform."""
        return present({"name": self.name, "platform": self.platform})


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What needs a rule before it goes into the body, in the order in which docker looks."""

    swappiness: int
    volumes: Volumes
    bindings: ports.Bindings
    exposed: list[str]
    devices: devices.Devices
    env: list[str]
    labels: dict[str, str]
    pid: str
    uts: str
    userns: str
    cgroupns: str
    restart: JsonObject
    log: JsonObject
    security: SecurityOptions
    storage: dict[str, str]
    health: JsonObject | None


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
    """The request that docker 28.2 makes of these flags.

    `environ` and `directory` are the caller's environment and absolute working directory; `read_file` gives a
    file's bytes, raising OSError; `proxies` is one entry of config.json's `proxies` (see env.proxies_for);
    `console_size` is height and width of the terminal on standard output, zeros if there is none. `os_type`
    and `api_version` are the daemon's.

    Raises OptionError, for the first thing wrong in the order in which docker looks.
    """
    given = read(flags)
    require_support(flags, api_version=api_version, os_type=os_type)
    if given.mac_address and not is_mac(given.mac_address.strip(SPACES)):
        raise OptionError(f"{given.mac_address} is not a valid mac address")
    parts = _parts(given, environ=environ, read_file=read_file, directory=directory, proxies=proxies or {})
    if flags.rm and restarts(parts.restart):
        raise OptionError("conflicting options: cannot specify both --restart and --rm")
    networks = endpoints(given.network, _beside(given))
    if flags.detach and flags.attach:
        raise OptionError("conflicting options: cannot specify both --attach and --detach", Stage.COMMAND)
    platform = _platform(flags.platform, api_version)
    _require_api(given.mount, networks, api_version)
    if platform and platform.os == "linux" and is_before(api_version, "1.42"):
        console_size = (0, 0)  # older engines have no use for it
    kernel_memory = (given.kernel_memory or 0) if is_before(api_version, "1.42") else 0
    warning = hosts.localhost_warning(given.dns)
    return CreateRequest(
        body={
            **_config(given, parts, image, command),
            "HostConfig": _host_config(given, parts, directory, console_size, kernel_memory),
            "NetworkingConfig": {"EndpointsConfig": networks},
        },
        name=flags.name or "",
        platform=str(platform or ""),
        warnings=[warning] if warning else [],
        deprecated=[line for mount in given.mount for line in mount.deprecated],
    )


def _parts(
    given: SimpleNamespace,
    *,
    environ: Mapping[str, str],
    read_file: ReadFile,
    directory: str,
    proxies: Mapping[str, str],
) -> _Parts:
    return _Parts(
        swappiness=limits.swappiness(given.memory_swappiness),
        volumes=volumes(given.volume, directory),
        bindings=ports.publish(given.publish),
        exposed=ports.expose(given.expose),
        devices=devices.devices(given.device),
        env=environment(given.env_file, given.env, environ=environ, read_file=read_file, proxies=proxies),
        labels=to_map(file_lines(given.label_file, read_file) + given.label),
        pid=namespaces.pid_mode(given.pid or ""),
        uts=namespaces.uts_mode(given.uts or ""),
        userns=namespaces.userns_mode(given.userns or ""),
        cgroupns=namespaces.cgroupns_mode(given.cgroupns or ""),
        restart=restart_policy("no" if given.restart is None else given.restart),
        log=log_config(given.log_driver or "", given.log_opt),
        security=security_options(given.security_opt, read_file),
        storage=storage_options(given.storage_opt),
        health=healthcheck(
            command=given.health_cmd,
            interval=given.health_interval,
            timeout=given.health_timeout,
            retries=given.health_retries,
            start_period=given.health_start_period,
            start_interval=given.health_start_interval,
            none=given.no_healthcheck,
        ),
    )


def _beside(given: SimpleNamespace) -> Attachment:
    """The flags beside --network as the settings they are for the first network."""
    return Attachment(
        network="",
        aliases=tuple(given.network_alias),
        links=tuple(given.link),
        ipv4=given.ip or "",
        ipv6=given.ip6 or "",
        mac=given.mac_address or "",
        link_local=tuple(given.link_local_ip),
    )


def _platform(text: str | None, api_version: str) -> Platform | None:
    if not text or is_before(api_version, "1.41"):
        return None
    try:
        return parse_platform(text)
    except ValueError as error:
        raise OptionError(f"error parsing specified platform: {error}", Stage.REQUEST) from None


def _require_api(mounts: list[Mount], endpoints: dict[str, JsonObject], api_version: str) -> None:
    """Refuse what a daemon before API 1.44 would not do, or not notice."""
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


def _config(given: SimpleNamespace, parts: _Parts, image: str, command: Sequence[str]) -> JsonObject:
    attached = (
        [] if given.detach else [*(given.attach or ("stdout", "stderr")), *(["stdin"] * given.interactive)]
    )
    body: JsonObject = {
        "Hostname": given.hostname or "",
        "Domainname": given.domainname or "",
        "User": given.user or "",
        "AttachStdin": "stdin" in attached,
        "AttachStdout": "stdout" in attached,
        "AttachStderr": "stderr" in attached,
        **present({"ExposedPorts": ports.port_set(parts.bindings, parts.exposed)}),
        "Tty": given.tty,
        "OpenStdin": given.interactive,
        "StdinOnce": given.interactive and "stdin" in attached,
        "Env": parts.env or None,
        "Cmd": list(command) or None,
        **present({"Healthcheck": parts.health}),
        "Image": image,
        "Volumes": {path: {} for path in sorted(parts.volumes.anonymous)},
        "WorkingDir": given.workdir or "",
        "Entrypoint": None if given.entrypoint is None else [given.entrypoint],
        "OnBuild": None,
        "Labels": parts.labels,
        **present({"StopSignal": given.stop_signal}),
    }
    if given.stop_timeout is not None:
        body["StopTimeout"] = given.stop_timeout
    return body


def _host_config(
    given: SimpleNamespace, parts: _Parts, directory: str, console_size: tuple[int, int], kernel_memory: int
) -> JsonObject:
    body: JsonObject = {
        "Binds": parts.volumes.binds or None,
        "ContainerIDFile": given.cidfile or "",
        "LogConfig": parts.log,
        "NetworkMode": given.network[0].network if given.network else "default",
        "PortBindings": dict(sorted(parts.bindings.items())),
        "RestartPolicy": parts.restart,
        "AutoRemove": given.rm,
        "VolumeDriver": given.volume_driver or "",
        "VolumesFrom": given.volumes_from or None,
        "ConsoleSize": list(console_size),
        **present({"Annotations": to_map(given.annotation)}),
        "CapAdd": capabilities(given.cap_add),
        "CapDrop": capabilities(given.cap_drop),
        "CgroupnsMode": parts.cgroupns,
        "Dns": given.dns,
        "DnsOptions": given.dns_option,
        "DnsSearch": given.dns_search,
        "ExtraHosts": given.add_host or None,
        "GroupAdd": given.group_add or None,
        "IpcMode": given.ipc or "",
        "Cgroup": "",
        "Links": given.link or None,
        "OomScoreAdj": given.oom_score_adj or 0,
        "PidMode": parts.pid,
        "Privileged": given.privileged,
        "PublishAllPorts": given.publish_all,
        "ReadonlyRootfs": given.read_only,
        "SecurityOpt": parts.security.options,
        **present({"StorageOpt": parts.storage, "Tmpfs": tmpfs(given.tmpfs)}),
        "UTSMode": parts.uts,
        "UsernsMode": parts.userns,
        "ShmSize": given.shm_size or 0,
        **present({"Sysctls": to_map(given.sysctl), "Runtime": given.runtime}),
        "Isolation": given.isolation or "",
        **_resources(given, parts, kernel_memory),
        **present({"Mounts": [mount.body(directory) for mount in given.mount]}),
        "MaskedPaths": parts.security.masked_paths,
        "ReadonlyPaths": parts.security.readonly_paths,
    }
    if given.init is not None:
        body["Init"] = given.init
    return body


def _resources(given: SimpleNamespace, parts: _Parts, kernel_memory: int) -> JsonObject:
    return limits.resources(
        CpuShares=given.cpu_shares or 0,
        Memory=given.memory or 0,
        NanoCpus=given.cpus or 0,
        CgroupParent=given.cgroup_parent or "",
        BlkioWeight=given.blkio_weight or 0,
        BlkioWeightDevice=given.blkio_weight_device,
        BlkioDeviceReadBps=given.device_read_bps,
        BlkioDeviceWriteBps=given.device_write_bps,
        BlkioDeviceReadIOps=given.device_read_iops,
        BlkioDeviceWriteIOps=given.device_write_iops,
        CpuPeriod=given.cpu_period or 0,
        CpuQuota=given.cpu_quota or 0,
        CpuRealtimePeriod=given.cpu_rt_period or 0,
        CpuRealtimeRuntime=given.cpu_rt_runtime or 0,
        CpusetCpus=given.cpuset_cpus or "",
        CpusetMems=given.cpuset_mems or "",
        Devices=parts.devices.mappings,
        DeviceCgroupRules=given.device_cgroup_rule or None,
        DeviceRequests=given.gpus + parts.devices.requests or None,
        KernelMemory=kernel_memory,
        MemoryReservation=given.memory_reservation or 0,
        MemorySwap=given.memory_swap or 0,
        MemorySwappiness=parts.swappiness,
        OomKillDisable=given.oom_kill_disable,
        PidsLimit=given.pids_limit or 0,
        Ulimits=limits.ulimits(given.ulimit),
        CpuCount=given.cpu_count or 0,
        CpuPercent=given.cpu_percent or 0,
        IOMaximumIOps=given.io_maxiops or 0,
        IOMaximumBandwidth=given.io_maxbandwidth or 0,
    )
