"""Check a merged tree for mistakes that the schema cannot express."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import sprint
from engineclient.compose.tree import ITEM, Path, Rules, Tree, dotted

_Check: TypeAlias = Callable[[Any, Path], None]


def check(tree: Tree) -> None:
    """Check the keys that exclude each other, and the addresses of ports.

    Raises:
        ComposeError: the first mistake, with docker compose's message.

    """
    _walk(tree, (), _CHECKS)


def _walk(value: Any, path: Path, rules: Rules[_Check] | None) -> None:
    if rules is None:
        return
    if rules.value is not None:
        rules.value(value, path)
    elif isinstance(value, dict):
        for key, part in value.items():
            _walk(part, (*path, key), rules.below(key))
    elif isinstance(value, list):
        for part in value:
            _walk(part, (*path, ITEM), rules.below(ITEM))


def _volume(value: Any, path: Path) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        raise ComposeError(f"expected volume, got {sprint(value)}", path)
    if value.get("external") is not True:
        return
    for key in value:
        if key not in ("name", "external") and not key.startswith("x-"):
            text = f'{dotted(path)}: conflicting parameters "external" and "{key}" specified'
            raise ComposeError(text, (*path, key))


def _file_object(*keys: str) -> _Check:
    def check_object(value: Any, path: Path) -> None:
        given = [key for key in keys if key in (value or {})]
        choice = "|".join(keys)
        if len(given) > 1:
            raise ComposeError(f"{dotted(path)}: {choice} attributes are mutually exclusive", path)
        if not given and "driver" not in (value or {}) and "external" not in (value or {}):
            raise ComposeError(f"{dotted(path)}: one of {choice} must be set", path)

    return check_object


def _address(value: Any, path: Path) -> None:
    if not isinstance(value, dict) or "host_ip" not in value:
        return
    from ipaddress import ip_address

    try:
        ip_address(value["host_ip"])
    except ValueError:
        raise ComposeError(f"{dotted(path)}: invalid ip address: {value['host_ip']}", path) from None


def _watched(value: Any, path: Path) -> None:
    if value == "":
        raise ComposeError(f"{dotted(path)}: value can't be blank", path)


def _device_request(value: Any, path: Path) -> None:
    if "count" in value and "device_ids" in value:
        raise ComposeError(f'{dotted(path)}: "count" and "device_ids" attributes are exclusive', path)


_CHECKS: Final[Rules[_Check]] = Rules(
    {
        "volumes.*": _volume,
        "configs.*": _file_object("file", "environment", "content"),
        "secrets.*": _file_object("file", "environment"),
        "services.*.ports.*": _address,
        "services.*.develop.watch.*.path": _watched,
        "services.*.deploy.resources.reservations.devices.*": _device_request,
        "services.*.gpus.*": _device_request,
    }
)
