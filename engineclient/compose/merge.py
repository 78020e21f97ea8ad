"""Merge two trees: a later file over an earlier one, or a service over the one that it extends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import go_type, sprint
from engineclient.compose.tree import Path, Rules, Tree, dotted

_Merger: TypeAlias = "Callable[[Any, Any, Path, Rules[_Merger]], Any]"


def merge(base: Tree, over: Tree) -> Tree:
    """Merge `over` into `base`: mappings key by key, lists concatenated, scalars replaced; null keeps the value of `base`.

    Raises:
        ComposeError: two values of one key have different kinds (mapping, list, scalar).

    """
    merged: Tree = _merged(base, over, (), _RULES)
    return merged


def merge_service(base: Tree, over: Tree) -> Tree:
    """Merge the definition of a service into the one that it extends, by the rules of `merge`.

    Raises:
        ComposeError: two values of one key have different kinds.

    """
    merged: Tree = _merged(base, over, ("services", "x"), _RULES.at("services", "x"))
    return merged


def without(tree: Any, replaced: Iterable[Path]) -> Any:
    """`tree` without the keys at the paths that a later file tags `!reset` or `!override`."""
    for path in replaced:
        tree = _without(tree, path)
    return tree


def _without(tree: Any, path: Path) -> Any:
    if not isinstance(tree, dict) or not path:
        return tree
    key, rest = str(path[0]), path[1:]
    keys = list(tree) if key == "*" else [key]
    if not rest:
        return {name: value for name, value in tree.items() if name not in keys}
    return {name: _without(value, rest) if name in keys else value for name, value in tree.items()}


def _merged(base: Any, over: Any, path: Path, rules: Rules[_Merger] | None) -> Any:
    if rules is not None and rules.value is not None:
        return rules.value(base, over, path, rules)
    if over is None:
        return base
    match base:
        case dict():
            if not isinstance(over, dict):
                raise ComposeError(f"cannot override {dotted(path)}", path)
            return _mappings(base, over, path, rules)
        case list():
            if not isinstance(over, list):
                raise ComposeError(f"cannot override {dotted(path)}", path)
            return base + over
        case _:
            return over


def _mappings(base: Tree, over: Tree, path: Path, rules: Rules[_Merger] | None) -> Tree:
    merged = dict(base)
    for key, value in over.items():
        below = rules.below(key) if rules else None
        merged[key] = _merged(base[key], value, (*path, key), below) if key in base else value
    return merged


def _replaced(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    return over


def _sequence(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    return as_sequence(base) + as_sequence(over)


def as_sequence(value: Any) -> list[Any]:
    """A list of `key=value` from a mapping; a text alone is a list of one."""
    match value:
        case dict():
            items: list[str] = []
            for key, part in value.items():
                if part is None:
                    items.append(key)
                else:
                    items += [
                        f"{key}={sprint(each)}" for each in (part if isinstance(part, list) else [part])
                    ]
            return sorted(items)
        case list():
            return value
        case str():
            return [value]
        case _:
            return []


def _as_mapping(value: Any, default: Tree | None) -> Tree:
    match value:
        case dict():
            return value
        case list():
            return {each: None if default is None else dict(default) for each in value}
        case _:
            return {}


def _hosts(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    hosts = as_sequence(base)
    return hosts + [each for each in as_sequence(over) if each not in hosts]


def _build(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    base, over = ({"context": each} if isinstance(each, str) else each or {} for each in (base, over))
    return _mappings(base, over, path, rules)


def _depends_on(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    default = {"condition": "service_started", "required": True}
    return _mappings(_as_mapping(base, default), _as_mapping(over, default), path, rules)


def _named(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    return _mappings(_as_mapping(base, None), _as_mapping(over, None), path, rules)


def _logging(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    base, over = base or {}, over or {}
    same = "driver" not in base or "driver" not in over or base["driver"] == over["driver"]
    return _mappings(base, over, path, rules) if same else over


def _pools(base: Any, over: Any, path: Path, rules: Rules[_Merger]) -> Any:
    """Merge the address pools of a network: two with the same subnet become one."""
    if not isinstance(base, list) or not isinstance(over, list):
        raise ComposeError(f"{dotted(path)}: unexpected type {go_type(base)}", path)
    for given in (base, over):
        for index, each in enumerate(given):
            if not isinstance(each, dict):
                raise ComposeError(f"{dotted(path)}.{index} must be a mapping", (*path, index))
    pools: list[Tree] = []

    def place(subnet: Any) -> int:
        return next((index for index, each in enumerate(pools) if each.get("subnet") == subnet), -1)

    for one in base:
        for other in over:
            if other.get("subnet") != one.get("subnet") and place(other.get("subnet")) < 0:
                pools.append(other)
                continue
            both = _mappings(one, other, path, rules)
            if (index := place(both.get("subnet"))) >= 0:
                pools[index] = both
            else:
                pools.append(both)
    return pools


_SEQUENCES: Final = (
    "networks.*.labels volumes.*.labels services.*.annotations services.*.build.args "
    "services.*.build.additional_contexts services.*.build.labels services.*.deploy.labels services.*.dns "
    "services.*.dns_opt services.*.dns_search services.*.env_file services.*.label_file services.*.environment "
    "services.*.labels services.*.volumes.*.volume.labels services.*.sysctls services.*.tmpfs"
)
_RULES: Final[Rules[_Merger]] = Rules(
    {
        **dict.fromkeys(_SEQUENCES.split(), _sequence),
        "networks.*.ipam.config": _pools,
        "services.*.build": _build,
        "services.*.build.extra_hosts": _hosts,
        "services.*.command": _replaced,
        "services.*.depends_on": _depends_on,
        "services.*.entrypoint": _replaced,
        "services.*.extra_hosts": _hosts,
        "services.*.healthcheck.test": _replaced,
        "services.*.logging": _logging,
        "services.*.models": _named,
        "services.*.networks": _named,
        "services.*.ulimits.*": _replaced,
    }
)
