"""Determine the platforms of builds from `build.platforms`, `platform` and DOCKER_DEFAULT_PLATFORM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.compose.errors import ComposeError

if TYPE_CHECKING:
    from engineclient.compose.model import Service
    from engineclient.compose.project import Project

DEFAULT_PLATFORM: Final = "DOCKER_DEFAULT_PLATFORM"


def with_build_platforms(project: Project, *, to_run: bool) -> Project:
    """The project with `build.platforms` set to the platforms that each image is to be built for.

    Args:
        project: the project.
        to_run: whether the images are built to run on this engine, which needs one platform: that of the service, or the
            engine's own (empty).

    Raises:
        ComposeError: DOCKER_DEFAULT_PLATFORM names a platform that `build.platforms` does not.

    """
    default = project.environment.get(DEFAULT_PLATFORM, "")
    services = {
        name: _with_platforms(each, default, to_run=to_run) for name, each in project.services.items()
    }
    return project.replace(services=services)


def _with_platforms(service: Service, default: str, *, to_run: bool) -> Service:
    if service.build is None:
        return service
    platforms = service.build.platforms
    platform = service.platform
    if default and not platform:
        if platforms and default not in platforms:
            raise ComposeError(
                f'service "{service.name}" build.platforms does not support value set by {DEFAULT_PLATFORM}: {default}',
                ("services", service.name, "build", "platforms"),
            )
        platform = default
    if platform and (to_run or not platforms):
        platforms = (platform,)
    if to_run and len(platforms) > 1:
        platforms = ()
    built: Service = service.replace(platform=platform, build=service.build.replace(platforms=platforms))
    return built
