"""Remove duplicates from lists: of two items with the same key, the later one takes the earlier one's place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import as_string, go_type, sprint
from engineclient.compose.shortforms import volume
from engineclient.compose.tree import Path, Rules, Tree, dotted

_Index: TypeAlias = Callable[[Any, Path], str]


def unique(tree: Tree) -> Tree:
    """`tree` without duplicates in the lists whose items have a key, such as the target of a mount.

    Raises:
        ComposeError: an item has no key.

    """
    made: Tree = _unique(tree, (), _INDEXES)
    return made


def _unique(value: Any, path: Path, rules: Rules[_Index] | None) -> Any:
    if rules is None:
        return value
    if isinstance(value, dict):
        return {key: _unique(part, (*path, key), rules.below(key)) for key, part in value.items()}
    if not isinstance(value, list) or rules.value is None:
        return value
    found: dict[str, Any] = {}
    for index, item in enumerate(value):
        found[rules.value(item, (*path, index))] = item
    return list(found.values())


def _by_key(item: Any, path: Path) -> str:
    if not isinstance(item, str):
        raise ComposeError(f"{dotted(path)}: unexpected type {go_type(item)}", path)
    return item.partition("=")[0]


def _by_target(item: Any, path: Path) -> str:
    if isinstance(item, dict):
        if not isinstance(item.get("target"), str):
            raise ComposeError(f"service volume {dotted(path)} is missing a mount target", path)
        return str(item["target"])
    return str(volume(item).get("target", "")) if isinstance(item, str) else ""


def _by_device(item: Any, path: Path) -> str:
    if isinstance(item, dict):
        if not isinstance(item.get("target"), str):
            raise ComposeError(f"service device {dotted(path)} is missing a mount target", path)
        return str(item["target"])
    parts = item.split(":") if isinstance(item, str) else [""]
    return parts[0] if len(parts) == 1 else parts[1]


def _by_mount(folder: str) -> _Index:
    def index(item: Any, path: Path) -> str:
        if isinstance(item, str):
            return f"{folder}/{item}"
        if not isinstance(item, dict):
            raise ComposeError(f"{dotted(path)}: unsupported expose value {as_string(item)}", path)
        return str(item["target"]) if "target" in item else f"{folder}/{sprint(item.get('source'))}"

    return index


def _by_exposed(item: Any, path: Path) -> str:
    if not isinstance(item, str | int) or isinstance(item, bool):
        raise ComposeError(f"{dotted(path)}: unsupported expose value {as_string(item)}", path)
    return str(item)


def _by_port(item: Any, path: Path) -> str:
    if not isinstance(item, dict):
        return sprint(item)
    if "target" not in item:
        raise ComposeError(f"service ports {dotted(path)} is missing a target port", path)
    host, protocol = item.get("host_ip", "0.0.0.0"), item.get("protocol", "tcp")
    return f"{host}:{sprint(item.get('published'))}:{sprint(item['target'])}/{protocol}"


def _by_path(item: Any, path: Path) -> str:
    if isinstance(item, dict):
        if "path" not in item:
            raise ComposeError(f"environment path attribute {dotted(path)} is missing", path)
        return str(item["path"])
    return item if isinstance(item, str) else ""


_KEYED: Final = (
    "networks.*.labels networks.*.ipam.options services.*.annotations services.*.build.args "
    "services.*.build.additional_contexts services.*.build.platform services.*.build.tags services.*.build.labels "
    "services.*.cap_add services.*.cap_drop services.*.deploy.labels services.*.dns services.*.dns_opt "
    "services.*.dns_search services.*.environment services.*.labels services.*.links "
    "services.*.networks.*.aliases services.*.networks.*.link_local_ips services.*.profiles services.*.sysctls "
    "services.*.tmpfs"
)
_INDEXES: Final[Rules[_Index]] = Rules(
    {
        **dict.fromkeys(_KEYED.split(), _by_key),
        "services.*.configs": _by_mount(""),
        "services.*.devices": _by_device,
        "services.*.env_file": _by_path,
        "services.*.expose": _by_exposed,
        "services.*.ports": _by_port,
        "services.*.secrets": _by_mount("/run/secrets"),
        "services.*.volumes": _by_target,
    }
)
