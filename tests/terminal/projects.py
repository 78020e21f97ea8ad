"""The compose projects of scripts: their files, docker's compose plugin, and their objects in the engine."""

from __future__ import annotations

from pathlib import Path

from engineclient import Engine
from engineclient.errors import EngineError
from tests.support import COMPOSE_PLUGIN


def make_project(home: Path, text: str) -> None:
    """Write the compose file into `home`, which is also docker's configuration directory, and link docker's plugin there."""
    (home / "compose.yaml").write_text(text)
    plugin = COMPOSE_PLUGIN.path
    if plugin is not None:
        (home / "cli-plugins").mkdir()
        (home / "cli-plugins" / "docker-compose").symlink_to(plugin)


def remove_project(engine: Engine, name: str) -> None:
    """Remove the objects of the project."""
    filters = {"label": [f"com.docker.compose.project={name}"]}
    try:
        for container in engine.containers.list(all=True, filters=filters):
            engine.containers.remove(container.id, force=True)
        for network in engine.networks.list(filters=filters):
            engine.networks.remove(network.id)
        for volume in engine.volumes.list(filters=filters).volumes:
            engine.volumes.remove(volume.name)
    except EngineError:
        pass  # the engine is gone
