"""`buildx imagetools create`: add names and indexes to images in registries, without pulling them."""

from __future__ import annotations

import time
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING

from engineclient.build.own_step import OwnStep
from engineclient.cli.arity import ANY
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildx_errors import marked, registry_text
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import flag
from engineclient.cli.image_copy import copy_image
from engineclient.cli.printing.build_display import registry_display
from engineclient.cli.printing.refreshed import refreshed
from engineclient.cli.registries import client
from engineclient.commands.buildx.image_sources import Found, find, parse_source, with_repository
from engineclient.errors import EngineError
from engineclient.golang.files import file_error, read_file
from engineclient.golang.platforms import Platform, parse_platform
from engineclient.golang.quoting import quote
from engineclient.registry.addresses import is_loopback
from engineclient.registry.annotations import parse_annotations
from engineclient.registry.errors import RegistryError
from engineclient.registry.indexes import combined, for_platforms
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engineclient.cli.app import App
    from engineclient.registry.manifests import Manifest
    from engineclient.transport.registry_client import RegistryClient

    Registries = Callable[[Reference], RegistryClient]


@command("[OPTIONS] [SOURCE...]", ANY, observable=False)
@on_builder
@flag("--annotation", LIST, "Annotation of the new index or its members: [TYPE[PLATFORM]:]KEY=VALUE")
@flag("--append", BOOL, "Add to the image that the first tag already names")
@flag("--dry-run", BOOL, "Print the manifest instead of pushing it", dest="printed")
@flag("-f, --file", LIST, "File with a source: a name, a digest or a descriptor")
@flag("-p, --platform", LIST, "Keep only the images of these platforms")
@flag(
    "--prefer-index", BOOL, "Make an index of a single image, instead of copying its manifest", default=True
)
@flag("--progress", STRING, "Format of the progress: auto, none, plain, quiet, rawjson, tty", default="auto")
@flag("-t, --tag", LIST, "Name of the new image")
def create(
    app: App,
    *sources: str,
    annotation: list[str],
    append: bool,
    printed: bool,
    file: list[str],
    platform: list[str],
    prefer_index: bool,
    progress: str,
    tag: list[str],
) -> None:
    """Give an image in a registry another name, or combine several images to one index."""
    with marked(), ExitStack() as open_clients:
        if not (sources or file):
            raise Failure("no sources specified")
        if not (tag or printed):
            raise Failure("can't push with no tags specified, please set --tag or --dry-run")
        texts = [*map(_content, file), *sources]
        targets = [parse(each) for each in tag]
        given = [parse_source(text) for text in [*(tag[:1] if append else []), *texts]]
        wanted = [*_platforms(platform)]
        given = with_repository(given, targets)
        _check(app, printed=printed)
        registry = _clients(app, open_clients)
        found = [find(registry(source.reference), source) for source in given if source.reference]
        made = _made(found, annotation, wanted, prefer_index=prefer_index)
        if printed:
            app.out.line(made.raw.decode())
        else:
            _push(app, registry, found, made, targets, progress)


def _content(path: str) -> str:
    try:
        return read_file(path).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise Failure(file_error(path, error)) from error


def _platforms(texts: Iterable[str]) -> Iterable[Platform]:
    for text in chain.from_iterable(each.split(",") for each in texts):
        try:
            yield parse_platform(text)
        except ValueError as error:
            raise Failure(f"invalid platform {quote(text)}: {error}") from error


def _check(app: App, *, printed: bool) -> None:
    if not printed and (app.options.read_only or app.options.dry_run):
        which = "--read-only" if app.options.read_only else "--dry-run"
        raise Failure(f"this writes to a registry, not to the engine, so {which} cannot prevent it")


def _clients(app: App, open_clients: ExitStack) -> Registries:
    """A function that returns the client of a name's registry; `open_clients` closes them."""
    known: dict[str, RegistryClient] = {}

    def registry(name: Reference) -> RegistryClient:
        if name.domain not in known:
            known[name.domain] = open_clients.enter_context(client(app, name, plain=is_loopback(name.domain)))
        return known[name.domain]

    return registry


def _made(
    found: Sequence[Found], annotations: Sequence[str], wanted: Sequence[Platform], *, prefer_index: bool
) -> Manifest:
    try:
        parsed = parse_annotations(annotations)
    except ValueError as error:
        raise Failure(f"failed to parse annotations: {error}") from error
    try:
        made = combined([source.part for source in found], parsed, prefer_index=prefer_index)
        return for_platforms(made, found[0].part.descriptor.get("platform") or {}, wanted)
    except ValueError as error:
        raise Failure(str(error)) from error


def _push(
    app: App,
    registry: Registries,
    found: Sequence[Found],
    made: Manifest,
    targets: Sequence[Reference],
    progress: str,
) -> None:
    """Store a manifest under each name, after copying its members, and show the progress."""
    try:
        display = registry_display(app, progress)
    except ValueError as error:
        raise Failure(str(error)) from error
    with refreshed(display) as show:
        for target in targets:
            step = OwnStep(f"[internal] pushing {target}", time.time_ns)

            def report(line: str, step: OwnStep = step) -> None:
                show(step.printed(line))

            show(step.began())
            try:
                _push_one(registry, found, made, target, report)
            except (EngineError, Failure) as error:
                text = registry_text(error) if isinstance(error, RegistryError) else str(error)
                show(step.ended(text))
                raise
            show(step.ended())


def _push_one(
    registry: Registries,
    found: Sequence[Found],
    made: Manifest,
    target: Reference,
    report: Callable[[str], object],
) -> None:
    listed = [str(member.get("digest") or "") for member in made.members()] if made.is_list else [made.digest]
    for digest in listed:
        source = _source(found, digest).reference
        report(f"copying {digest} from {source} to {target}")
        copy_image(registry(source), source, registry(target), target, digest)
    report(f"pushing {made.digest} to {target}")
    registry(target).put_manifest(target.path, target.tag or "latest", made)


def _source(found: Sequence[Found], digest: str) -> Found:
    """The last source that contains the manifest."""
    return [source for source in found if digest in source.part.digests()][-1]
