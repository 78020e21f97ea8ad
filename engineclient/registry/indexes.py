"""Combines images and indexes to a new index, as `buildx imagetools create` does. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from engineclient.golang import json as gojson
from engineclient.golang.platforms import Platform, normalized
from engineclient.golang.quoting import quote
from engineclient.registry.annotations import INDEX, INDEX_DESCRIPTOR, MANIFEST_DESCRIPTOR, Annotation
from engineclient.registry.attestations import is_attestation, subject
from engineclient.registry.go_structs import descriptor
from engineclient.registry.manifests import DOCKER_LIST, LISTS, OCI_INDEX, Manifest
from engineclient.registry.platforms import platform_text

_FIELDS: Final = (
    "schemaVersion",
    "mediaType",
    "artifactType",
    "manifests",
    "subject",
    "annotations",
)  # of an index


class Part(NamedTuple):
    """A source of an index: its descriptor, with the platform of an image, and its manifest."""

    descriptor: Mapping[str, Any]
    manifest: Manifest

    def members(self) -> list[Mapping[str, Any]]:
        """The descriptors that it adds: those in an index, or its own."""
        if self.descriptor.get("mediaType") in LISTS:
            return self.manifest.members()
        return [self.descriptor]

    def digests(self) -> list[str]:
        """The digests of its manifest and of the manifests that it adds."""
        return [self.manifest.digest, *(str(member.get("digest") or "") for member in self.members())]


def combined(
    parts: Sequence[Part], annotations: Mapping[Annotation, str], *, prefer_index: bool = True
) -> Manifest:
    """The index of some sources; for a single source its own manifest, if that is an index or no index is preferred.

    A manifest is listed once, even if several sources have it. The result is docker's own list if all manifests are of
    docker's media types, and an OCI index otherwise; only the latter can have annotations.

    Raises:
        ValueError: an annotation has a kind that cannot be set; with buildx's message.

    """
    if len(parts) == 1 and not annotations and (parts[0].manifest.is_list or not prefer_index):
        return parts[0].manifest
    members = _once(member for part in parts for member in part.members())
    types = [str(member.get("mediaType") or "") for member in members]
    if all(type.startswith("application/vnd.docker.") for type in types):
        return _index(DOCKER_LIST, {"manifests": members})
    own: dict[str, str] = {}
    for annotation, value in annotations.items():
        if annotation.kind == INDEX:
            own[annotation.key] = value
        elif annotation.kind == MANIFEST_DESCRIPTOR:
            for member in members:
                if annotation.platform in ("", platform_text(member.get("platform") or {})):
                    member["annotations"] = {**(member.get("annotations") or {}), annotation.key: value}
        elif annotation.kind == INDEX_DESCRIPTOR:
            raise ValueError(f"{quote(annotation.kind)} annotations are invalid while creating an image")
        else:
            raise ValueError(f"{quote(annotation.kind)} annotations are not supported yet")
    return _index(OCI_INDEX, {"manifests": members, "annotations": own})


def for_platforms(made: Manifest, own: Mapping[str, Any], wanted: Collection[Platform]) -> Manifest:
    """An index with only the images of some platforms, and their attestations.

    Args:
        made: the index, or an image.
        own: the platform of the image.
        wanted: the platforms; none for all.

    Raises:
        ValueError: there is no image for these platforms; with buildx's message.

    """
    if not wanted:
        return made
    if not made.is_list:
        if not _matches(own, wanted):
            text = platform_text(own)
            raise ValueError(f"input platform {text} does not match any of the provided platforms")
        return made
    members = made.members()
    by_digest = {str(member.get("digest")): member for member in members}
    kept = [
        member
        for member in members
        if _matches(member.get("platform"), wanted) or _is_about(member, by_digest, wanted)
    ]
    if not kept:
        raise ValueError("none of the manifests match the provided platforms")
    return made if len(kept) == len(members) else _index(made.media_type, {**made.content, "manifests": kept})


def _once(members: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The descriptors, each digest once: with its last known platform and all its annotations."""
    found: dict[str, dict[str, Any]] = {}
    for member in members:
        before = found.setdefault(str(member.get("digest") or ""), dict(member))
        before["mediaType"] = before.get("mediaType") or member.get("mediaType")
        before["platform"] = member.get("platform") or before.get("platform")
        before["annotations"] = {**(before.get("annotations") or {}), **(member.get("annotations") or {})}
    return [*found.values()]


def _index(media_type: str, content: Mapping[str, Any]) -> Manifest:
    """An index in buildx's layout."""
    listed = [descriptor(member) for member in cast("Sequence[Mapping[str, Any]]", content["manifests"])]
    annotations = dict(sorted((content.get("annotations") or {}).items()))
    whole = {
        **content,
        "schemaVersion": 2,
        "mediaType": media_type,
        "manifests": listed,
        "annotations": annotations,
    }
    kept = {name: whole[name] for name in _FIELDS if whole.get(name) or name == "manifests"}
    return Manifest(media_type, gojson.escape_html(gojson.encode_ordered(kept, indent=2)).encode())


def _matches(platform: Mapping[str, Any] | None, wanted: Collection[Platform]) -> bool:
    """Whether the platform of a descriptor is a wanted one, or missing."""
    if not platform:
        return True
    own = (str(platform.get(name) or "") for name in ("os", "architecture", "variant"))
    return str(normalized(*own)) in {
        str(normalized(each.os, each.architecture, each.variant)) for each in wanted
    }


def _is_about(
    member: Mapping[str, Any], members: Mapping[str, Mapping[str, Any]], wanted: Collection[Platform]
) -> bool:
    """Whether a member is an attestation of an image whose platform is wanted."""
    about = members.get(subject(member)) if is_attestation(member) else None
    return about is not None and _matches(about.get("platform"), wanted)
