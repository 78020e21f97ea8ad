"""Deliberate differences between the library and the specifications: patterns of facts, with reasons.

A test fails if a pattern no longer matches any difference: then delete the pattern.
"""

from __future__ import annotations

from typing import Final

_GONE: Final = "Has gone from newer versions; an old engine's is in `raw`."
_ALWAYS: Final = (
    "Every engine sends it, and a reader should not have to check for None; an absent one is a DecodeError."
)
_READ_ONLY: Final = "The engine sets it; the specification uses one definition for both directions."
_PLATFORM: Final = "The limits of old kernels, which engines have not honoured for long."
_SWARM_NETWORK: Final = "Engines send a network as the swarm keeps it, with ID and Spec."
_MISPLACED: Final = (
    "The specification puts in AccessMode what engines have beside it, and silently drop there."
)
_SHARED: Final = "One view serves several operations; here the field is always None."

EXCEPTIONS: Final[dict[str, str]] = {
    "op ImageGet *": "The same as ImageGetAll with one name, `images.get`.",
    "op SystemPingHead *": "The shell sends it to negotiate; `ping` is for callers.",
    "param BuildPrune query:keep-storage": "Sent beside its newer name, so that one argument serves all engines.",
    "param ImageBuild query:remote": "Sent for a context that is a URL; the walk tries an archive.",
    "body ContainerCreate HostConfig.Capabilities": "Of 1.40 only, and refused by later engines: `cap_add`, `cap_drop`.",
    "body * *KernelMemory": _PLATFORM,
    "body * *KernelMemoryTCP": _PLATFORM,
    "body ContainerCreate NetworkingConfig.EndpointsConfig{}.*": _READ_ONLY,
    "body ImageCommit Cmd": "A change of the image's command is an instruction: `changes=['CMD [\"sh\"]']`.",
    "body ImageCommit Image": "Without a meaning where the image is being made.",
    "body ImageCommit HostConfig": "One body serves create and commit; commit keeps nothing of the host's side.",
    "body ImageCommit NetworkingConfig": "One body serves create and commit; commit keeps nothing of networks.",
    "body NetworkCreate CheckDuplicate": "Engines of 1.44 and later check always, so that leaving it in does no harm.",
    "body Service* TaskTemplate.ContainerSpec.HealthCheck": "Engines and docker write Healthcheck; Go reads both.",
    "body Service* TaskTemplate.ContainerSpec.Healthcheck": "Engines and docker write it so; Go reads both.",
    "body Service* TaskTemplate.Resources.Limits.GenericResources": "Can be reserved, and not limited; one definition.",
    "body VolumeCreate *ClusterVolumeSpec.*": _MISPLACED,
    "body VolumeUpdate Spec.*": _MISPLACED,
    "answer Volume* *ClusterVolume.Spec.*": _MISPLACED,
    "answer SystemDataUsage *ClusterVolume.Spec.*": _MISPLACED,
    "body SystemAuth email": "Has gone, and no registry has asked for it in years.",
    "answer * *KernelMemory": _PLATFORM,
    "answer * *KernelMemoryTCP": _PLATFORM,
    "answer ContainerInspect Config.MacAddress": _GONE,
    "answer ContainerInspect Created": _ALWAYS,
    "answer ContainerInspect HostConfig.Capabilities": _GONE,
    "answer ContainerInspect NetworkSettings.*": _GONE,
    "answer ContainerInspect State": _ALWAYS,
    "answer ContainerStats cpu_stats": _ALWAYS,
    "answer ContainerStats cpu_stats.cpu_usage": _ALWAYS,
    "answer ContainerStats memory_stats": _ALWAYS,
    "answer ContainerStats pre*": _ALWAYS,
    "answer ContainerStats read": _ALWAYS,
    "answer ImageInspect Config.*": "Of containers, without a meaning for an image; gone since 1.50.",
    "answer ImageInspect Container": _GONE,
    "answer ImageInspect ContainerConfig": _GONE,
    "answer ImageInspect VirtualSize": _GONE,
    "answer ImageList VirtualSize": _GONE,
    "answer NetworkList Containers": "Always empty in a list, and gone from it in 1.52.",
    "answer NodeList *.Pids": _SHARED,
    "answer NodeInspect *.Pids": _SHARED,
    "answer Service* PreviousSpec": "Sent since 1.25; the specification leaves it out.",
    "answer Service* *.Reservations.Pids": _SHARED,
    "answer Task* *.Reservations.Pids": _SHARED,
    "answer * *.AppArmor.Profile": _SHARED,
    "answer * *ContainerSpec.HealthCheck": "Engines write Healthcheck.",
    "answer * *ContainerSpec.Healthcheck": "Engines write it so.",
    "answer ServiceCreate Warning": "Engines write Warnings, a list.",
    "answer Task* NetworksAttachments[].Network.*": _SWARM_NETWORK,
    "answer Task* NetworksAttachments.Network.*": _SWARM_NETWORK,
    "answer Task* Volumes": "The volumes of the swarm that a task has got, since 1.42; the specification leaves it out.",
    "answer SecretCreate I?": "Engines write ID.",
    "answer ConfigCreate I?": "Engines write ID.",
    "answer Secret* Spec.Data": "Goes in and never comes out.",
    "answer SystemDataUsage *VirtualSize": _GONE,
    "answer SystemDataUsage BuildCache[].Parent": "Read by the property `parents`, which knows all its spellings.",
    "answer SystemDataUsage BuildCache[].Parents": "Read by the property `parents`, which knows all its spellings.",
    "answer SystemDataUsage Containers.Health": _SHARED,
    "answer SystemDataUsage Images.Manifests.ImageData.Identity": _SHARED,
    "answer SystemInfo *Commit.Expected": _GONE,
    "answer SystemInfo BridgeNfIp*": _GONE,
    "answer SystemInfo ClusterAdvertise": _GONE,
    "answer SystemInfo ClusterStore": _GONE,
    "answer SystemInfo RegistryConfig.AllowNondistributable*": _GONE,
    "answer SystemInfo SystemStatus": _GONE,
}
