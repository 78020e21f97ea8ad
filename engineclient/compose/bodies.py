"""The requests that create a project's containers, networks and volumes, as docker compose sends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ..options.body import Body, present
from ..options.jsontext import compact
from ..options.platforms import parse_platform
from ..options.security import capabilities
from ..versions import is_before
from . import labels
from .config import image_of
from .errors import ComposeError
from .gotext import float32
from .model import DeviceRequest, HealthCheck, Service, ServiceNetwork
from .mounts import Inherited, binds_and_mounts
from .project import Project

_SECOND = 1_000_000_000
_INTERFACE = "com.docker.network.endpoint.ifname"
_RESTARTS = {"none": "no", "any": "always"}


class Creation(NamedTuple):
    """A container to create.

    Attributes:
        name: its name.
        body: Config with HostConfig and NetworkingConfig.
        platform: the `platform` of the query, "" without one.
        connect: networks to connect it to after that, by name, where the engine takes but one at the creation.

    """

    name: str
    body: Body
    platform: str
    connect: Mapping[str, Body]


class Around(NamedTuple):
    """What a container is created with that is not in the project.

    Attributes:
        api_version: the engine's.
        image_id: the ID of the service's image.
        links: HostConfig.Links.
        environment: variables below those of the service, such as proxies.
        inherited: volumes that are taken over from the container that is replaced, by target.
        labels: labels beside those of every container of the project.
        env_files: those of the command line.
        aliases: whether the container has the names of its service on its networks.
        attach_stdin, auto_remove: what `run` may want.
        separator: what stands between the parts of names.
        read_file: reads a seccomp profile.

    """

    api_version: str = "1.51"
    image_id: str = ""
    links: Sequence[str] = ()
    environment: Mapping[str, str | None] = {}
    inherited: Mapping[str, Inherited] = {}
    labels: Mapping[str, str] = {}
    env_files: tuple[str, ...] = ()
    aliases: bool = True
    attach_stdin: bool = False
    auto_remove: bool = False
    separator: str = "-"
    read_file: Callable[[str], bytes] | None = None


def container_name(project: Project, service: Service, number: int, separator: str = "-") -> str:
    """The name of a service's container."""
    return service.container_name or separator.join((project.name, service.name, str(number)))


def creation(
    project: Project, service: Service, number: int, around: Around | None = None, *, name: str = ""
) -> Creation:
    """The request for container `number` of a service; 0 is a one-off, which has a `name` of its own.

    What refers to another service (`network_mode: service:x`) must refer to a container by now: see `with_containers`.

    Raises:
        ComposeError: compose or the engine does not support it.

    """
    around = around or Around()
    own = container_name(project, service, number, around.separator)
    mode, endpoints = _networks(project, service, own, around)
    primary = dict(list(endpoints.items())[-1:]) if is_before(around.api_version, "1.44") else endpoints
    connect = {network: each for network, each in endpoints.items() if network not in primary}
    body: Body = {
        **_config(project, service, number, around),
        "HostConfig": _host_config(project, service, mode, around),
    }
    if not service.network_mode and project.networks:
        body["NetworkingConfig"] = {"EndpointsConfig": primary}
    return Creation(name or own, body, _platform(project, service), connect)


def with_containers(service: Service, containers: Mapping[str, str]) -> Service:
    """The service with containers' IDs in the place of the services that it shares something with.

    Args:
        service: the service.
        containers: the ID of the first container of each service.

    Raises:
        ComposeError: such a service has no container.

    """
    changes: dict[str, Any] = {}
    for key, what in (("network_mode", "network"), ("ipc", "IPC"), ("pid", "PID")):
        mode = getattr(service, key)
        if mode.startswith("service:"):
            other = mode.removeprefix("service:")
            if other not in containers:
                raise ComposeError(f"cannot share {what} namespace with service {other}: container missing")
            changes[key] = f"container:{containers[other]}"
    sources: list[str] = []
    for source in service.volumes_from:
        first, *rest = source.split(":")
        if first == "container":
            sources.append(rest[0] if rest else "")
        elif first in containers:
            sources.append(containers[first])
        else:
            raise ComposeError(f"cannot share volume with service {first}: container missing")
    made: Service = service.replace(**changes, volumes_from=tuple(sources))
    return made


def network_creation(project: Project, key: str) -> Body:
    """The body that creates a network."""
    network = project.networks[key]
    ipam: Body | None = None
    if network.ipam.driver or network.ipam.config:
        pools = [
            present(
                {
                    "Subnet": pool.subnet,
                    "IPRange": pool.ip_range,
                    "Gateway": pool.gateway,
                    "AuxiliaryAddresses": dict(pool.aux_addresses),
                }
            )
            for pool in network.ipam.config
        ]
        ipam = {"Driver": network.ipam.driver, "Options": None, "Config": pools or None}
    switches = {"EnableIPv4": network.enable_ipv4, "EnableIPv6": network.enable_ipv6}
    return {
        "Name": network.name,
        "Driver": network.driver,
        "Scope": "",
        **{name: each for name, each in switches.items() if each is not None},
        "IPAM": ipam,
        "Internal": network.internal,
        "Attachable": network.attachable,
        "Ingress": False,
        "ConfigOnly": False,
        "ConfigFrom": None,
        "Options": dict(network.driver_opts) or None,
        "Labels": labels.of_network(project, key, network),
    }


def volume_creation(project: Project, key: str) -> Body:
    """The body that creates a volume."""
    volume = project.volumes[key]
    options = {"Driver": volume.driver, "DriverOpts": dict(volume.driver_opts)}
    return {
        **present(options),
        "Labels": labels.of_volume(project, key, volume),
        "Name": volume.name,
    }


# --- parts of a container ---


def _config(project: Project, service: Service, number: int, around: Around) -> Body:
    exposed = {*service.expose, *(f"{port.target}/{port.protocol}" for port in service.ports)}
    environment = {**around.environment, **service.environment}
    own = labels.of_container(project, service, number, image_id=around.image_id, env_files=around.env_files)
    body: Body = {
        "Hostname": service.hostname,
        "Domainname": service.domainname,
        "User": service.user,
        "AttachStdin": around.attach_stdin,
        "AttachStdout": True,
        "AttachStderr": True,
        **present({"ExposedPorts": {port: {} for port in sorted(exposed)}}),
        "Tty": service.tty,
        "OpenStdin": service.stdin_open,
        "StdinOnce": around.attach_stdin and service.stdin_open,
        "Env": [f"{key}" if value is None else f"{key}={value}" for key, value in sorted(environment.items())]
        or None,
        "Cmd": None if service.command is None else list(service.command),
        **present({"Healthcheck": _health(service.healthcheck, around.api_version)}),
        "Image": image_of(project, service, around.separator),
        "Volumes": None,
        "WorkingDir": service.working_dir,
        "Entrypoint": None if service.entrypoint is None else list(service.entrypoint),
        **present({"NetworkDisabled": service.network_mode == "disabled"}),
        **present({"MacAddress": _old_mac_address(service, around.api_version)}),
        "OnBuild": None,
        "Labels": {**own, **around.labels},
        **present({"StopSignal": service.stop_signal}),
    }
    if service.stop_grace_period is not None:
        body["StopTimeout"] = int(service.stop_grace_period / _SECOND)
    return body


def _health(check: HealthCheck | None, api_version: str) -> Body | None:
    if check is None:
        return None
    if check.start_interval is not None and is_before(api_version, "1.44"):
        raise ComposeError(
            "can't set healthcheck.start_interval as feature require Docker Engine v25 or later"
        )
    return present(
        {
            "Test": ["NONE"] if check.disable else list(check.test),
            "Interval": check.interval,
            "Timeout": check.timeout,
            "StartPeriod": check.start_period,
            "StartInterval": check.start_interval,
            "Retries": check.retries,
        }
    )


def _host_config(project: Project, service: Service, mode: str, around: Around) -> Body:
    binds, mounts = binds_and_mounts(project, service, around.inherited, api_version=around.api_version)
    options, unconfined = _security(project, service, around)
    bindings: dict[str, list[Body]] = {}
    for port in service.ports:
        bindings.setdefault(f"{port.target}/{port.protocol}", []).append(
            {"HostIp": port.host_ip, "HostPort": port.published}
        )
    log = service.logging
    tmpfs = {path: rest for path, _, rest in (each.partition(":") for each in service.tmpfs)}
    hosts = [f"{host}:{each}" for host, addresses in service.extra_hosts.items() for each in addresses]
    body: Body = {
        "Binds": binds or None,
        "ContainerIDFile": "",
        "LogConfig": {
            "Type": log.driver if log else "",
            "Config": (dict(log.options) or None) if log else None,
        },
        "NetworkMode": mode,
        "PortBindings": bindings,
        "RestartPolicy": _restart(service),
        "AutoRemove": around.auto_remove,
        "VolumeDriver": service.volume_driver,
        "VolumesFrom": list(service.volumes_from) or None,
        "ConsoleSize": [0, 0],
        **present({"Annotations": dict(service.annotations)}),
        "CapAdd": capabilities(service.cap_add),
        "CapDrop": capabilities(service.cap_drop),
        "CgroupnsMode": service.cgroup,
        "Dns": list(service.dns) or None,
        "DnsOptions": list(service.dns_opt) or None,
        "DnsSearch": list(service.dns_search) or None,
        "ExtraHosts": hosts,
        "GroupAdd": list(service.group_add) or None,
        "IpcMode": service.ipc,
        "Cgroup": "",
        "Links": list(around.links) or None,
        "OomScoreAdj": service.oom_score_adj,
        "PidMode": service.pid,
        "Privileged": service.privileged,
        "PublishAllPorts": False,
        "ReadonlyRootfs": service.read_only,
        "SecurityOpt": options or None,
        **present({"StorageOpt": dict(service.storage_opt), "Tmpfs": tmpfs}),
        "UTSMode": service.uts,
        "UsernsMode": service.userns_mode,
        "ShmSize": service.shm_size,
        **present({"Sysctls": dict(service.sysctls), "Runtime": service.runtime}),
        "Isolation": service.isolation,
        **_resources(service),
        **present({"Mounts": mounts}),
        "MaskedPaths": [] if unconfined else None,
        "ReadonlyPaths": [] if unconfined else None,
    }
    if service.init is not None:
        body["Init"] = service.init
    return body


def _restart(service: Service) -> Body:
    name, _, attempts = service.restart.partition(":")
    count = int(attempts) if attempts.isdecimal() else 0
    policy = service.deploy.restart_policy if service.deploy else None
    if policy is not None:
        name, count = policy.condition, policy.max_attempts or 0
    return {"Name": _RESTARTS.get(name, name), "MaximumRetryCount": count}


def _security(project: Project, service: Service, around: Around) -> tuple[list[str], bool]:
    """SecurityOpt, and whether system paths are open."""
    options: list[str] = []
    for option in service.security_opt:
        if option == "systempaths=unconfined":
            continue
        name, separator, value = option.partition("=")
        if not separator and name != "no-new-privileges":
            name, separator, value = option.partition(":")
            if not separator:
                raise ComposeError(f'invalid security-opt: "{option}"')
        if name == "seccomp" and value not in ("unconfined", "builtin"):
            option = f"seccomp={_profile(project, value, around)}"
        options.append(option)
    return options, "systempaths=unconfined" in service.security_opt


def _profile(project: Project, path: str, around: Around) -> str:
    from .shortforms import join

    full = path if path.startswith("/") else join(project.working_dir, path)
    try:
        if around.read_file is None:
            raise FileNotFoundError(2, "no such file or directory", full)
        return compact(around.read_file(full))
    except OSError as error:
        reason = f"open {full}: {(error.strerror or str(error)).lower()}"
        raise ComposeError(f"opening seccomp profile ({path}) failed: {reason}") from None
    except ValueError as error:
        raise ComposeError(f"compacting json for seccomp profile ({path}) failed: {error}") from None


def _resources(service: Service) -> Body:
    deploy = service.deploy.resources if service.deploy else None
    limits = deploy.limits if deploy else None
    reservations = deploy.reservations if deploy else None
    blkio = service.blkio_config
    cpus = limits.cpus if limits and limits.cpus else service.cpus
    pids = limits.pids if limits and limits.pids > 0 else service.pids_limit
    requests = [_request(each) for each in (reservations.devices if reservations else ())]
    mappings: list[Body] = []
    qualified: list[str] = []
    for device in service.devices:
        if device.source == device.target and _is_qualified(device.source):
            qualified.append(device.source)
            continue
        mappings.append(
            {
                "PathOnHost": device.source,
                "PathInContainer": device.target,
                "CgroupPermissions": device.permissions,
            }
        )
    if qualified:
        requests.append(
            {"Driver": "cdi", "Count": 0, "DeviceIDs": qualified, "Capabilities": None, "Options": None}
        )
    requests += [_request(each, "gpu") for each in service.gpus]

    def throttles(name: str) -> list[Body] | None:
        found = getattr(blkio, name) if blkio else ()
        return [{"Path": each.path, "Rate": each.rate} for each in found] or None

    weights = [{"Path": each.path, "Weight": each.weight} for each in (blkio.weight_device if blkio else ())]
    return {
        "CpuShares": service.cpu_shares,
        "Memory": limits.memory if limits and limits.memory else service.mem_limit,
        "NanoCpus": int(float32(cpus * 1e9)),
        "CgroupParent": service.cgroup_parent,
        "BlkioWeight": blkio.weight if blkio else 0,
        "BlkioWeightDevice": weights or None,
        "BlkioDeviceReadBps": throttles("device_read_bps"),
        "BlkioDeviceWriteBps": throttles("device_write_bps"),
        "BlkioDeviceReadIOps": throttles("device_read_iops"),
        "BlkioDeviceWriteIOps": throttles("device_write_iops"),
        "CpuPeriod": service.cpu_period,
        "CpuQuota": service.cpu_quota,
        "CpuRealtimePeriod": service.cpu_rt_period,
        "CpuRealtimeRuntime": service.cpu_rt_runtime,
        "CpusetCpus": service.cpuset,
        "CpusetMems": "",
        "Devices": mappings or None,
        "DeviceCgroupRules": list(service.device_cgroup_rules) or None,
        "DeviceRequests": requests or None,
        "MemoryReservation": reservations.memory
        if reservations and reservations.memory
        else service.mem_reservation,
        "MemorySwap": service.memswap_limit,
        "MemorySwappiness": service.mem_swappiness or None,
        "OomKillDisable": service.oom_kill_disable,
        "PidsLimit": pids or None,
        "Ulimits": [
            {"Name": name, "Hard": each.hard or each.single, "Soft": each.soft or each.single}
            for name, each in sorted(service.ulimits.items())
        ]
        or None,
        "CpuCount": service.cpu_count,
        "CpuPercent": int(float32(service.cpu_percent * 100)),
        "IOMaximumIOps": 0,
        "IOMaximumBandwidth": 0,
    }


def _request(request: DeviceRequest, *capabilities: str) -> Body:
    return {
        "Driver": request.driver,
        "Count": request.count,
        "DeviceIDs": list(request.device_ids) or None,
        "Capabilities": [[*request.capabilities, *capabilities] or None],
        "Options": dict(request.options) or None,
    }


def _is_qualified(name: str) -> bool:
    """Whether it is a name of the Container Device Interface: `vendor/class=device`."""
    kind, equals, device = name.partition("=")
    vendor, slash, of = kind.partition("/")
    return bool(equals and slash and vendor and of and device) and not name.startswith("/")


def _platform(project: Project, service: Service) -> str:
    text = service.platform or project.environment.get("DOCKER_DEFAULT_PLATFORM", "")
    if not text:
        return ""
    try:
        return str(parse_platform(text))
    except ValueError as error:
        raise ComposeError(str(error)) from None


# --- networks of a container ---


def _networks(project: Project, service: Service, name: str, around: Around) -> tuple[str, dict[str, Body]]:
    """NetworkMode, and the endpoints by name of the network; the first network comes last."""
    if service.network_mode:
        return service.network_mode, {}
    if not project.networks:
        return "none", {}
    keys = service.networks_by_priority() or ["default"]
    _check_addresses(service, keys, around.api_version)
    endpoints = {
        project.networks[key].name: _endpoint(service, key, name, around) for key in [*keys[1:], keys[0]]
    }
    first = project.networks[keys[0]].name
    if not is_before(around.api_version, "1.44") and not endpoints[first]["MacAddress"]:
        endpoints[first]["MacAddress"] = service.mac_address
    return first, endpoints


def _check_addresses(service: Service, keys: Sequence[str], api_version: str) -> None:
    main = service.networks.get(keys[0])
    own = service.mac_address
    if own and main and main.mac_address and main.mac_address != own:
        raise ComposeError(f"the service-level mac_address should have the same value as network {keys[0]}")
    named = sorted(key for key, each in service.networks.items() if each and each.mac_address)
    if is_before(api_version, "1.44") and len(named) > 1:
        raise ComposeError(
            f"a MAC address is specified for multiple networks ({', '.join(named)}), "
            "but this feature requires Docker Engine v25 or later"
        )
    if is_before(api_version, "1.49") and any(
        each and each.interface_name for each in service.networks.values()
    ):
        raise ComposeError("interface_name requires Docker Engine v28.1 or later")


def _old_mac_address(service: Service, api_version: str) -> str:
    """Config.MacAddress, where engines before API 1.44 have it."""
    if not is_before(api_version, "1.44"):
        return ""
    main = service.networks.get((service.networks_by_priority() or [""])[0])
    return main.mac_address if main and main.mac_address else service.mac_address


def _endpoint(service: Service, key: str, name: str, around: Around) -> Body:
    network: ServiceNetwork | None = service.networks.get(key)
    options = dict(network.driver_opts) if network else {}
    if network and network.interface_name:
        options[_INTERFACE] = network.interface_name
    aliases = [name]
    if around.aliases:
        aliases += [service.name, *(network.aliases if network else ())]
    ipam: Body | None = None
    if network:
        ipam = present(
            {
                "IPv4Address": network.ipv4_address,
                "IPv6Address": network.ipv6_address,
                "LinkLocalIPs": list(network.link_local_ips),
            }
        )
    return {
        "IPAMConfig": ipam,
        "Links": list(around.links) or None,
        "Aliases": aliases,
        "MacAddress": network.mac_address if network else "",
        "DriverOpts": options or None,
        "GwPriority": network.gw_priority if network else 0,
        "NetworkID": "",
        "EndpointID": "",
        "Gateway": "",
        "IPAddress": network.ipv4_address if network else "",
        "IPPrefixLen": 0,
        "IPv6Gateway": network.ipv6_address if network else "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": None,
    }
