"""Flags that are `key=value`: labels, sysctls, storage and driver options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.options.values.flag import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLANKS = " \t"
_KERNEL_SYSCTLS = frozenset(
    f"kernel.{name}"
    for name in ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")
)


def to_map(pairs: Iterable[str]) -> dict[str, str]:
    """Pairs as a JSON map with sorted keys; without `=` the value is empty, and the last of equal keys counts."""
    split = (pair.partition("=") for pair in pairs)
    return dict(sorted({key: value for key, _, value in split}.items()))


def label(text: str) -> str:
    """One --label, unchanged. Raises OptionError if its name is empty or contains blanks."""
    key = text.partition("=")[0].lstrip(_BLANKS)
    if not key:
        raise OptionError(f"invalid label '{text}': empty name")
    if any(blank in key for blank in _BLANKS):
        raise OptionError(f"label '{key}' contains whitespaces")
    return text


def sysctl(text: str) -> str:
    """One --sysctl, unchanged. Raises OptionError unless it belongs to a namespace of the container."""
    key, equals, _ = text.partition("=")
    if equals and (key in _KERNEL_SYSCTLS or key.startswith(("net.", "fs.mqueue."))):
        return text
    raise OptionError(f"sysctl '{text}' is not allowed")


def storage_options(pairs: list[str]) -> dict[str, str]:
    """HostConfig.StorageOpt, from the values of --storage-opt."""
    if any("=" not in pair for pair in pairs):
        raise OptionError("invalid storage option")
    return to_map(pairs)
