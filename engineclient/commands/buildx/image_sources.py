"""The sources of `buildx imagetools create`: names of images, digests, and descriptors as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from engineclient.cli import registries
from engineclient.cli.failures import Failure
from engineclient.commands.buildx.imagetools import resolved
from engineclient.errors import InvalidReference
from engineclient.golang.json_errors import check_and_compact
from engineclient.golang.quoting import quote
from engineclient.registry.go_structs import descriptor
from engineclient.registry.indexes import Part
from engineclient.registry.manifests import json_object
from engineclient.registry.platforms import platform_of
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from engineclient.transport.registry_client import RegistryClient

_KINDS: Final = "valid sources are digests, references and descriptors"
_TYPES: Final = {"size": int, "digest": str, "mediaType": str, "annotations": dict, "platform": dict}


class Source(NamedTuple):
    """A parsed source.

    Attributes:
        text: the argument.
        reference: its name, None for a digest or a descriptor.
        descriptor: the given fields: `digest`, and optionally `size`, `mediaType`, `platform`, `annotations`.

    """

    text: str
    reference: Reference | None
    descriptor: Mapping[str, Any]


class Found(NamedTuple):
    """A source that was found in a registry: its name, and its part of an index."""

    reference: Reference
    part: Part


def parse_source(text: str) -> Source:
    """Parse a source.

    Raises:
        Failure: it is malformed; with buildx's message.

    """
    try:
        return _parsed(text)
    except ValueError as error:
        raise Failure(f"failed to parse source {quote(text)}, {_KINDS}: {error}") from error


def _parsed(text: str) -> Source:
    if text.startswith("sha256"):
        _, colon, encoded = text.partition(":")
        if not colon:
            raise ValueError("invalid checksum digest format")
        if len(encoded) != 64:
            raise ValueError("invalid checksum digest length")
        if encoded.strip("0123456789abcdef"):
            raise ValueError("invalid checksum digest format")
        return Source(text, None, {"digest": text})
    if text.startswith("{"):
        return Source(text, None, _descriptor(text))
    try:
        return Source(text, parse(text), {})
    except InvalidReference as error:
        raise ValueError(str(error)) from error


def _descriptor(text: str) -> Mapping[str, Any]:
    given = json_object(check_and_compact(text.encode("utf-8", "surrogateescape")), "a descriptor")
    for name, kind in _TYPES.items():
        if not isinstance(given.get(name, kind()), kind):
            raise ValueError(f"the field {quote(name)} of a descriptor has a wrong type")
    if not given.get("digest"):
        raise ValueError('a descriptor needs the field "digest"')
    return given


def with_repository(sources: Sequence[Source], targets: Sequence[Reference]) -> list[Source]:
    """The sources, with a name for each: a digest or descriptor is in the repository of the others and of the targets.

    Raises:
        Failure: these name no repository, or several; with buildx's message.

    """
    named = [*targets, *(source.reference for source in sources if source.reference is not None)]
    if not named:
        raise Failure("no repositories specified, please set a reference in tag or source")
    repositories = {reference.name for reference in named}

    def completed(source: Source) -> Source:
        if source.reference is not None:
            return source
        if len(repositories) > 1:
            raise Failure(
                f"multiple repositories specified, cannot infer repository for {quote(source.text)}"
            )
        only = Reference(named[0].domain, named[0].path, digest=str(source.descriptor["digest"]))
        return source._replace(reference=only)

    return [completed(source) for source in sources]


def find(registry: RegistryClient, source: Source) -> Found:
    """Find a source in its registry; the fields of a given descriptor take precedence.

    Raises:
        Failure: the registry does not have it; with buildx's message.

    """
    reference = cast("Reference", source.reference).with_default_tag()
    found = resolved(registry, reference)
    given = source.descriptor
    size = given.get("size") or len(found.raw)
    if size != len(found.raw):
        raise Failure(f"invalid size mismatch for {found.digest}, {size} != {len(found.raw)}")
    about = {
        **given,
        "mediaType": given.get("mediaType") or found.media_type,
        "digest": found.digest,
        "size": size,
    }
    if not found.is_list:
        own = platform_of(given.get("platform") or {})
        if not (own["os"] and own["architecture"]):
            stored = registries.image_manifest(registry, reference, found).platform
            own = {**stored, **{name: value for name, value in own.items() if value}}
        about["platform"] = own
    return Found(source.reference or reference, Part(descriptor(about), found))
