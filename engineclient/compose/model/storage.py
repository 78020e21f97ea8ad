"""Volumes, and the mounts of services."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.kinds import BOOL, BYTES, LABELS, OPTIONS, PAIRS, TEXT, UNSIGNED, One
from engineclient.compose.record import Record, key


class BindOptions(Record):
    """The options of a mount of type `bind`."""

    selinux: str = key(TEXT)
    propagation: str = key(TEXT)
    create_host_path: bool = key(BOOL)
    recursive: str = key(TEXT)


class VolumeOptions(Record):
    """The options of a mount of type `volume`."""

    labels: Mapping[str, str] = key(PAIRS)
    nocopy: bool = key(BOOL)
    subpath: str = key(TEXT)


class TmpfsOptions(Record):
    """The options of a mount of type `tmpfs`; `size` in bytes."""

    size: int = key(BYTES)
    mode: int = key(UNSIGNED)


class ImageOptions(Record):
    """The options of a mount of type `image`."""

    subpath: str = key(TEXT)


class Mount(Record):
    """A mount of a container: a path of the host, a volume, a tmpfs or an image."""

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
