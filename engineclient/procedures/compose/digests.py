"""Resolve the digests of a project's images in their registries."""

from __future__ import annotations

from collections.abc import Callable

from engineclient.api.distribution import distribution
from engineclient.calls import Steps
from engineclient.compose.model import Service
from engineclient.compose.project import Project
from engineclient.errors import APIError, EngineError
from engineclient.steps import All
from engineclient.wire.references import parse


class DigestUnknown(EngineError):
    """The digest of an image could not be resolved."""


def with_digests(project: Project, auth: Callable[[str], str]) -> Steps[Project]:
    """The project with a digest in the name of each image. `GET /distribution/{name}/json`.

    Args:
        project: the project.
        auth: returns the header X-Registry-Auth for an image.

    Raises:
        DigestUnknown: a registry does not have the image, or cannot be reached.

    """
    names = sorted(project.services)
    services = yield from All([_pinned(project.services[name], auth) for name in names])
    return project.replace(services=dict(zip(names, services, strict=True)))


def _pinned(service: Service, auth: Callable[[str], str]) -> Steps[Service]:
    if not service.image:
        return service
    reference = parse(service.image)
    if not reference.digest:
        reference = reference.with_default_tag()
        try:
            found = yield from distribution.inspect(str(reference), auth=auth(service.image))
        except EngineError as error:
            text = (
                f"Error response from daemon: {error.message}" if isinstance(error, APIError) else str(error)
            )
            raise DigestUnknown(f"failed to resolve digest for {reference}: {text}") from error
        reference = reference._replace(digest=found.descriptor.digest)
    made: Service = service.replace(image=str(reference))
    return made
