"""The attachments of a build in the engine's content store: manifests, provenance and SBOM."""

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
_LARGEST: Final = 4 << 20  # the maximum size of an index in bytes
_DEEPEST: Final = 4  # the maximum depth of nested indexes
_MOST: Final = 1000  # the maximum number of attachments


class Attachment(NamedTuple):
    """An attachment of a build; `platform` is "" for one that covers all platforms."""

    platform: str
    descriptor: Descriptor


def attachments(app: App, record: BuildRecord) -> list[Attachment]:
    """The attachments of a build, sorted by platform and type.

    Raises:
        Failure: there are more than a build can have.
        StreamError: BuildKit's answer is incomplete.

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
                    raise Failure(f"the build has more than {_MOST} attachments: its index is malformed")
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
    """The platform and the descriptor of a manifest in an index."""
    notes = cast("Mapping[str, str]", given.get("annotations") or {})
    descriptor = Descriptor(
        str(given.get("mediaType", "")), str(given["digest"]), int(given.get("size", 0)), dict(notes)
    )
    if named := given.get("platform"):
        parts = (str(named.get(name, "")) for name in ("os", "architecture", "variant"))
        platform = str(normalized(*parts))
    return platform, descriptor
