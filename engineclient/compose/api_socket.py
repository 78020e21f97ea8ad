"""`use_api_socket`: mount the engine's socket into a service, with the user's credentials for registries."""

from __future__ import annotations

from typing import Final

from engineclient.compose.model import Config, FileMount, Mount, Service
from engineclient.compose.project import Project

CONFIG: Final = "#apisocket"
"""The key of the project's config that holds the credentials."""
_SOCKET: Final = "/var/run/docker.sock"
_FOLDER: Final = "/run/secrets/docker"
_VARIABLE: Final = "DOCKER_CONFIG"


def uses_api_socket(project: Project) -> bool:
    """Whether a service of the project has `use_api_socket`."""
    return any(each.use_api_socket for each in project.services.values())


def with_api_socket(project: Project, credentials: str) -> Project:
    """The project with the engine's socket and the credentials mounted into the services that have `use_api_socket`.

    Args:
        project: the project.
        credentials: the content of a config.json with credentials for registries, for a docker client in the containers.

    """
    if not uses_api_socket(project):
        return project
    services = {
        name: _with_socket(each) if each.use_api_socket else each for name, each in project.services.items()
    }
    return project.replace(
        services=services, configs={**project.configs, CONFIG: Config(content=credentials)}
    )


def _with_socket(service: Service) -> Service:
    mount = Mount(type="bind", source=_SOCKET, target=_SOCKET)
    config = FileMount(source=CONFIG, target=f"{_FOLDER}/config.json")
    made: Service = service.replace(
        volumes=(*service.volumes, mount),
        configs=(*service.configs, config),
        environment={_VARIABLE: _FOLDER, **service.environment},
    )
    return made
