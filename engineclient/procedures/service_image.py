"""Pin the image of a service to the digest in its registry, so that all nodes run the same image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engineclient.api.distribution import distribution
from engineclient.api.registry_auth import Auth
from engineclient.calls import Steps
from engineclient.errors import EngineError, InvalidReference
from engineclient.models.body import Json
from engineclient.models.descriptors import Platform
from engineclient.models.distribution import DistributionInspect
from engineclient.wire.references import parse, tagged


@dataclass(frozen=True, slots=True)
class PinnedImage:
    """An image and its platforms.

    Attributes:
        reference: `name:tag@digest`, or `name:tag` if no registry answered.
        platforms: elements of `Placement.Platforms`; empty if they are unknown.
        found: whether a registry answered.
    """

    reference: str
    platforms: list[dict[str, str]]
    found: bool


def pin(image: str, *, auth: Auth | None = None) -> Steps[PinnedImage]:
    """Look up the digest and the platforms of an image in its registry. A failing registry is not an error.

    `GET /distribution/{name}/json`.

    Args:
        image: a reference.
        auth: credentials for the registry.
    """
    reference = tagged(image)
    try:
        found = yield from distribution.inspect(reference, auth=auth)
    except (EngineError, ValueError):  # ValueError: the reference has no name
        return PinnedImage(reference, [], found=False)
    return pinned(reference, found)


def pinned(image: str, found: DistributionInspect) -> PinnedImage:
    """`image` with the digest and the platforms in the registry's answer."""
    platforms = [
        {"Architecture": _architecture(platform), "OS": platform.os or ""} for platform in found.platforms
    ]
    known = [{key: value for key, value in platform.items() if value} for platform in platforms]
    return PinnedImage(_with_digest(image, found.descriptor.digest), known, found=True)


def _architecture(platform: Platform) -> str:
    """The architecture of a platform, "" (any) for arm: nodes report `armv7l` and the like, which would not match."""
    name = platform.architecture or ""
    return "" if name.lower() == "arm" else name


def _with_digest(image: str, digest: str) -> str:
    try:
        reference = parse(image)
    except InvalidReference:
        return image
    return reference.familiar if reference.digest else reference._replace(digest=digest).familiar


def with_image(spec: Json, image: PinnedImage | str) -> dict[str, Any]:
    """A service's specification, in the API's own JSON, with that image."""
    if isinstance(image, str):
        image = PinnedImage(image, [], found=False)
    task = spec["TaskTemplate"]
    container = {**task["ContainerSpec"], **({"Image": image.reference} if image.reference else {})}
    placement: Mapping[str, Any] = task.get("Placement") or {}
    if image.platforms:
        placement = {**placement, "Platforms": image.platforms}
    changed = {**task, "ContainerSpec": container}
    if placement or "Placement" in task:
        changed["Placement"] = placement
    return {**spec, "TaskTemplate": changed}
