"""Copies an image, or an index with its images, to another repository, in the same registry or in another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.transport.registry_client import RegistryClient
    from engineclient.wire.references import Reference


def copy_image(
    source: RegistryClient, origin: Reference, target: RegistryClient, place: Reference, digest: str
) -> None:
    """Copy a manifest and all its blobs and manifests, without storing them on this machine.

    Content that the target already has is not sent. Within one registry, blobs are mounted if the registry allows it.

    Args:
        source: the registry to copy from.
        origin: the repository there.
        target: the registry to copy to.
        place: the repository there.
        digest: the digest of the manifest.

    Raises:
        RegistryError: one of the registries failed.

    """
    if origin.name == place.name or target.has_manifest(place.path, digest):
        return
    found = source.manifest(origin.path, digest)
    if found.is_list:
        for member in found.members():
            copy_image(source, origin, target, place, str(member.get("digest") or ""))
    else:
        for blob in found.blobs():
            _copy_blob(source, origin, target, place, blob)
    target.put_manifest(place.path, digest, found)


def _copy_blob(
    source: RegistryClient, origin: Reference, target: RegistryClient, place: Reference, digest: str
) -> None:
    if target.has_blob(place.path, digest):
        return
    if origin.domain == place.domain and target.mount(place.path, digest, origin.path):
        return
    with source.open_blob(origin.path, digest) as blob:
        target.put_blob(place.path, digest, blob)
