"""What a build has left in the engine: manifests, and records of its origin and its content."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from engineclient.build.history import Descriptor
from engineclient.cli.buildkit_control import has_content, read_content
from engineclient.cli.failures import Failure
from engineclient.errors import StreamError
from engineclient.golang.platforms import normalized, parse_platform

if TYPE_CHECKING:
    from engineclient.build.history import BuildRecord
    from engineclient.cli.app import App

_INDEX: Final = "application/vnd.oci.image.index.v1+json"
_INDEXES: Final = (_INDEX, "application/vnd.docker.distribution.manifest.list.v2+json")
_NAMES: Final = {
    "index": (_INDEX,),
    "manifest": ("application/vnd.oci.image.manifest.v1+json",),
    "image": ("application/vnd.oci.image.config.v1+json",),
    "provenance": ("https://slsa.dev/provenance/v1", "https://slsa.dev/provenance/v0.2"),
    "sbom": ("https://spdx.dev/Document",),
}
_LARGEST: Final = 4 << 20  # bytes of a manifest
_DEEPEST: Final = 4  # lists of manifests in each other
_MOST: Final = 1000


class Attachment(NamedTuple):
    """One of them; `platform` is "" for one of all platforms."""

    platform: str
    descriptor: Descriptor


def attachments(app: App, record: BuildRecord) -> list[Attachment]:
    """What a build has left, ordered by platform and type.

    Raises:
        Failure: it is more than any build leaves.
        StreamError: BuildKit does not answer.

    """
    results = {"": record.result} if record.result is not None else record.results
    found: list[Attachment] = []
    for platform, result in results.items():
        name = str(parse_platform(platform)) if platform else ""
        found += [Attachment(name, each) for each in result.attestations]
        for each in result.results:
            for attachment in _walk(app, each, name, 0):
                found.append(attachment)
                if len(found) > _MOST:
                    raise Failure(f"the build has left more than {_MOST} attachments")
    return sorted(found, key=lambda each: (each.platform, each.descriptor.type))


def has_type(attachment: Attachment, wanted: str) -> bool:
    """Whether an attachment is of a type: `index`, `provenance`, ..., a media type, or "" for any."""
    return not wanted or attachment.descriptor.type in _NAMES.get(wanted, (wanted,))


def _walk(app: App, descriptor: Descriptor, platform: str, depth: int) -> Iterator[Attachment]:
    if depth > _DEEPEST or not has_content(app, descriptor.digest):
        return
    if descriptor.annotations.get("vnd.docker.reference.type") != "attestation-manifest":
        yield Attachment(platform, descriptor)
    if descriptor.media_type not in _INDEXES:
        return
    try:
        index: Any = json.loads(read_content(app, descriptor.digest, min(descriptor.size, _LARGEST)))
        listed = [_listed(each, platform) for each in index["manifests"]]
    except (StreamError, Failure, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return
    for name, each in listed:
        yield from _walk(app, each, name, depth + 1)


def _listed(given: Mapping[str, Any], platform: str) -> tuple[str, Descriptor]:
    """A manifest of a list, and its platform."""
    notes = cast("Mapping[str, str]", given.get("annotations") or {})
    descriptor = Descriptor(
        str(given.get("mediaType", "")), str(given["digest"]), int(given.get("size", 0)), dict(notes)
    )
    if named := given.get("platform"):
        parts = (str(named.get(name, "")) for name in ("os", "architecture", "variant"))
        platform = str(normalized(*parts))
    return platform, descriptor
