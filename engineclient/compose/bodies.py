"""The bodies of the requests that create a project's containers, networks and volumes, as docker compose sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from engineclient.compose import labels
from engineclient.compose.config import image_of
from engineclient.compose.creation_context import CreationContext
from engineclient.compose.endpoints import networks, old_mac_address
from engineclient.compose.errors import ComposeError
from engineclient.compose.interpolate import to_integer
from engineclient.compose.model import HealthCheck, Service
from engineclient.compose.mounts import binds_and_mounts
from engineclient.compose.project import Project
from engineclient.compose.resources import resources
from engineclient.compose.shortforms import join
from engineclient.golang.json_errors import check_and_compact
from engineclient.golang.platforms import parse_platform
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.security import capabilities
from engineclient.versions import is_before

_SECOND = 1_000_000_000
_RESTARTS = {"none": "no", "any": "always"}


class Creation(NamedTuple):
    """A container to create with `POST /containers/create`.

    Attributes:
        name: its name.
        body: the body: Config with HostConfig and NetworkingConfig.
        platform: the parameter `platform`; "" for none.
        connect: the endpoints of further networks, by name, for `POST /networks/{name}/connect` after the creation: before
            API 1.44 a container is created with one network.

    """

    name: str
    body: JsonObject
    platform: str
    connect: Mapping[str, JsonObject]


def container_name(project: Project, service: Service, number: int, separator: str = "-") -> str:
    """The name of container `number` of a service: `container_name`, or PROJECT-SERVICE-NUMBER with `separator`."""
    return service.container_name or separator.join((project.name, service.name, str(number)))


def creation(
    project: Project, service: Service, number: int, context: CreationContext | None = None, *, name: str = ""
) -> Creation:
    """The request that creates a container of a service.

    Keys that refer to another service (`network_mode: service:x`) must refer to its container already: see
    `with_containers`.

    Args:
        project: declares the networks, volumes, secrets and configs.
        service: the service.
        number: the number of the container from 1; 0 for a one-off container.
        context: the values that the project does not define.
        name: the name of the container, if it is not the usual one of that number.

    Raises:
        ComposeError: docker compose or the engine does not support a key, or a seccomp profile cannot be read.

    """
    context = context or CreationContext()
    own = container_name(project, service, number, context.separator)
    mode, endpoints = networks(project, service, own, context)
    primary = dict(list(endpoints.items())[-1:]) if is_before(context.api_version, "1.44") else endpoints
    connect = {network: each for network, each in endpoints.items() if network not in primary}
    body: JsonObject = {
        **_config(project, service, number, context),
        "HostConfig": _host_config(project, service, mode, context),
    }
    if not service.network_mode and project.networks:
        body["NetworkingConfig"] = {"EndpointsConfig": primary}
    return Creation(name or own, body, _platform(project, service), connect)


def with_containers(service: Service, containers: Mapping[str, str]) -> Service:
    """The service with container IDs in place of the services whose namespaces or volumes it shares.

    `network_mode`, `ipc` and `pid` become `container:ID`, the elements of `volumes_from` IDs.

    Args:
        service: the service.
        containers: the ID of the first container of each service.

    Raises:
        ComposeError: one of these services has no container.

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


def network_creation(project: Project, key: str) -> JsonObject:
    """The body of `POST /networks/create` for the network with a `key` of the file."""
    network = project.networks[key]
    ipam: JsonObject | None = None
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


def volume_creation(project: Project, key: str) -> JsonObject:
    """The body of `POST /volumes/create` for the volume with a `key` of the file."""
    volume = project.volumes[key]
    options = {"Driver": volume.driver, "DriverOpts": dict(volume.driver_opts)}
    return {
        **present(options),
        "Labels": labels.of_volume(project, key, volume),
        "Name": volume.name,
    }


# --- parts of a container ---


def _config(project: Project, service: Service, number: int, context: CreationContext) -> JsonObject:
    exposed = {*service.expose, *(f"{port.target}/{port.protocol}" for port in service.ports)}
    environment = {**context.environment, **service.environment}
    own = labels.of_container(
        project, service, number, image_id=context.image_id, env_files=context.env_files
    )
    body: JsonObject = {
        "Hostname": service.hostname,
        "Domainname": service.domainname,
        "User": service.user,
        "AttachStdin": context.attach_stdin,
        "AttachStdout": True,
        "AttachStderr": True,
        **present({"ExposedPorts": {port: {} for port in sorted(exposed)}}),
        "Tty": service.tty,
        "OpenStdin": service.stdin_open,
        "StdinOnce": context.attach_stdin and service.stdin_open,
        "Env": [key if value is None else f"{key}={value}" for key, value in sorted(environment.items())]
        or None,
        "Cmd": None if service.command is None else list(service.command),
        **present({"Healthcheck": _health(service.healthcheck, context.api_version)}),
        "Image": image_of(project, service, context.separator),
        "Volumes": None,
        "WorkingDir": service.working_dir,
        "Entrypoint": None if service.entrypoint is None else list(service.entrypoint),
        **present({"NetworkDisabled": service.network_mode == "disabled"}),
        **present({"MacAddress": old_mac_address(service, context.api_version)}),
        "OnBuild": None,
        "Labels": {**own, **context.labels},
        **present({"StopSignal": service.stop_signal}),
    }
    if service.stop_grace_period is not None:
        body["StopTimeout"] = int(service.stop_grace_period / _SECOND)
    return body


def _health(check: HealthCheck | None, api_version: str) -> JsonObject | None:
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


def _host_config(project: Project, service: Service, mode: str, context: CreationContext) -> JsonObject:
    binds, mounts = binds_and_mounts(project, service, context.inherited, api_version=context.api_version)
    options, unconfined = _security(project, service, context)
    bindings: dict[str, list[JsonObject]] = {}
    for port in service.ports:
        bindings.setdefault(f"{port.target}/{port.protocol}", []).append(
            {"HostIp": port.host_ip, "HostPort": port.published}
        )
    log = service.logging
    tmpfs = {path: rest for path, _, rest in (each.partition(":") for each in service.tmpfs)}
    hosts = [f"{host}:{each}" for host, addresses in service.extra_hosts.items() for each in addresses]
    body: JsonObject = {
        "Binds": binds or None,
        "ContainerIDFile": "",
        "LogConfig": {
            "Type": log.driver if log else "",
            "Config": (dict(log.options) or None) if log else None,
        },
        "NetworkMode": mode,
        "PortBindings": bindings,
        "RestartPolicy": _restart(service),
        "AutoRemove": context.auto_remove,
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
        "Links": list(context.links) or None,
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
        **resources(service),
        **present({"Mounts": mounts}),
        "MaskedPaths": [] if unconfined else None,
        "ReadonlyPaths": [] if unconfined else None,
    }
    if service.init is not None:
        body["Init"] = service.init
    return body


def _restart(service: Service) -> JsonObject:
    name, _, attempts = service.restart.partition(":")
    try:
        count = to_integer(attempts)
    except ValueError:  # docker compose ignores a number that it cannot parse
        count = 0
    policy = service.deploy.restart_policy if service.deploy else None
    if policy is not None:
        name, count = policy.condition, policy.max_attempts or 0
    return {"Name": _RESTARTS.get(name, name), "MaximumRetryCount": count}


def _security(project: Project, service: Service, context: CreationContext) -> tuple[list[str], bool]:
    """HostConfig.SecurityOpt, and whether no system paths are masked."""
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
            option = f"seccomp={_profile(project, value, context)}"
        options.append(option)
    return options, "systempaths=unconfined" in service.security_opt


def _profile(project: Project, path: str, context: CreationContext) -> str:
    full = path if path.startswith("/") else join(project.working_dir, path)
    try:
        if context.files is None:
            raise FileNotFoundError(2, "no such file or directory", full)
        return check_and_compact(context.files.read(full))
    except OSError as error:
        reason = f"open {full}: {(error.strerror or str(error)).lower()}"
        raise ComposeError(f"opening seccomp profile ({path}) failed: {reason}") from None
    except ValueError as error:
        raise ComposeError(f"compacting json for seccomp profile ({path}) failed: {error}") from None


def _platform(project: Project, service: Service) -> str:
    text = service.platform or project.environment.get("DOCKER_DEFAULT_PLATFORM", "")
    if not text:
        return ""
    try:
        return str(parse_platform(text))
    except ValueError as error:
        raise ComposeError(str(error)) from None
