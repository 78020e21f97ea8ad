"""Changes lists and maps of a service, as flags like `--label-add` and `--label-rm` require."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.options.values.flag import OptionError, Stage
from engineclient.options.values.json_object import JsonObject
from engineclient.options.values.key_values import to_map
from engineclient.options.values.limits import ulimits
from engineclient.options.values.service import swarm_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def change_map(now: Mapping[str, str] | None, added: Iterable[str], removed: Iterable[str]) -> dict[str, str]:
    """A map with keys removed, and then pairs added."""
    gone = set(removed)
    kept = {key: value for key, value in (now or {}).items() if key not in gone}
    return {**kept, **to_map(added)}


def change_sorted(now: Iterable[str] | None, added: Iterable[str], removed: Iterable[str]) -> list[str]:
    """A list of constraints or groups with items added and removed, sorted."""
    gone = set(removed)
    return sorted(each for each in [*(now or ()), *added] if each not in gone)


def change_mounts(
    now: Iterable[JsonObject] | None, added: Iterable[JsonObject], removed: Iterable[str]
) -> list[JsonObject]:
    """Mounts added, or removed by their target; sorted by source. Raises OptionError."""
    mounts: dict[str, JsonObject] = {}
    for mount in added:
        if mount["Target"] in mounts:
            raise OptionError("duplicate mount target", Stage.COMMAND)
        mounts[mount["Target"]] = mount
    for mount in now or ():
        mounts.setdefault(mount.get("Target", ""), mount)
    gone = set(removed)
    kept = [mount for target, mount in mounts.items() if target not in gone]
    return sorted(kept, key=lambda mount: (mount.get("Source", ""), mount.get("Target", "")))


def change_ulimits(
    now: Iterable[JsonObject] | None, added: Iterable[JsonObject], removed: Iterable[str]
) -> list[JsonObject]:
    """Limits added and removed by their names."""
    gone = set(removed)
    return ulimits([*(limit for limit in now or () if limit.get("Name") not in gone), *added])


def change_hosts(now: Iterable[str] | None, added: Iterable[str], removed: Iterable[str]) -> list[str]:
    """Lines of /etc/hosts added and removed; `removed` are `name` or `name:address`."""
    gone = [(name, address) for name, _, address in (each.partition(":") for each in removed)]
    lines: list[str] = []
    for line in now or ():
        address, *names = line.split() or [""]
        kept = [name for name in names if not any(name == host and ip in ("", address) for host, ip in gone)]
        if kept:
            lines.append(" ".join([address, *kept]))
    return [*dict.fromkeys([*lines, *map(swarm_host, added)])]


def change_ports(
    now: Iterable[JsonObject] | None, added: Iterable[JsonObject], removed: Iterable[JsonObject]
) -> list[JsonObject]:
    """Published ports added and removed. A port is removed by target, protocol and mode: 80/tcp keeps one of mode=host."""
    present: dict[str, JsonObject] = {}
    for port in now or ():
        present.setdefault(_port_key(port), port)
    gone = [_target(port) for port in removed]
    kept = [port for port in present.values() if _target(port) not in gone]
    new = [port for port in added if _port_key(port) not in present]
    return sorted(kept + new, key=_port_key)


def _target(port: JsonObject) -> tuple[int, str, str]:
    return port.get("TargetPort", 0), port.get("Protocol") or "tcp", port.get("PublishMode") or "ingress"


def _port_key(port: JsonObject) -> str:
    target, protocol, mode = port.get("TargetPort", 0), port.get("Protocol", ""), port.get("PublishMode", "")
    return f"{port.get('PublishedPort', 0)}:{target}/{protocol}/{mode}"
