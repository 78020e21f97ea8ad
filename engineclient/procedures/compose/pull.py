"""Pull the images of a project's services that are missing, or that their pull policies require."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from engineclient.api.images import images
from engineclient.calls import Steps
from engineclient.compose.config import image_of
from engineclient.compose.errors import ComposeError
from engineclient.compose.image_platform import is_for
from engineclient.compose.model import Service
from engineclient.compose.progress import Event, Report
from engineclient.compose.project import Project
from engineclient.errors import EngineError
from engineclient.golang.durations import parse_duration
from engineclient.golang.times import parse_rfc3339
from engineclient.models.conformity import typed
from engineclient.models.images import Progress
from engineclient.procedures.pull import pull as pull_image
from engineclient.steps import All, attempt

Pulling = Callable[[str, Progress], None]
"""Takes the name of a service and a record about its image's layers."""
Auth = Callable[[str], str]
"""Returns the header X-Registry-Auth for an image."""

_AGES: Final = {"daily": "1d", "weekly": "1w"}
_HOUR: Final = 3_600_000_000_000  # nanoseconds
_NEVER: Final = "0001-01-01T00:00:00Z"


def ensure_images(
    project: Project,
    present: Mapping[str, Any],
    *,
    policy: str = "",
    report: Report,
    auth: Auth | None = None,
    progress: Pulling | None = None,
    separator: str = "-",
    limit: int = 50,
    dry_run: bool = False,
) -> Steps[dict[str, Any]]:
    """Pull the images that services need, and return `present` with them added.

    Args:
        project: the project.
        present: the answers of `GET /images/{name}/json` for the images that the engine has, by name.
        policy: `always`, `missing` or `never`, instead of the policies of the services.
        report: takes the events of progress.
        auth: returns the header X-Registry-Auth for an image.
        progress: takes the name of a service and a record about its image's layers.
        separator: the text between the parts of names, `-` or, as in Compose 1, `_`.
        limit: the maximum number of pulls at the same time.
        dry_run: treat images that have to be built as built.

    Raises:
        ComposeError: an image has to be built first.
        APIError, StreamError: an image cannot be pulled.

    """
    wanted: dict[str, Service] = {}
    for name, service in sorted(project.services.items()):
        image = image_of(project, service, separator)
        if dry_run and service.build is not None:
            continue
        if image not in wanted and _must_pull(project, service, image, present, policy):
            wanted[image] = project.services[name]
    yield from All(
        [
            pull_one(service.name, image, service.platform, report=report, auth=auth, progress=progress)
            for image, service in wanted.items()
        ],
        limit=limit,
    )
    found = yield from All([attempt(images.inspect(image)) for image in wanted])
    pulled = zip(wanted, found, strict=True)  # in a dry run, the images are still missing
    return {**present, **{image: typed(each) for image, each in pulled if not isinstance(each, EngineError)}}


def pull_one(
    service: str,
    image: str,
    platform: str,
    *,
    report: Report,
    auth: Auth | None = None,
    progress: Pulling | None = None,
) -> Steps[None]:
    """Pull the image of a service.

    Args:
        service: the name of the service, for events.
        image: the name of the image.
        platform: such as `linux/arm64`; "" for that of the engine.
        report: takes the events of progress.
        auth: returns the header X-Registry-Auth for an image.
        progress: takes the name of the service and a record about the layers.

    Raises:
        APIError, StreamError: it cannot be pulled.

    """
    report(Event(service, "", "Pulling"))
    try:
        yield from pull_image(
            image,
            platform=platform or None,
            auth=auth(image) if auth else None,
            progress=(lambda record: progress(service, record)) if progress else None,
        )
    except EngineError as error:
        report(Event(service, getattr(error, "message", str(error)), "Error"))
        raise
    report(Event(service, "", "Pulled"))


def _must_pull(
    project: Project, service: Service, image: str, present: Mapping[str, Any], policy: str
) -> bool:
    policy = policy or service.pull_policy
    is_there = image in present and is_for(present[image], service.platform)
    if service.build is not None:
        if is_there:
            return False
        raise ComposeError(
            f'service "{service.name}" has no image {image} yet: build it first, with '
            f"'minidocker compose build {service.name}'",
            ("services", service.name, "build"),
        )
    if policy == "always":
        return True
    if is_there:
        age = refresh_after(policy)
        return age is not None and time.time_ns() > _tagged(present[image]) + age
    return policy not in ("never", "build")


def refresh_after(policy: str) -> int | None:
    """The age in nanoseconds at which a policy pulls an image again (`daily`, `weekly`, `every_12h`); None for others.

    Raises:
        ValueError: the duration in the policy is malformed.

    """
    if not policy.startswith("every_") and policy not in _AGES:
        return None
    return parse_duration(
        _AGES.get(policy, policy).removeprefix("every_"), {"d": 24 * _HOUR, "w": 7 * 24 * _HOUR}
    )


def _tagged(image: Mapping[str, Any]) -> int:
    """The time of the last tagging of an image, in nanoseconds since 1970."""
    return parse_rfc3339((image.get("Metadata") or {}).get("LastTagTime") or _NEVER)
