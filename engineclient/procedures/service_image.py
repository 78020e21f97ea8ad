"""The image of a service: pinned to what its registry has, so that all nodes run the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engineclient.api.distribution import distribution
from engineclient.calls import Steps
from engineclient.errors import EngineError, InvalidReference
from engineclient.models.body import Json
from engineclient.models.descriptors import Platform
from engineclient.models.distribution import DistributionInspect
from engineclient.wire.references import parse


@dataclass(frozen=True, slots=True)
class PinnedImage:
    """An image, and the platforms that it is for.

    Attributes:
        reference: `name:tag@digest`, or `name:tag` if no registry answered.
        platforms: elements of `Placement.Platforms`; none if they are not known.
        found: whether a registry answered.
    """

    reference: str
    platforms: list[dict[str, str]]
    found: bool


def tagged(image: str) -> str:
    """`image` as docker shows it, with `:latest` if it has neither tag nor digest; as it is if it is no reference."""
    try:
        return parse(image).with_default_tag().familiar
    except InvalidReference:
        return image


def pin(image: str, *, auth: str | None = None) -> Steps[PinnedImage]:
    """Look up the digest and the platforms of an image in its registry. A registry that fails is no error.

    Args:
        image: a reference.
        auth: credentials, as the header X-Registry-Auth wants them.
    """
    reference = tagged(image)
    try:
        found = yield from distribution.inspect(reference, auth=auth)
    except (EngineError, ValueError):  # the latter for an image without a name
        return PinnedImage(reference, [], found=False)
    return pinned(reference, found)


def pinned(image: str, found: DistributionInspect) -> PinnedImage:
    """`image` by what its registry answered."""
    platforms = [
        {"Architecture": _architecture(platform), "OS": platform.os or ""} for platform in found.platforms
    ]
    known = [{key: value for key, value in platform.items() if value} for platform in platforms]
    return PinnedImage(_with_digest(image, found.descriptor.digest), known, found=True)


def _architecture(platform: Platform) -> str:
    """Any for arm: nodes report `armv7l` and the like, which would not match."""
    name = platform.architecture or ""
    return "" if name.lower() == "arm" else name


def _with_digest(image: str, digest: str) -> str:
    try:
        reference = parse(image)
    except InvalidReference:
        return image
    return reference.familiar if reference.digest else reference._replace(digest=digest).familiar


def with_image(spec: Json, image: PinnedImage | str) -> dict[str, Any]:
    """The definition of a service, in the API's own JSON, with that image."""
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
