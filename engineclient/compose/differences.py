"""Compare a container with the request that would create it now: the keys of the service that differ, with both values.

The config hash only tells that something differs. Here the settings of the container are compared one by one; values that
the image or the engine has added do not count as differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from engineclient.compose.labels import PREFIX

_KEYS: Final = {
    "Cmd": "command",
    "Domainname": "domainname",
    "Entrypoint": "entrypoint",
    "ExposedPorts": "expose",
    "Healthcheck": "healthcheck",
    "Hostname": "hostname",
    "Image": "image",
    "OpenStdin": "stdin_open",
    "StopSignal": "stop_signal",
    "StopTimeout": "stop_grace_period",
    "Tty": "tty",
    "User": "user",
    "WorkingDir": "working_dir",
}
_HOST_KEYS: Final = {
    "Annotations": "annotations", "Binds": "volumes", "BlkioWeight": "blkio_config.weight", "CapAdd": "cap_add",
    "CapDrop": "cap_drop", "CgroupParent": "cgroup_parent", "CgroupnsMode": "cgroup", "CpuPeriod": "cpu_period",
    "CpuQuota": "cpu_quota", "CpuShares": "cpu_shares", "CpusetCpus": "cpuset", "Devices": "devices", "Dns": "dns",
    "DnsOptions": "dns_opt", "DnsSearch": "dns_search", "ExtraHosts": "extra_hosts", "GroupAdd": "group_add",
    "Init": "init", "IpcMode": "ipc", "LogConfig": "logging", "Memory": "mem_limit",
    "MemoryReservation": "mem_reservation", "MemorySwap": "memswap_limit", "Mounts": "volumes", "NanoCpus": "cpus",
    "NetworkMode": "network_mode", "OomScoreAdj": "oom_score_adj", "PidMode": "pid", "PidsLimit": "pids_limit",
    "PortBindings": "ports", "Privileged": "privileged", "ReadonlyRootfs": "read_only", "RestartPolicy": "restart",
    "Runtime": "runtime", "SecurityOpt": "security_opt", "ShmSize": "shm_size", "StorageOpt": "storage_opt",
    "Sysctls": "sysctls", "Tmpfs": "tmpfs", "UTSMode": "uts", "Ulimits": "ulimits", "UsernsMode": "userns_mode",
    "VolumesFrom": "volumes_from",
}  # fmt: skip
# fields to which the engine gives a value if the request does not
_FILLED: Final = frozenset(
    (
        "CgroupnsMode",
        "Hostname",
        "IpcMode",
        "LogConfig",
        "MemorySwap",
        "NetworkMode",
        "Runtime",
        "ShmSize",
        "Init",
    )
)
_UNORDERED: Final = frozenset(
    ("Binds", "CapAdd", "CapDrop", "ExtraHosts", "Mounts", "SecurityOpt", "Ulimits")
)


class Change(NamedTuple):
    """A key of a service whose value has changed: `environment.LEVEL "1" -> "2"`.

    Attributes:
        key: the path of the key in the service, as in a compose file.
        old: the value of the container; None if it has none.
        new: the value in the file now; None if it has none.

    """

    key: str
    old: Any
    new: Any


def changes(
    body: Mapping[str, Any], inspected: Mapping[str, Any], image: Mapping[str, Any] | None = None
) -> list[Change]:
    """The settings of a container that would change, sorted by key.

    Args:
        body: the body of the request that would create the container now.
        inspected: the answer of `GET /containers/{id}/json`.
        image: the answer of `GET /images/{name}/json` for the container's image.

    """
    config = inspected.get("Config") or {}
    host = inspected.get("HostConfig") or {}
    defaults = (image or {}).get("Config") or {}
    return sorted(
        [
            *_environment(body, config, defaults),
            *_labels(body, config, defaults),
            *_differing(body, config, defaults, _KEYS),
            *_differing(body["HostConfig"], host, {}, _HOST_KEYS),
            *_networks(body, inspected),
        ],
        key=lambda each: each.key,
    )


def _differing(
    new: Mapping[str, Any], old: Mapping[str, Any], defaults: Mapping[str, Any], keys: Mapping[str, str]
) -> Iterator[Change]:
    for wire, key in keys.items():
        wanted, found = _plain(new.get(wire), wire), _plain(old.get(wire), wire)
        if wanted == found or (
            wanted is None and (wire in _FILLED or found == _plain(defaults.get(wire), wire))
        ):
            continue
        if wire == "ExposedPorts" and set(wanted or ()) <= set(found or ()):
            continue  # the container also has the ports of its image
        yield Change(key, found, wanted)


def _plain(value: Any, wire: str) -> Any:
    """A value without its empty parts, and with the lists sorted whose order has no meaning; None if nothing is left."""
    if wire == "RestartPolicy" and (value or {}).get("Name") in ("", "no", None):
        return None
    if wire == "PortBindings":
        return {port: each for port, each in (value or {}).items() if each} or None
    if wire == "LogConfig" and not (value or {}).get("Type"):
        return None
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if each not in (None, "", 0, False, [], {})} or None
    if isinstance(value, list):
        items = [_plain(each, "") for each in value]
        return (sorted(items, key=str) if wire in _UNORDERED else items) or None
    return value or None


def _environment(
    body: Mapping[str, Any], config: Mapping[str, Any], defaults: Mapping[str, Any]
) -> Iterator[Change]:
    old, new, image = (_pairs(each.get("Env")) for each in (config, body, defaults))
    for name in sorted({*old, *new}):
        was, wanted = old.get(name), new.get(name)
        if was != wanted and not (name not in new and was == image.get(name)):
            yield Change(f"environment.{name}", was, wanted)


def _pairs(lines: Any) -> dict[str, str]:
    found = (line.partition("=") for line in lines or ())
    return {name: value for name, equals, value in found if equals}


def _labels(
    body: Mapping[str, Any], config: Mapping[str, Any], defaults: Mapping[str, Any]
) -> Iterator[Change]:
    old, new, image = (each.get("Labels") or {} for each in (config, body, defaults))
    for name in sorted({*old, *new}):
        if name.startswith(PREFIX) or old.get(name) == new.get(name):
            continue
        if name in new or old[name] != image.get(name):
            yield Change(f"labels.{name}", old.get(name), new.get(name))


def _networks(body: Mapping[str, Any], inspected: Mapping[str, Any]) -> Iterator[Change]:
    new = (body.get("NetworkingConfig") or {}).get("EndpointsConfig") or {}
    old = (inspected.get("NetworkSettings") or {}).get("Networks") or {}
    if not new:
        return
    for name in sorted({*old, *new}):
        if name not in new:
            yield Change(f"networks.{name}", "connected", None)
        elif name not in old:
            yield Change(f"networks.{name}", None, "connected")
        else:
            yield from _endpoint(name, old[name], new[name])


def _endpoint(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    was, wanted = sorted(old.get("Aliases") or ()), sorted(new.get("Aliases") or ())
    if not set(wanted) <= set(was):
        yield Change(f"networks.{name}.aliases", was, wanted)
    old_address, new_address = old.get("IPAMConfig") or {}, new.get("IPAMConfig") or {}
    for wire, key in (("IPv4Address", "ipv4_address"), ("IPv6Address", "ipv6_address")):
        if (old_address.get(wire) or "") != (new_address.get(wire) or ""):
            yield Change(
                f"networks.{name}.{key}", old_address.get(wire) or None, new_address.get(wire) or None
            )
