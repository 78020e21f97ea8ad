"""Which view which route answers with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engineclient.models import (
    cluster,
    configs,
    containers,
    disk_usage,
    distribution,
    exec as execs,
    identity,
    images,
    info,
    networks,
    nodes,
    plugins,
    secrets,
    services,
    stats,
    swarm,
    system,
    tasks,
    volumes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.models.view import View

ANSWERS: dict[str, type[View]] = {
    "GET /containers/json": containers.ContainerSummary,
    "POST /containers/create": containers.ContainerCreated,
    "GET /containers/{id}/json": containers.ContainerInspect,
    "GET /containers/{id}/top": containers.Top,
    "GET /containers/{id}/changes": containers.Change,
    "GET /containers/{id}/stats": stats.Stats,
    "HEAD /containers/{id}/archive": containers.PathStat,
    "POST /containers/{id}/update": containers.ContainerUpdated,
    "POST /containers/{id}/wait": containers.ContainerWaited,
    "POST /containers/prune": containers.ContainersPruned,
    "POST /commit": containers.ContainerCommitted,
    "POST /containers/{id}/exec": execs.ExecCreated,
    "GET /exec/{id}/json": execs.ExecInspect,
    "GET /images/json": images.ImageSummary,
    "GET /images/search": images.SearchResult,
    "GET /images/{name}/json": images.ImageInspect,
    "GET /images/{name}/history": images.HistoryItem,
    "DELETE /images/{name}": images.ImageDeleted,
    "POST /images/create": images.Progress,
    "POST /images/{name}/push": images.Progress,
    "POST /images/load": images.Progress,
    "POST /build": images.Progress,
    "POST /build/prune": images.BuildCachePruned,
    "POST /images/prune": images.ImagesPruned,
    "GET /distribution/{name}/json": distribution.DistributionInspect,
    "GET /networks": networks.NetworkSummary,
    "POST /networks/create": networks.NetworkCreated,
    "POST /networks/prune": networks.NetworksPruned,
    "GET /networks/{id}": networks.NetworkInspect,
    "GET /volumes": volumes.VolumeList,
    "POST /volumes/create": volumes.Volume,
    "POST /volumes/prune": volumes.VolumesPruned,
    "GET /volumes/{name}": volumes.Volume,
    "GET /version": system.Version,
    "GET /info": info.Info,
    "GET /system/df": disk_usage.DiskUsage,
    "GET /events": system.Event,
    "POST /auth": system.Authenticated,
    "GET /images/{name}/attestations": identity.Attestation,
    "GET /plugins": plugins.Plugin,
    "GET /plugins/privileges": plugins.PluginPrivilege,
    "GET /plugins/{name}/json": plugins.Plugin,
    "POST /plugins/pull": images.Progress,
    "POST /plugins/{name}/upgrade": images.Progress,
    "POST /plugins/{name}/push": images.Progress,
    "GET /swarm": swarm.SwarmInspect,
    "GET /swarm/unlockkey": swarm.UnlockKey,
    "GET /nodes": nodes.Node,
    "GET /nodes/{id}": nodes.Node,
    "GET /services": services.Service,
    "POST /services/create": services.ServiceCreated,
    "GET /services/{id}": services.Service,
    "POST /services/{id}/update": services.ServiceUpdated,
    "GET /tasks": tasks.Task,
    "GET /tasks/{id}": tasks.Task,
    "GET /secrets": secrets.Secret,
    "POST /secrets/create": cluster.ObjectCreated,
    "GET /secrets/{id}": secrets.Secret,
    "GET /configs": configs.Config,
    "POST /configs/create": cluster.ObjectCreated,
    "GET /configs/{id}": configs.Config,
}


def view_of(route: str) -> type[View] | None:
    """The view for `GET /containers/web/json`, None if its answer has none."""
    for template, kind in ANSWERS.items():
        pattern = template.replace("{id}", "[^/]+").replace("{name}", ".+")
        if re.fullmatch(pattern, route):
            return kind
    return None


def objects(answer: Any) -> Iterator[Any]:
    """The objects of an answer that is one or a list of them; null is an empty list."""
    if isinstance(answer, list):
        yield from answer
    elif answer is not None:
        yield answer
