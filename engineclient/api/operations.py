"""The operations of the Engine API: which one a request is, and whether it changes anything.

Source: Engine API 1.41 to 1.55, `paths` and their `operationId`; /grpc, which only BuildKit speaks, stands in none.
"""

# an operation a line

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

__all__ = ["OPERATIONS", "Operation", "find"]


class Operation(NamedTuple):
    """One operation.

    Attributes:
        id: its `operationId`.
        method: the HTTP method.
        template: the path behind the version, with `{id}` or `{name}` in the place of what differs.
        changes: it may change something in the engine, in a container's processes, or in a registry.

    """

    id: str
    method: str
    template: str
    changes: bool


_READS: Final = False
_CHANGES: Final = True

OPERATIONS: Final = tuple(
    Operation(*row)
    for row in (
        # containers
        ("ContainerList", "GET", "/containers/json", _READS),
        ("ContainerCreate", "POST", "/containers/create", _CHANGES),
        ("ContainerPrune", "POST", "/containers/prune", _CHANGES),
        ("ContainerInspect", "GET", "/containers/{id}/json", _READS),
        ("ContainerTop", "GET", "/containers/{id}/top", _READS),
        ("ContainerLogs", "GET", "/containers/{id}/logs", _READS),
        ("ContainerChanges", "GET", "/containers/{id}/changes", _READS),
        ("ContainerExport", "GET", "/containers/{id}/export", _READS),
        ("ContainerStats", "GET", "/containers/{id}/stats", _READS),
        ("ContainerResize", "POST", "/containers/{id}/resize", _CHANGES),
        ("ContainerStart", "POST", "/containers/{id}/start", _CHANGES),
        ("ContainerStop", "POST", "/containers/{id}/stop", _CHANGES),
        ("ContainerRestart", "POST", "/containers/{id}/restart", _CHANGES),
        ("ContainerKill", "POST", "/containers/{id}/kill", _CHANGES),
        ("ContainerUpdate", "POST", "/containers/{id}/update", _CHANGES),
        ("ContainerRename", "POST", "/containers/{id}/rename", _CHANGES),
        ("ContainerPause", "POST", "/containers/{id}/pause", _CHANGES),
        ("ContainerUnpause", "POST", "/containers/{id}/unpause", _CHANGES),
        ("ContainerAttach", "POST", "/containers/{id}/attach", _CHANGES),  # its stdin may be written to
        ("ContainerAttachWebsocket", "GET", "/containers/{id}/attach/ws", _CHANGES),
        ("ContainerWait", "POST", "/containers/{id}/wait", _READS),
        ("ContainerDelete", "DELETE", "/containers/{id}", _CHANGES),
        ("ContainerArchiveInfo", "HEAD", "/containers/{id}/archive", _READS),
        ("ContainerArchive", "GET", "/containers/{id}/archive", _READS),
        ("PutContainerArchive", "PUT", "/containers/{id}/archive", _CHANGES),
        ("ContainerExec", "POST", "/containers/{id}/exec", _CHANGES),
        ("ExecStart", "POST", "/exec/{id}/start", _CHANGES),
        ("ExecResize", "POST", "/exec/{id}/resize", _CHANGES),
        ("ExecInspect", "GET", "/exec/{id}/json", _READS),
        # images
        ("ImageList", "GET", "/images/json", _READS),
        ("ImageSearch", "GET", "/images/search", _READS),
        ("ImageGetAll", "GET", "/images/get", _READS),
        ("ImageCreate", "POST", "/images/create", _CHANGES),
        ("ImageLoad", "POST", "/images/load", _CHANGES),
        ("ImagePrune", "POST", "/images/prune", _CHANGES),
        ("ImageInspect", "GET", "/images/{name}/json", _READS),
        ("ImageHistory", "GET", "/images/{name}/history", _READS),
        ("ImageAttestations", "GET", "/images/{name}/attestations", _READS),
        ("ImageGet", "GET", "/images/{name}/get", _READS),
        ("ImagePush", "POST", "/images/{name}/push", _CHANGES),
        ("ImageTag", "POST", "/images/{name}/tag", _CHANGES),
        ("ImageDelete", "DELETE", "/images/{name}", _CHANGES),
        ("ImageCommit", "POST", "/commit", _CHANGES),
        ("ImageBuild", "POST", "/build", _CHANGES),
        ("BuildPrune", "POST", "/build/prune", _CHANGES),
        ("DistributionInspect", "GET", "/distribution/{name}/json", _READS),
        # networks
        ("NetworkList", "GET", "/networks", _READS),
        ("NetworkCreate", "POST", "/networks/create", _CHANGES),
        ("NetworkPrune", "POST", "/networks/prune", _CHANGES),
        ("NetworkInspect", "GET", "/networks/{id}", _READS),
        ("NetworkDelete", "DELETE", "/networks/{id}", _CHANGES),
        ("NetworkConnect", "POST", "/networks/{id}/connect", _CHANGES),
        ("NetworkDisconnect", "POST", "/networks/{id}/disconnect", _CHANGES),
        # volumes
        ("VolumeList", "GET", "/volumes", _READS),
        ("VolumeCreate", "POST", "/volumes/create", _CHANGES),
        ("VolumePrune", "POST", "/volumes/prune", _CHANGES),
        ("VolumeInspect", "GET", "/volumes/{name}", _READS),
        ("VolumeUpdate", "PUT", "/volumes/{name}", _CHANGES),
        ("VolumeDelete", "DELETE", "/volumes/{name}", _CHANGES),
        # the engine itself
        ("SystemPing", "GET", "/_ping", _READS),
        ("SystemPingHead", "HEAD", "/_ping", _READS),
        ("SystemVersion", "GET", "/version", _READS),
        ("SystemInfo", "GET", "/info", _READS),
        ("SystemEvents", "GET", "/events", _READS),
        ("SystemDataUsage", "GET", "/system/df", _READS),
        ("SystemAuth", "POST", "/auth", _READS),  # credentials are tried, not kept
        ("Session", "POST", "/session", _CHANGES),
        ("Grpc", "POST", "/grpc", _CHANGES),
        # swarm
        ("SwarmInspect", "GET", "/swarm", _READS),
        ("SwarmInit", "POST", "/swarm/init", _CHANGES),
        ("SwarmJoin", "POST", "/swarm/join", _CHANGES),
        ("SwarmLeave", "POST", "/swarm/leave", _CHANGES),
        ("SwarmUpdate", "POST", "/swarm/update", _CHANGES),
        ("SwarmUnlockkey", "GET", "/swarm/unlockkey", _READS),
        ("SwarmUnlock", "POST", "/swarm/unlock", _CHANGES),
        ("NodeList", "GET", "/nodes", _READS),
        ("NodeInspect", "GET", "/nodes/{id}", _READS),
        ("NodeDelete", "DELETE", "/nodes/{id}", _CHANGES),
        ("NodeUpdate", "POST", "/nodes/{id}/update", _CHANGES),
        ("ServiceList", "GET", "/services", _READS),
        ("ServiceCreate", "POST", "/services/create", _CHANGES),
        ("ServiceInspect", "GET", "/services/{id}", _READS),
        ("ServiceDelete", "DELETE", "/services/{id}", _CHANGES),
        ("ServiceUpdate", "POST", "/services/{id}/update", _CHANGES),
        ("ServiceLogs", "GET", "/services/{id}/logs", _READS),
        ("TaskList", "GET", "/tasks", _READS),
        ("TaskInspect", "GET", "/tasks/{id}", _READS),
        ("TaskLogs", "GET", "/tasks/{id}/logs", _READS),
        ("SecretList", "GET", "/secrets", _READS),
        ("SecretCreate", "POST", "/secrets/create", _CHANGES),
        ("SecretInspect", "GET", "/secrets/{id}", _READS),
        ("SecretDelete", "DELETE", "/secrets/{id}", _CHANGES),
        ("SecretUpdate", "POST", "/secrets/{id}/update", _CHANGES),
        ("ConfigList", "GET", "/configs", _READS),
        ("ConfigCreate", "POST", "/configs/create", _CHANGES),
        ("ConfigInspect", "GET", "/configs/{id}", _READS),
        ("ConfigDelete", "DELETE", "/configs/{id}", _CHANGES),
        ("ConfigUpdate", "POST", "/configs/{id}/update", _CHANGES),
        # plugins
        ("PluginList", "GET", "/plugins", _READS),
        ("GetPluginPrivileges", "GET", "/plugins/privileges", _READS),
        ("PluginPull", "POST", "/plugins/pull", _CHANGES),
        ("PluginCreate", "POST", "/plugins/create", _CHANGES),
        ("PluginInspect", "GET", "/plugins/{name}/json", _READS),
        ("PluginDelete", "DELETE", "/plugins/{name}", _CHANGES),
        ("PluginEnable", "POST", "/plugins/{name}/enable", _CHANGES),
        ("PluginDisable", "POST", "/plugins/{name}/disable", _CHANGES),
        ("PluginUpgrade", "POST", "/plugins/{name}/upgrade", _CHANGES),
        ("PluginPush", "POST", "/plugins/{name}/push", _CHANGES),
        ("PluginSet", "POST", "/plugins/{name}/set", _CHANGES),
    )
)


def find(method: str, path: str) -> Operation | None:
    """The operation that a request is, None if the API has none such.

    Args:
        method: its method, in upper case.
        path: behind the version, without the query, percent-encoded as sent. The name of an image or a plugin may have
            slashes.

    """
    fixed, patterns = _index()
    return fixed.get((method, path)) or next(
        (operation for pattern, operation in patterns.get(method, ()) if pattern.fullmatch(path)), None
    )


@cache
def _index() -> tuple[dict[tuple[str, str], Operation], dict[str, list[tuple[re.Pattern[str], Operation]]]]:
    fixed: dict[tuple[str, str], Operation] = {}
    patterns: dict[str, list[tuple[re.Pattern[str], Operation]]] = {}
    for operation in OPERATIONS:
        if "{" not in operation.template:
            fixed[operation.method, operation.template] = operation
            continue
        pattern = operation.template.replace("{id}", "[^/]+").replace("{name}", ".+")
        patterns.setdefault(operation.method, []).append((re.compile(pattern), operation))
    return fixed, patterns
