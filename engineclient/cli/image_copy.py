"""Copies an image, or an index with its images, from one repository to another one, of the same registry or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.transport.registry_client import RegistryClient
    from engineclient.wire.references import Reference


def copy_image(
    source: RegistryClient, origin: Reference, target: RegistryClient, place: Reference, digest: str
) -> None:
    """Copy the manifest with a digest and all that it names; nothing is stored on this machine.

    What the target has is not sent; blobs of the same registry are made available there, if it allows that.

    Args:
        source: the registry to copy from.
        origin: the repository there.
        target: the registry to copy to.
        place: the repository there.
        digest: of the manifest.

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
