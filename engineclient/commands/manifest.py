"""manifest: show the manifests of images in registries, and make lists of images for several platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli import registries
from engineclient.cli.arity import at_least, between, exactly
from engineclient.cli.command import command
from engineclient.cli.failures import Failure, of_several
from engineclient.cli.flag_types import BOOL, STRING, STRINGS
from engineclient.cli.flags import flag
from engineclient.connect.manifest_lists import ManifestLists, NotKept
from engineclient.errors import EngineError, InvalidReference
from engineclient.golang import json as gojson
from engineclient.registry.errors import NoSuchManifest, RegistryError
from engineclient.registry.manifests import ImageManifest, list_of
from engineclient.registry.platforms import may_be_listed, platform_of
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.registry.manifests import Manifest
    from engineclient.transport.registry_client import RegistryClient

_UNSAFE: Final = "Allow a registry without TLS, or with a certificate that is not valid"


@command("[OPTIONS] [MANIFEST_LIST] MANIFEST", between(1, 2), observable=False)
@flag("--insecure", BOOL, _UNSAFE)
@flag("-v, --verbose", BOOL, "Also show names, platforms and the manifests of a list")
def inspect(app: App, *names: str, insecure: bool, verbose: bool) -> None:
    """Show a manifest in a local list; or, given one name, the local list of that name, or else what a registry has."""
    reference = _named(names[-1])
    lists = ManifestLists(app.config_dir)
    if len(names) == 2:
        _show_one(app, lists.manifest(_named(names[0]), reference), verbose=verbose)
        return
    try:
        kept = lists.manifests(reference)
    except NotKept:
        pass
    else:
        _show_list(app, reference, kept, verbose=verbose)
        return
    with registries.reading(app, reference, insecure=insecure) as registry:
        found = registries.fetch(registry, reference)
        if found.is_list:
            _show_list(app, reference, _members(registry, reference, found), verbose=verbose)
        else:
            _show_one(app, registries.image_manifest(registry, reference, found), verbose=verbose)


@command("MANIFEST_LIST MANIFEST [MANIFEST...]", at_least(2), observable=False)
@flag("-a, --amend", BOOL, "Add to a list that exists")
@flag("--insecure", BOOL, _UNSAFE)
def create(app: App, target: str, *names: str, amend: bool, insecure: bool) -> None:
    """Make a local list of manifests, which `manifest push` sends to a registry."""
    name = _named(target, f"error parsing name for manifest list {target}: ")
    lists = ManifestLists(app.config_dir)
    if not amend and _has(lists, name):
        raise Failure("refusing to amend an existing manifest list with no --amend flag")
    for each in names:
        reference = _named(each)
        lists.keep(name, reference, _image(app, lists, name, reference, insecure=insecure))
    app.out.line(f"Created manifest list {name}")


@command("[OPTIONS] MANIFEST_LIST MANIFEST", exactly(2), observable=False)
@flag("--arch", STRING, "Architecture")
@flag("--os", STRING, "Operating system")
@flag("--os-features", STRINGS, "Features of the operating system, added to those that are set")
@flag("--os-version", STRING, "Version of the operating system")
@flag("--variant", STRING, "Variant of the architecture")
def annotate(
    app: App,
    target: str,
    image: str,
    *,
    arch: str,
    os: str,
    os_features: list[str],
    os_version: str,
    variant: str,
) -> None:
    """Change the platform of a manifest in a local list."""
    name = _named(target, f"annotate: error parsing name for manifest list {target}: ")
    reference = _named(image, f"annotate: error parsing name for manifest {image}: ")
    lists = ManifestLists(app.config_dir)
    try:
        found = lists.manifest(name, reference)
    except NotKept as error:
        raise Failure(f"manifest for image {image} does not exist in {target}") from error
    features = [*dict.fromkeys([*found.platform.get("os.features", ()), *os_features])]
    changed = found.for_platform(
        architecture=arch, os=os, os_version=os_version, os_features=features, variant=variant
    )
    if not may_be_listed(changed.platform["os"], changed.platform["architecture"]):
        raise Failure(f"manifest entry for image has unsupported os/arch combination: {os}/{arch}")
    lists.keep(name, reference, changed)


@command("[OPTIONS] MANIFEST_LIST", exactly(1), observable=False)
@flag("--insecure", BOOL, _UNSAFE)
@flag("-p, --purge", BOOL, "Remove the local list after the push")
def push(app: App, target: str, *, insecure: bool, purge: bool) -> None:
    """Push a local list to a registry. Images from its other repositories are first made available in the list's own."""
    name = _named(target)
    if app.options.read_only or app.options.dry_run:
        which = "--read-only" if app.options.read_only else "--dry-run"
        raise Failure(f"manifest push writes to a registry, not to the engine, so {which} cannot prevent it")
    lists = ManifestLists(app.config_dir)
    images = lists.manifests(name)
    if not images:
        raise Failure(f"{name} not found")
    found = _list(name, images)
    for each in images:
        if not (each.platform["os"] and each.platform["architecture"]):
            raise Failure(
                f"manifest {each.reference} must have an OS and Architecture to be pushed to a registry"
            )
    with registries.writing(app, name, insecure=insecure) as registry:
        foreign = [each for each in images if each.reference.path != name.path]
        for each in foreign:
            _mount(registry, name, each)
        for each in foreign:
            ref = Reference(name.domain, name.path, digest=each.manifest.digest)
            app.out.line(f"Pushed ref {ref} with digest: {_put(registry, ref, each.manifest)}")
        app.out.line(_put(registry, name, found))
    if purge:
        lists.remove(name)


@command("MANIFEST_LIST [MANIFEST_LIST...]", at_least(1), observable=False)
def rm(app: App, *names: str) -> None:
    """Remove local lists; registries are not changed."""
    lists = ManifestLists(app.config_dir)
    errors: list[EngineError | Failure] = []
    for each in names:
        try:
            lists.remove(_named(each))
        except EngineError as error:
            errors.append(error)
    if errors:
        raise of_several(errors)


def _named(text: str, complaint: str = "") -> Reference:
    """The reference, with the tag `latest` if it has neither tag nor digest; `complaint` precedes its error."""
    try:
        return parse(text).with_default_tag()
    except InvalidReference as error:
        raise InvalidReference(f"{complaint}{error}") from error


def _has(lists: ManifestLists, name: Reference) -> bool:
    try:
        lists.manifests(name)
    except NotKept:
        return False
    return True


def _image(
    app: App, lists: ManifestLists, name: Reference, reference: Reference, *, insecure: bool
) -> ImageManifest:
    """The manifest of an image: the one in the local list, or else the one in the registry."""
    try:
        return lists.manifest(name, reference)
    except NotKept:
        pass
    with registries.reading(app, reference, insecure=insecure) as registry:
        found = registries.fetch(registry, reference)
        if found.is_list:
            raise Failure(f"{reference} is a manifest list")
        return registries.image_manifest(registry, reference, found)


def _members(registry: RegistryClient, reference: Reference, found: Manifest) -> list[ImageManifest]:
    """The manifests of a list in a registry, each with the platform in the list."""
    images: list[ImageManifest] = []
    for each in found.members():
        one = reference._replace(digest=str(each.get("digest") or ""))
        manifest = registries.fetch(registry, one._replace(tag=""))
        if manifest.is_list:
            raise Failure("unsupported manifest type: *manifestlist.DeserializedManifestList")
        images.append(ImageManifest(one, manifest, platform_of(each.get("platform") or {})))
    if not images:
        raise NoSuchManifest(reference)
    return images


def _show_one(app: App, image: ImageManifest, *, verbose: bool) -> None:
    text = image.to_json() if verbose else image.manifest.raw.decode("utf-8", "replace")
    app.out.line(gojson.indent(text, "\t"))


def _show_list(app: App, reference: Reference, images: Sequence[ImageManifest], *, verbose: bool) -> None:
    if verbose:
        app.out.line(gojson.indent(f"[{','.join(each.to_json() for each in images)}]", "\t"))
    else:
        try:
            app.out.line(_list(reference, images).raw.decode())
        except Failure as error:
            raise Failure(f"failed to assemble ManifestDescriptor: {error}") from error


def _list(name: Reference, images: Sequence[ImageManifest]) -> Manifest:
    for each in images:
        if each.reference.domain != name.domain:
            raise Failure(
                "cannot use source images from a different registry than the target image: "
                f"{each.reference.domain} != {name.domain}"
            )
    return list_of(images)


def _mount(registry: RegistryClient, name: Reference, image: ImageManifest) -> None:
    """Make an image's blobs available in the list's repository. For Windows images the registry may refuse this."""
    source = image.reference.path
    for digest in image.manifest.blobs():
        try:
            mounted = registry.mount(name.path, digest, source)
        except RegistryError as error:
            raise Failure(f"failed to mount blob {source}@{digest} to {name}: {error}") from error
        if not mounted and image.platform["os"] != "windows":
            raise Failure(f"error mounting {source}@{digest} to {name}")


def _put(registry: RegistryClient, reference: Reference, manifest: Manifest) -> str:
    try:
        return registry.put_manifest(reference.path, registries.name_of(reference), manifest)
    except RegistryError as error:
        raise Failure(f"failed to put manifest {reference}: {error}") from error
