"""Convert the mounts of a service from a stack file to the engine's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.stack.model import Mount, Volume
from engineclient.models.stack_names import labelled, name_of
from engineclient.options.values.json_object import JsonObject, present

_KINDS: Final = ("volume", "bind", "tmpfs", "npipe", "cluster", "image")
_REFUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "volume": ("tmpfs", "bind"),
    "image": ("volume", "bind", "tmpfs"),
    "bind": ("volume", "tmpfs"),
    "tmpfs": ("bind", "volume"),
    "npipe": ("volume", "tmpfs"),
    "cluster": ("tmpfs", "bind", "volume"),
}
"""Options that a type of mount cannot have, in the order in which docker checks them."""
_GROUP: Final = "group:"  # the prefix of a group of cluster volumes; files cannot declare groups


def mount_body(mount: Mount, volumes: Mapping[str, Volume], stack: str) -> JsonObject:
    """An element of ContainerSpec.Mounts.

    Raises:
        ComposeError: it has options of another type, or names a volume that is not declared.

    """
    kind = mount.type or "volume"
    if kind not in _KINDS:
        raise ComposeError("volume type must be volume, bind, tmpfs, npipe, or cluster")
    if kind == "tmpfs" and mount.source:
        raise ComposeError("invalid tmpfs source, source must be empty")
    if kind not in ("volume", "tmpfs") and not mount.source:
        raise ComposeError(f"invalid {kind} source, source cannot be empty")
    for option in _REFUSED[kind]:
        if getattr(mount, option) is not None:
            raise ComposeError(f"{option} options are incompatible with type {kind}")
    return present(
        {
            "Type": mount.type,
            "Source": mount.source,
            "Target": mount.target,
            "ReadOnly": mount.read_only,
            "Consistency": mount.consistency,
        }
    ) | _options(kind, mount, volumes, stack)


def _options(kind: str, mount: Mount, volumes: Mapping[str, Volume], stack: str) -> JsonObject:
    match kind:
        case "volume" if mount.source:
            return _volume(mount, volumes, stack)
        case "bind" | "npipe" if mount.bind is not None:
            return {"BindOptions": present({"Propagation": mount.bind.propagation})}
        case "tmpfs" if mount.tmpfs is not None:
            return {"TmpfsOptions": present({"SizeBytes": mount.tmpfs.size})}
        case "cluster":
            if mount.source.startswith(_GROUP):
                return {"ClusterOptions": {}}
            return {"Source": name_of(stack, mount.source, _declared(mount, volumes)), "ClusterOptions": {}}
        case _:
            return {}


def _volume(mount: Mount, volumes: Mapping[str, Volume], stack: str) -> JsonObject:
    volume = _declared(mount, volumes)
    own = mount.volume
    options = present({"NoCopy": own.nocopy, "Subpath": own.subpath}) if own is not None else {}
    if not volume.external:
        options["Labels"] = labelled(stack, volume.labels)
        if volume.driver or volume.driver_opts:
            options["DriverConfig"] = present({"Name": volume.driver, "Options": dict(volume.driver_opts)})
    return {"Source": name_of(stack, mount.source, volume), "VolumeOptions": options}


def _declared(mount: Mount, volumes: Mapping[str, Volume]) -> Volume:
    if mount.source not in volumes:
        raise ComposeError(f'undefined volume "{mount.source}"')
    return volumes[mount.source]
