"""The data of an image in a registry for the templates of `buildx imagetools inspect`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.failures import Failure
from engineclient.golang import json as gojson
from engineclient.golang.platforms import normalized
from engineclient.golang.template import Function, Record
from engineclient.registry import go_structs
from engineclient.registry.attestations import PROVENANCE, SBOM, predicates, subject
from engineclient.registry.manifests import digest_of, is_content_of, json_object
from engineclient.registry.platforms import platform_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engineclient.registry.manifests import Manifest
    from engineclient.transport.registry_client import RegistryClient
    from engineclient.wire.references import Reference

_ONE: Final = "imagetools.tplInput"
_SEVERAL: Final = "imagetools.tplInputs"


class _NotEmpty(Record):
    """A struct whose JSON contains only the fields that are not empty, with the given `names`."""

    __slots__ = ("names",)

    def __init__(self, go_type: str, fields: Mapping[str, object], names: Mapping[str, str]) -> None:
        super().__init__(go_type, fields)
        self.names = names

    def to_json(self) -> str:
        pairs = [(self.names[name], self.fields[name]) for name in self.fields if name in self.names]
        shown = (f"{gojson.encode(name)}:{gojson.encode(value)}" for name, value in pairs if value)
        return f"{{{','.join(shown)}}}"


class _Found:
    """The manifests of an image in a registry, by platform, and their attestations."""

    def __init__(self, registry: RegistryClient, reference: Reference, top: Manifest) -> None:
        self._registry = registry
        self._repository = reference.path
        self.images: dict[str, tuple[str, Manifest]] = {}
        self._attestations: dict[str, list[Manifest]] = {}
        if top.is_list:
            for each in top.members():
                self._add(each, self._manifest(str(each.get("digest") or "")))
        else:
            self._add({"digest": top.digest}, top)

    def _manifest(self, digest: str) -> Manifest:
        found = self._registry.manifest(self._repository, digest)
        _check(digest, found.raw)
        return found

    def read(self, digest: str) -> bytes:
        """Read a blob."""
        found = self._registry.blob(self._repository, digest)
        _check(digest, found)
        return found

    def _add(self, descriptor: Mapping[str, Any], found: Manifest) -> None:
        if of := subject(descriptor):
            self._attestations.setdefault(of, []).append(found)
            return
        if found.is_list:
            for each in found.members():
                self._add(each, self._manifest(str(each.get("digest") or "")))
            return
        platform = descriptor.get("platform") or self.config(found)
        os, architecture, variant = (
            str(platform.get(name) or "") for name in ("os", "architecture", "variant")
        )
        plain = normalized(os, architecture, variant)
        key = platform_text({"os": plain.os, "architecture": plain.architecture, "variant": plain.variant})
        self.images[key] = (str(descriptor["digest"]), found)

    def config(self, found: Manifest) -> Mapping[str, Any]:
        """The configuration of an image."""
        return json_object(self.read(found.config()), "an image's configuration")

    def stated(self, kind: str, digest: str) -> list[object]:
        """The predicates of a manifest's attestations."""
        return predicates(self._attestations.get(digest, ()), kind, self.read)


def image_data(registry: RegistryClient, reference: Reference, top: Manifest, name: str) -> Record:
    """The fields Name, Manifest, Image (of each platform, if there are several), Provenance and SBOM."""
    found = _Found(registry, reference, top)
    configs = {
        platform: go_structs.SCHEMA.value("*Image", go_structs.image(found.config(manifest)))
        for platform, (_, manifest) in sorted(found.images.items())
    }
    several = len(configs) > 1
    return _NotEmpty(
        _SEVERAL if several else _ONE,
        {
            "Name": name,
            "Manifest": _manifest(top),
            "Image": configs if several else next(iter(configs.values()), None),
            "Provenance": Function(lambda: _of_platforms(found, PROVENANCE, _provenance, several=several)),
            "SBOM": Function(lambda: _of_platforms(found, SBOM, _sbom, several=several)),
        },
        {"Name": "name", "Manifest": "manifest", "Image": "image"},
    )


def _manifest(top: Manifest) -> object:
    own = {"mediaType": top.media_type, "digest": top.digest, "size": len(top.raw)}
    if not top.is_list:
        return go_structs.SCHEMA.value("Descriptor", go_structs.descriptor(own))
    media_type = top.content.get("mediaType")
    return go_structs.SCHEMA.value("Index", go_structs.index({**top.content, **own, "mediaType": media_type}))


def _of_platforms(
    found: _Found, kind: str, make: Callable[[Sequence[object]], Record], *, several: bool
) -> object:
    """The attestations of each platform that has some, or of the only platform."""
    stated = {platform: found.stated(kind, digest) for platform, (digest, _) in found.images.items()}
    if several:
        return {platform: make(each) for platform, each in stated.items() if each}
    return make(next(iter(stated.values()), []))


def _provenance(stated: Sequence[object]) -> Record:
    return _NotEmpty("imagetools.provenanceStub", {"SLSA": stated[0] if stated else None}, {"SLSA": "SLSA"})


def _sbom(stated: Sequence[object]) -> Record:
    first, more = (stated[0], [*stated[1:]]) if stated else (None, [])
    names = {name: name for name in ("SPDX", "AdditionalSPDXs")}
    return _NotEmpty("imagetools.sbomStub", {"SPDX": first, "AdditionalSPDXs": more}, names)


def _check(digest: str, content: bytes) -> None:
    if not is_content_of(digest, content):
        raise Failure(f'failed commit on ref "": unexpected digest: {digest_of(content)} != {digest}')
