"""Platforms and OCI descriptors, which images, containers and registries all speak of: views."""

from __future__ import annotations

from engineclient.models.view import View, mapping, optional, required, sequence


class Platform(View):
    """What an image is for."""

    architecture = optional(str, "architecture")
    os = optional(str, "os")
    os_version = optional(str, "os.version")
    os_features = sequence(str, "os.features")
    variant = optional(str, "variant")


class Descriptor(View):
    """What a registry keeps, by its digest."""

    media_type = required(str, "mediaType")
    digest = required(str, "digest")
    size = required(int, "size")  # bytes
    urls = sequence(str, "urls")
    annotations = mapping(str, "annotations")
    data = optional(str, "data")  # base64
    platform = optional(Platform, "platform")
    artifact_type = optional(str, "artifactType")
