"""The key `build` of a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose.kinds import (
    BOOL,
    BYTES,
    ENVIRONMENT,
    HOSTS,
    INT,
    KEYS,
    LABELS,
    PAIRS,
    TEXT,
    TEXTS,
    Many,
    Named,
)
from engineclient.compose.model.files import FileMount
from engineclient.compose.order import Style
from engineclient.compose.record import Record, key


class Ulimit(Record):
    """A resource limit: `single` for both, or `soft` and `hard`; -1 for none."""

    single: int = key(INT)
    soft: int = key(INT)
    hard: int = key(INT)

    @classmethod
    def read(cls, tree: Any, at: str) -> Any:
        """Read a number or a mapping."""
        return cls(single=tree) if isinstance(tree, int) else super().read(tree, at)

    def show(self, style: Style) -> Any:
        """A number if the limit is `single`, otherwise a mapping."""
        if self.single:
            return self.single
        shown = {"soft": self.soft, "hard": self.hard}
        return shown if style is Style.YAML else {name: each for name, each in shown.items() if each}


class Ulimits(Named[Ulimit]):
    """Resource limits by name, such as `nofile`."""

    def read(self, value: Any, at: str) -> Mapping[str, Ulimit | None]:
        """Read a mapping whose values are numbers or mappings."""
        return {name: Ulimit.read(each, f"{at}[{name}]") for name, each in value.items()}


class Build(Record):
    """How the image of a service is built; `shm_size` in bytes."""

    context: str = key(TEXT)
    dockerfile: str = key(TEXT)
    dockerfile_inline: str = key(TEXT)
    entitlements: tuple[str, ...] = key(TEXTS)
    args: Mapping[str, str | None] = key(ENVIRONMENT)
    provenance: str = key(TEXT)
    sbom: str = key(TEXT)
    ssh: Mapping[str, str] = key(KEYS)
    labels: Mapping[str, str] = key(LABELS)
    cache_from: tuple[str, ...] = key(TEXTS)
    cache_to: tuple[str, ...] = key(TEXTS)
    no_cache: bool = key(BOOL)
    additional_contexts: Mapping[str, str] = key(PAIRS)
    pull: bool = key(BOOL)
    extra_hosts: Mapping[str, tuple[str, ...]] = key(HOSTS)
    isolation: str = key(TEXT)
    network: str = key(TEXT)
    target: str = key(TEXT)
    secrets: tuple[FileMount, ...] = key(Many(FileMount))
    shm_size: int = key(BYTES)
    tags: tuple[str, ...] = key(TEXTS)
    ulimits: Mapping[str, Ulimit] = key(Ulimits(Ulimit))
    platforms: tuple[str, ...] = key(TEXTS)
    privileged: bool = key(BOOL)
