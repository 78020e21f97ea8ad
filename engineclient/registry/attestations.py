"""Attestations: the provenance and the contents of images, which BuildKit stores next to their manifests.

Source: https://docs.docker.com/build/metadata/attestations/attestation-storage/.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from engineclient.registry.manifests import Manifest, descriptors, json_object

_OF: Final = ("com.docker.reference.digest", "vnd.docker.reference.digest")
_KIND: Final = "vnd.docker.reference.type"
_TYPE: Final = "in-toto.io/predicate-type"
_PLAIN: Final = "application/vnd.in-toto+json"
_SIGNED: Final = re.compile(r"application/vnd\.in-toto\..*\+dsse")
SBOM: Final = "https://spdx.dev/Document"
PROVENANCE: Final = "https://slsa.dev/provenance/"


def subject(descriptor: Mapping[str, Any]) -> str:
    """The digest of the manifest that an attestation is about; "" if the descriptor is not of an attestation."""
    annotations = descriptor.get("annotations") or {}
    return next((str(annotations[name]) for name in _OF if name in annotations), "")


def is_attestation(descriptor: Mapping[str, Any]) -> bool:
    """Whether a descriptor in an index is of an attestation."""
    return (descriptor.get("annotations") or {}).get(_KIND) == "attestation-manifest"


def predicates(manifests: Iterable[Manifest], kind: str, read: Callable[[str], bytes]) -> list[object]:
    """The predicates in the attestations of an image.

    Args:
        manifests: the attestations.
        kind: the prefix of the predicates' type: `SBOM` or `PROVENANCE`.
        read: returns the content of a blob, by its digest.

    Raises:
        DecodeError: a blob is not a statement.

    """
    found: list[object] = []
    for manifest in manifests:
        for layer in descriptors(manifest.content.get("layers")):
            media_type = str(layer.get("mediaType") or "")
            signed = _SIGNED.fullmatch(media_type) is not None
            type = str((layer.get("annotations") or {}).get(_TYPE) or "")
            if (signed or media_type == _PLAIN) and type.startswith(kind):
                content = json_object(read(str(layer.get("digest") or "")), "an attestation")
                if signed:
                    payload = base64.b64decode(str(content.get("payload") or ""))
                    content = json_object(payload, "an attestation")
                found.append(content.get("predicate"))
    return found
