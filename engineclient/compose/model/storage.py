"""Volumes, and how services mount them and other places."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.kinds import BOOL, BYTES, LABELS, OPTIONS, PAIRS, TEXT, UNSIGNED, One
from engineclient.compose.record import Record, key


class BindOptions(Record):
    """What only a bind mount has."""

    selinux: str = key(TEXT)
    propagation: str = key(TEXT)
    create_host_path: bool = key(BOOL)
    recursive: str = key(TEXT)


class VolumeOptions(Record):
    """What only a volume has."""

    labels: Mapping[str, str] = key(PAIRS)
    nocopy: bool = key(BOOL)
    subpath: str = key(TEXT)


class TmpfsOptions(Record):
    """What only a tmpfs has."""

    size: int = key(BYTES)
    mode: int = key(UNSIGNED)


class ImageOptions(Record):
    """What only an image has."""

    subpath: str = key(TEXT)


class Mount(Record):
    """Something mounted in a container."""

    type: str = key(TEXT)
    source: str = key(TEXT)
    target: str = key(TEXT)
    read_only: bool = key(BOOL)
    consistency: str = key(TEXT)
    bind: BindOptions | None = key(One(BindOptions))
    volume: VolumeOptions | None = key(One(VolumeOptions))
    tmpfs: TmpfsOptions | None = key(One(TmpfsOptions))
    image: ImageOptions | None = key(One(ImageOptions))


class Volume(Record):
    """A volume of a project."""

    name: str = key(TEXT)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    external: bool = key(BOOL)
    labels: Mapping[str, str] = key(LABELS)
