"""buildx imagetools create: new names and indexes of images that a registry has, without pulling them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.cli import registries
from engineclient.cli.arity import ANY
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import flag
from engineclient.commands.buildx.errors import marked
from engineclient.commands.buildx.imagetools import resolved
from engineclient.errors import InvalidReference
from engineclient.registry.addresses import is_loopback
from engineclient.registry.errors import Refused
from engineclient.registry.go_structs import descriptor
from engineclient.registry.manifests import Manifest, index_of
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engineclient.cli.app import App
    from engineclient.transport.registry_client import RegistryClient

_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_KINDS: Final = ("auto", "plain", "none", "quiet")


class _Source(NamedTuple):
    """A source: its name, what the registry has of it, and the descriptors that it adds to an index."""

    reference: Reference
    found: Manifest
    members: Sequence[dict[str, Any]]


@command("[OPTIONS] [SOURCE...]", ANY, observable=False)
@flag("--append", BOOL, "Add to what the first tag names already")
@flag("--dry-run", BOOL, "Print the manifest instead of pushing it", dest="printed")
@flag(
    "--prefer-index", BOOL, "Make an index also of one image, instead of copying its manifest", default=True
)
@flag("--progress", STRING, "How to show it: auto, plain, quiet, none", default="auto")
@flag("-t, --tag", LIST, "Name of the new image")
def create(
    app: App, *sources: str, append: bool, printed: bool, prefer_index: bool, progress: str, tag: list[str]
) -> None:
    """Give images of a registry one more name, or list several under one."""
    with marked():
        if not sources:
            raise Failure("no sources specified")
        if not (tag or printed):
            raise Failure("can't push with no tags specified, please set --tag or --dry-run")
        if progress not in _KINDS:
            raise Failure(f"--progress {progress} is not supported here; there are: {', '.join(_KINDS)}")
        targets = [parse(each) for each in tag]
        names = [_named(each, targets) for each in sources]
        if append and targets:
            names.insert(0, targets[0])
        _check(app, [*names, *targets], printed=printed)
        with registries.client(app, names[0], plain=is_loopback(names[0].domain)) as registry:
            read = [_read(registry, name) for name in names]
            made = _combined(read, prefer_index=prefer_index)
            if printed:
                app.out.line(made.raw.decode())
                return
            show = app.err.line if progress in ("auto", "plain") else _silently
            for number, target in enumerate(targets, 1):
                _push(registry, read, made, target, number, show)


def _silently(_line: str) -> None:
    """Show nothing."""


def _named(source: str, targets: Sequence[Reference]) -> Reference:
    """The reference of a source; a digest alone is one of the first target's repository."""
    if _DIGEST.fullmatch(source):
        if not targets:
            raise Failure("no repositories specified, please set a reference in tag or source")
        return Reference(targets[0].domain, targets[0].path, digest=source)
    try:
        return parse(source)
    except InvalidReference as error:
        kinds = "valid sources are digests, references and descriptors"
        raise Failure(f'failed to parse source "{source}", {kinds}: {error}') from error


def _check(app: App, names: Sequence[Reference], *, printed: bool) -> None:
    other = next((each for each in names if each.domain != names[0].domain), None)
    if other is not None:
        raise Failure(
            f"{names[0].domain} and {other.domain} are two registries, between which nothing is copied here: "
            "'pull', 'tag' and 'push' do it by the engine"
        )
    if not printed and (app.options.read_only or app.options.dry_run):
        which = "--read-only" if app.options.read_only else "--dry-run"
        raise Failure(f"this writes to a registry, not to the engine, so {which} cannot hold it back")


def _read(registry: RegistryClient, name: Reference) -> _Source:
    found = resolved(registry, name.with_default_tag())
    if found.is_list:
        return _Source(name, found, [descriptor(each) for each in found.members()])
    platform = registries.image_manifest(registry, name, found).platform
    about = {
        "mediaType": found.media_type,
        "digest": found.digest,
        "size": len(found.raw),
        "platform": platform,
    }
    return _Source(name, found, [descriptor(about)])


def _combined(read: Sequence[_Source], *, prefer_index: bool) -> Manifest:
    """What the sources make: the manifest of the only one itself, unless that is an image and an index is preferred."""
    if len(read) == 1 and (read[0].found.is_list or not prefer_index):
        return read[0].found
    return index_of([member for source in read for member in source.members])


def _push(
    registry: RegistryClient,
    read: Sequence[_Source],
    made: Manifest,
    target: Reference,
    number: int,
    show: Callable[[str], object],
) -> None:
    """Have the registry make all that a manifest lists available in the target's repository, and store it there."""
    begun = time.monotonic()

    def at(text: str) -> None:
        show(f"#{number} {time.monotonic() - begun:.3f} {text}")

    if number > 1:
        show("")
    show(f"#{number} [internal] pushing {target}")
    copied: set[str] = set()
    try:
        for source in read:
            for digest in (str(member["digest"]) for member in source.members):
                if digest not in copied:
                    copied.add(digest)
                    at(f"copying {digest} from {source.reference} to {target}")
                    _copy(registry, source, digest, target)
        at(f"pushing {made.digest} to {target}")
        registry.put_manifest(target.path, registries.name_of(target.with_default_tag()), made)
    except Refused as error:
        raise Failure(f"failed to push {target}: {error}") from error
    show(f"#{number} DONE {time.monotonic() - begun:.1f}s")


def _copy(registry: RegistryClient, source: _Source, digest: str, target: Reference) -> None:
    """Let the target's repository have a manifest of another one, and its blobs."""
    if source.reference.path == target.path:
        return
    found = (
        source.found if source.found.digest == digest else registry.manifest(source.reference.path, digest)
    )
    for blob in found.blobs():
        if not registry.mount(target.path, blob, source.reference.path):
            raise Failure(f"the registry does not let {target} use {source.reference.path}@{blob}")
    registry.put_manifest(target.path, digest, found)
