"""The labels by which docker compose recognizes the objects of a project."""

from __future__ import annotations

from typing import Final

from engineclient.compose.hashes import network_hash, service_hash, volume_hash
from engineclient.compose.model import Network, Service, Volume
from engineclient.compose.project import Project
from engineclient.versions import COMPOSE

PREFIX: Final = "com.docker.compose."
PROJECT: Final = f"{PREFIX}project"
SERVICE: Final = f"{PREFIX}service"
VERSION: Final = f"{PREFIX}version"
WORKING_DIR: Final = f"{PREFIX}project.working_dir"
CONFIG_FILES: Final = f"{PREFIX}project.config_files"
ENVIRONMENT_FILE: Final = f"{PREFIX}project.environment_file"
ONE_OFF: Final = f"{PREFIX}oneoff"
CONFIG_HASH: Final = f"{PREFIX}config-hash"
NUMBER: Final = f"{PREFIX}container-number"
DEPENDS_ON: Final = f"{PREFIX}depends_on"
IMAGE: Final = f"{PREFIX}image"
REPLACE: Final = f"{PREFIX}replace"
SLUG: Final = f"{PREFIX}slug"
NETWORK: Final = f"{PREFIX}network"
VOLUME: Final = f"{PREFIX}volume"
BUILDER: Final = f"{PREFIX}image.builder"


def of_container(
    project: Project, service: Service, number: int, *, image_id: str = "", env_files: tuple[str, ...] = ()
) -> dict[str, str]:
    """The labels of a container: those of its service, and docker compose's own.

    Args:
        project: the project.
        service: the service.
        number: the number of the container from 1; 0 for a one-off container.
        image_id: the ID of its image.
        env_files: the paths given with `--env-file`.

    """
    labels = {
        **service.labels,
        PROJECT: project.name,
        SERVICE: service.name,
        VERSION: COMPOSE,
        WORKING_DIR: project.working_dir,
        CONFIG_FILES: ",".join(project.compose_files),
        ONE_OFF: "False" if number else "True",
        CONFIG_HASH: service_hash(service),
        DEPENDS_ON: ",".join(
            f"{name}:{how.condition}:{str(how.restart).lower()}"
            for name, how in sorted(service.depends_on.items())
        ),
    }
    if env_files:
        labels[ENVIRONMENT_FILE] = ",".join(env_files)
    if image_id:
        labels[IMAGE] = image_id
    if number:
        labels[NUMBER] = str(number)
    return labels


def of_network(project: Project, key: str, network: Network) -> dict[str, str]:
    """The labels of the network with a `key` of the file: its own, and docker compose's."""
    own = {NETWORK: key, PROJECT: project.name, VERSION: COMPOSE, CONFIG_HASH: network_hash(network)}
    return {**network.labels, **own}


def of_volume(project: Project, key: str, volume: Volume) -> dict[str, str]:
    """The labels of the volume with a `key` of the file: its own, and docker compose's."""
    own = {VOLUME: key, PROJECT: project.name, VERSION: COMPOSE, CONFIG_HASH: volume_hash(volume)}
    return {**volume.labels, **own}
