"""Facts about engines that no specification contains, from their source or from experiments."""

from __future__ import annotations

from typing import Final

_TO_REGISTRY: Final = (
    "The engine asks a registry, which may want credentials; read by the router of all versions."
)
_TO_BUILDER: Final = "Read by the router of builds of all versions."
_UMASK: Final = "In Engine 29.8, which speaks 1.56; the draft of its specification does not have it yet."
_TOKEN: Final = "Read by the router of all versions: what `docker login` sends."
_OLD: Final = "Engines have taken it since 1.30 at least; the specification left it out until 1.41."

UNSPECIFIED: Final[dict[str, str]] = {
    "answer ContainerInspect HostConfig.Umask": _UMASK,
    "body ContainerCreate HostConfig.Umask": _UMASK,
    "body SwarmInit Availability": "Read by the router of all versions: whether the new node takes tasks.",
    "body SwarmInit AutoLockManagers": "Read by the router of all versions; docker sends it beside the one in the spec.",
    "body SwarmJoin Availability": "Read by the router of all versions: whether the new node takes tasks.",
    "body SystemAuth auth": _TOKEN,
    "body SystemAuth identitytoken": _TOKEN,
    "body SystemAuth registrytoken": _TOKEN,
    "param BuildCancel query:id": "The whole operation stands in no specification; BuildKit's clients use it.",
    "param ContainerLogs query:details": "Read by the router of all versions; adds labels that the log driver keeps.",
    "param DistributionInspect header:x-registry-auth": _TO_REGISTRY,
    "param GetPluginPrivileges header:x-registry-auth": _TO_REGISTRY,
    "param ImageSearch header:x-registry-auth": _TO_REGISTRY,
    "param PluginPush header:x-registry-auth": _TO_REGISTRY,
    **{
        f"param ImageBuild query:{name}": _TO_BUILDER
        for name in (
            "buildid", "cgroupparent", "cpusetmems", "isolation", "securityopt", "session", "ulimits",
        )
    },
}  # fmt: skip
"""Parameters and fields that engines know: the fact, and what is known of it."""

GATES: Final[dict[str, tuple[str, str]]] = {
    "body ContainerCreate HostConfig.ConsoleSize": ("1.42", "Daemons on Linux drop it below."),
    "body ContainerCreate NetworkingConfig.EndpointsConfig{}.MacAddress": ("1.44", "Dropped below."),
    "body NetworkConnect EndpointConfig.MacAddress": ("1.54", "Dropped below, though create takes it since 1.44."),
    "body NetworkCreate EnableIPv4": ("1.48", "The specification of 1.47 has it, the router drops it below 1.48."),
    "body NetworkCreate ConfigFrom": ("", _OLD),
    "body NetworkCreate ConfigFrom.Network": ("", _OLD),
    "body NetworkCreate ConfigOnly": ("", _OLD),
    "body NetworkCreate IPAM.Config[].AuxiliaryAddresses": ("", _OLD),
    "body NetworkCreate IPAM.Config[].Gateway": ("", _OLD),
    "body NetworkCreate IPAM.Config[].IPRange": ("", _OLD),
    "body NetworkCreate IPAM.Config[].Subnet": ("", _OLD),
    "body NetworkCreate Scope": ("", _OLD),
    **{
        f"body ContainerUpdate {name}": ("1.55", "The router empties it below.")
        for name in (
            "BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceWriteBps", "BlkioDeviceReadIOps",
            "BlkioDeviceWriteIOps",
        )
    },
    "param BuildPrune query:reserved-space": ("", "Its other name, keep-storage, is sent too, and read below 1.48."),
    "param ImageList query:manifests": ("", "Has its own gate; with identity it goes without, which came later."),
}  # fmt: skip
"""The version since which an engine minds a fact, where the specification says another, and why."""
