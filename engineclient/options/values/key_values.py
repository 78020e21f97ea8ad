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
    """Pairs as the wire's map, keys sorted; no `=` means an empty value and the last of equal keys counts."""
    split = (pair.partition("=") for pair in pairs)
    return dict(sorted({key: value for key, _, value in split}.items()))


def label(text: str) -> str:
    """One --label, unchanged. Raises OptionError without a name or with blanks in it."""
    key = text.partition("=")[0].lstrip(_BLANKS)
    if not key:
        raise OptionError(f"invalid label '{text}': empty name")
    if any(blank in key for blank in _BLANKS):
        raise OptionError(f"label '{key}' contains whitespaces")
    return text


def sysctl(text: str) -> str:
    """One --sysctl, unchanged. Raises OptionError for those that are not a container's own."""
    key, equals, _ = text.partition("=")
    if equals and (key in _KERNEL_SYSCTLS or key.startswith(("net.", "fs.mqueue."))):
        return text
    raise OptionError(f"sysctl '{text}' is not allowed")


def storage_options(pairs: list[str]) -> dict[str, str]:
    """HostConfig.StorageOpt of --storage-opt values."""
    if any("=" not in pair for pair in pairs):
        raise OptionError("invalid storage option")
    return to_map(pairs)
