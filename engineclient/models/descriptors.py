"""Platforms and OCI descriptors, which images, containers and registries share: views."""

from __future__ import annotations

from engineclient.models.view import Field, View, mapping, optional, required, sequence


class Platform(View):
    """The platform that an image is for."""

    architecture: Field[str | None] = optional(str, "architecture")
    os: Field[str | None] = optional(str, "os")
    os_version: Field[str | None] = optional(str, "os.version")
    os_features: Field[list[str]] = sequence(str, "os.features")
    variant: Field[str | None] = optional(str, "variant")


class Descriptor(View):
    """What a registry keeps, by its digest."""

    media_type: Field[str] = required(str, "mediaType")
    digest: Field[str] = required(str, "digest")
    size: Field[int] = required(int, "size")  # bytes
    urls: Field[list[str]] = sequence(str, "urls")
    annotations: Field[dict[str, str]] = mapping(str, "annotations")
    data: Field[str | None] = optional(str, "data")  # base64
    platform: Field[Platform | None] = optional(Platform, "platform")
    artifact_type: Field[str | None] = optional(str, "artifactType")
