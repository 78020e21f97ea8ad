"""The capabilities of a service: --cap-add and --cap-drop, for a new service and for changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALL: Final = "ALL"  # all capabilities
_RESET: Final = "RESET"  # clears what was added or dropped before


def new_capabilities(add: Iterable[str], drop: Iterable[str]) -> tuple[list[str], list[str]]:
    """CapabilityAdd and CapabilityDrop of a new service; adding takes precedence over dropping."""
    added, dropped = _sent(_normal(add) - {_RESET}), _sent(_normal(drop) - {_RESET})
    return added, [name for name in dropped if name not in added]


def changed_capabilities(
    now: tuple[Iterable[str], Iterable[str]], add: Iterable[str], drop: Iterable[str]
) -> tuple[list[str], list[str]]:
    """CapabilityAdd and CapabilityDrop of a service that has `now`.

    Adding a dropped capability, or dropping an added one, only removes it from the other list.
    """
    added, dropped = _normal(now[0]), _normal(now[1])
    to_add, to_drop = _normal(add), _normal(drop)
    if _RESET in to_add:
        added = set()
    if _RESET in to_drop:
        dropped = set()
    to_add.discard(_RESET)
    to_drop = to_drop - to_add - {_RESET}
    return _sent((added | (to_add - dropped)) - to_drop), _sent((dropped | (to_drop - added)) - to_add)


def _sent(names: set[str]) -> list[str]:
    return [_ALL] if _ALL in names else sorted(names)


def _normal(names: Iterable[str]) -> set[str]:
    """The names in upper case, with the prefix CAP_ except for the two special names."""
    upper = {name.strip().upper() for name in names}
    return {name if name in (_ALL, _RESET) or name.startswith("CAP_") else f"CAP_{name}" for name in upper}
