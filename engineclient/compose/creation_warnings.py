"""Warnings about keys of a service that have no effect on its containers, in docker compose's words. Pure."""

from __future__ import annotations

from collections.abc import Callable

from engineclient.compose.endpoints import INTERFACE
from engineclient.compose.model import FileMount, Service
from engineclient.compose.project import Project

_OPTIONS = ("bind", "volume", "tmpfs", "image")  # the keys of a mount with the options of its type


def creation_warnings(project: Project, service: Service, exists: Callable[[str], bool]) -> list[str]:
    """The warnings that precede the creation of each container of a service.

    Args:
        project: declares the secrets and configs.
        service: the service.
        exists: whether a path of this machine exists.

    """
    found = [
        f"mount of type `{mount.type}` should not define `{name}` option"
        for mount in service.volumes
        for name in _OPTIONS
        if name != mount.type and getattr(mount, name) is not None
    ]
    for use in service.secrets:
        secret = project.secrets[use.source]
        if secret.environment:
            continue
        if _has_owner_or_mode(use):
            found.append("secrets `uid`, `gid` and `mode` are not supported, they will be ignored")
        if not exists(secret.file):
            found.append(f"secret file {secret.name} does not exist")
    for use in service.configs:
        config = project.configs[use.source]
        if not (config.environment or config.content) and _has_owner_or_mode(use):
            found.append("config `uid`, `gid` and `mode` are not supported, they will be ignored")
    for key in service.networks_by_priority():
        network = service.networks[key]
        if network is None or not network.interface_name:
            continue
        if network.driver_opts.get(INTERFACE, network.interface_name) != network.interface_name:
            found.append(
                f"ignoring services.{service.name}.networks.{key}.interface_name as {INTERFACE} driver_opts "
                "is already declared"
            )
    return found


def _has_owner_or_mode(use: FileMount) -> bool:
    return bool(use.uid or use.gid) or use.mode is not None
