"""Manifests: the description of an image in a registry, and lists of manifests for several platforms.

Sources: https://distribution.github.io/distribution/spec/manifest-v2-2/ and
https://github.com/opencontainers/image-spec.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from engineclient.errors import DecodeError
from engineclient.golang import json as gojson
from engineclient.registry.platforms import platform_of
from engineclient.wire.references import Reference, parse

DOCKER_IMAGE: Final = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST: Final = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_IMAGE: Final = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX: Final = "application/vnd.oci.image.index.v1+json"
LISTS: Final = (DOCKER_LIST, OCI_INDEX)
ACCEPTED: Final = (DOCKER_IMAGE, DOCKER_LIST, OCI_IMAGE, OCI_INDEX)
"""The supported media types of manifests, for the Accept header."""

_ENTRY: Final = {DOCKER_IMAGE: "SchemaV2Manifest", OCI_IMAGE: "OCIManifest"}


class Manifest(NamedTuple):
    """A manifest: its media type and its bytes."""

    media_type: str
    raw: bytes

    @property
    def digest(self) -> str:
        """The digest of the bytes, `sha256:...`."""
        return digest_of(self.raw)

    @property
    def is_list(self) -> bool:
        """Whether it lists manifests of several platforms."""
        return self.media_type in LISTS

    @property
    def content(self) -> Mapping[str, Any]:
        """The parsed JSON.

        Raises:
            DecodeError: it is not a JSON object.

        """
        return json_object(self.raw, "a manifest")

    def members(self) -> list[Mapping[str, Any]]:
        """The descriptors in a list, in its order."""
        return descriptors(self.content.get("manifests"))

    def config(self) -> str:
        """The digest of the configuration of an image."""
        return str(_object(self.content.get("config")).get("digest") or "")

    def blobs(self) -> list[str]:
        """The digests of an image's configuration and layers."""
        layers = descriptors(self.content.get("layers"))
        return [self.config(), *(str(layer.get("digest") or "") for layer in layers)]


class ImageManifest(NamedTuple):
    """A manifest of one platform with its name, as `docker manifest` stores and shows it.

    `platform` has `architecture`, `os`, and, if known, `os.version`, `os.features` and `variant`.
    """

    reference: Reference
    manifest: Manifest
    platform: Mapping[str, Any]

    def to_json(self) -> str:
        """Compact JSON in docker's layout, with the manifest both in base64 and as JSON."""
        descriptor = {
            "mediaType": self.manifest.media_type,
            "digest": self.manifest.digest,
            "size": len(self.manifest.raw),
            "platform": self.platform,
        }
        raw = base64.b64encode(self.manifest.raw).decode()
        head = {"Ref": str(self.reference), "Descriptor": descriptor, "Raw": raw}
        own = gojson.compact(self.manifest.raw.decode("utf-8", "replace"))
        entry = _ENTRY.get(self.manifest.media_type, "SchemaV2Manifest")
        return gojson.escape_html(f'{gojson.encode_ordered(head)[:-1]},"{entry}":{own}}}')

    def for_platform(self, **changes: object) -> ImageManifest:
        """A copy with other fields of the platform; empty values change nothing."""
        given = {name.replace("_", "."): value for name, value in changes.items() if value}
        return self._replace(platform=platform_of({**self.platform, **given}))


def from_json(text: str | bytes) -> ImageManifest:
    """Parse the JSON of `ImageManifest.to_json`, or of docker.

    Raises:
        DecodeError: the text is not such JSON.
        InvalidReference: its name is malformed.

    """
    content = json_object(text, "a manifest of a list")
    descriptor = _object(content.get("Descriptor"))
    try:
        raw = base64.b64decode(content.get("Raw") or "", validate=True)
    except ValueError as error:
        raise DecodeError(f"a manifest of a list is not in base64: {error}") from error
    own = next((content[name] for name in _ENTRY.values() if content.get(name)), None)
    manifest = Manifest(str(descriptor.get("mediaType") or ""), raw or json.dumps(own).encode())
    return ImageManifest(
        parse(str(content.get("Ref") or "")), manifest, platform_of(_object(descriptor.get("platform")))
    )


def list_of(images: Sequence[ImageManifest]) -> Manifest:
    """The list of some manifests: an OCI index if the first is an OCI image, docker's own list otherwise."""
    is_oci = bool(images) and images[0].manifest.media_type == OCI_IMAGE
    media_type = OCI_INDEX if is_oci else DOCKER_LIST
    content = {
        "schemaVersion": 2,
        "mediaType": media_type,
        "manifests": [
            {
                "mediaType": each.manifest.media_type,
                "size": len(each.manifest.raw),
                "digest": each.manifest.digest,
                "platform": each.platform,
            }
            for each in images
        ],
    }
    return Manifest(media_type, gojson.escape_html(gojson.encode_ordered(content, indent=3)).encode())


def descriptors(found: Any) -> list[Mapping[str, Any]]:
    """The objects of a list in a manifest; [] if it is missing."""
    if not isinstance(found, list):
        return []
    listed: list[Any] = found
    return [_object(each) for each in listed]


def digest_of(data: bytes, algorithm: str = "sha256") -> str:
    """The digest of `data`: `sha256:...`."""
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


def is_content_of(digest: str, data: bytes) -> bool:
    """Whether `data` has the digest `digest`."""
    algorithm = digest.partition(":")[0]
    return algorithm in ("sha256", "sha384", "sha512") and digest_of(data, algorithm) == digest


def json_object(text: str | bytes, what: str) -> Mapping[str, Any]:
    """Parse the JSON object `text`; errors name it `what`.

    Raises:
        DecodeError: it is not a JSON object.

    """
    try:
        content: Any = json.loads(text)
    except ValueError as error:
        raise DecodeError(f"{what} is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise DecodeError(f"{what} is not a JSON object")
    return cast("Mapping[str, Any]", content)


def _object(found: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}
