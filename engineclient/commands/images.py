"""images and pull: the images that are here, and one more."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engineclient.commands.arity import at_most, exactly
from engineclient.commands.command import command
from engineclient.commands.configfile import setting
from engineclient.commands.flags import flag
from engineclient.commands.flagtypes import BOOL, FILTER, STRING
from engineclient.commands.listing import FORMAT, print_list
from engineclient.commands.progress import ProgressLines
from engineclient.text.durations import SECOND, ago
from engineclient.text.format import Column, Formatter
from engineclient.text.times import format_time
from engineclient.text.units import human_size
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.commands.app import App
    from engineclient.models.images import ImageSummary

_NONE: Final = "<none>"


@dataclass(frozen=True, slots=True)
class Name:
    """One line of the list: an image by one of its names, or by none."""

    image: ImageSummary
    repository: str = _NONE
    tag: str = _NONE
    digest: str = _NONE


@command("[OPTIONS] [REPOSITORY[:TAG]]", at_most(1))
@flag("-a, --all", BOOL, "Also show the images in between of builds")
@flag("--digests", BOOL, "Also show digests")
@flag("-f, --filter", FILTER, "Show only those that meet a condition")
@FORMAT
@flag("--no-trunc", BOOL, "Do not shorten IDs")
@flag("-q, --quiet", BOOL, "Show only IDs")
@flag("--tree", BOOL, unsupported="list the platforms of an image with `image inspect`")
def images(
    app: App,
    *reference: str,
    all: bool,
    digests: bool,
    filter: dict[str, list[str]],
    format: str,
    no_trunc: bool,
    quiet: bool,
) -> None:
    """`minidocker images`."""
    filters = filter | ({"reference": [*reference]} if reference else {})
    found = app.engine().images.list(all=all, filters=filters)
    source = "{{.ID}}" if quiet and not format else format or setting(app, "imagesFormat")
    names = [name for image in found for name in _names(image)]
    print_list(app, _formatter(truncate=not no_trunc, digests=digests), names, source)


@command("[OPTIONS] NAME[:TAG|@DIGEST]", exactly(1))
@flag("-a, --all-tags", BOOL, "Get all tags of the repository")
@flag("--disable-content-trust", BOOL, "Do not verify the image", default=True)
@flag("--platform", STRING, "Platform of the image, if there are several")
@flag("-q, --quiet", BOOL, "Show only the name")
def pull(
    app: App, name: str, *, all_tags: bool, disable_content_trust: bool, platform: str, quiet: bool
) -> None:
    """`minidocker pull`."""
    from engineclient.commands.failures import Failure
    from engineclient.commands.run import refuse_content_trust

    refuse_content_trust(disabled=disable_content_trust)
    reference = parse(name)
    if all_tags and (reference.tag or reference.digest):
        raise Failure("tag can't be used with --all-tags/-a")
    if all_tags:
        raise Failure("--all-tags is not supported by minidocker: name the tags")
    if not (reference.tag or reference.digest):
        reference = reference.with_default_tag()
        if not quiet:
            app.out.line(f"Using default tag: {reference.tag}")
    app.engine().pull(name, platform=platform or None, progress=None if quiet else ProgressLines(app.out))
    app.out.line(str(reference))


def _names(image: ImageSummary) -> Iterator[Name]:
    """An image's lines: one a tag, or one a digest where it has none; without either it is dangling."""
    by_repository = {
        repository: digest
        for repository, _, digest in (text.rpartition("@") for text in image.repo_digests)
        if repository != _NONE
    }
    tags = [text for text in image.repo_tags if text != "<none>:<none>"]
    for text in tags:
        repository, _, tag = text.rpartition(":")
        yield Name(image, repository, tag, by_repository.get(repository, _NONE))
    tagged = {text.rpartition(":")[0] for text in tags}
    for repository, digest in by_repository.items():
        if repository not in tagged:
            yield Name(image, repository, digest=digest)
    if not tags and not by_repository:
        yield Name(image)


def _formatter(*, truncate: bool, digests: bool) -> Formatter[Name]:
    now = time.time_ns()

    def id(name: Name) -> str:
        return name.image.id.partition(":")[2][:12] if truncate else name.image.id

    shown = r"{{.Repository}}\t{{.Tag}}\t" + (r"{{.Digest}}\t" if digests else "")
    columns: dict[str, Column[Name]] = {
        "ID": Column("IMAGE ID", id),
        "Repository": Column("REPOSITORY", lambda name: name.repository),
        "Tag": Column("TAG", lambda name: name.tag),
        "Digest": Column("DIGEST", lambda name: name.digest),
        "CreatedSince": Column("CREATED", lambda name: ago(name.image.created * SECOND, now)),
        "CreatedAt": Column("CREATED AT", lambda name: format_time(name.image.created * SECOND)),
        "Size": Column("SIZE", lambda name: human_size(name.image.size, 3)),
        "Containers": Column("CONTAINERS", lambda name: _count(name.image.containers)),
        "SharedSize": Column("SHARED SIZE", lambda name: _bytes(name.image.shared_size)),
        "UniqueSize": Column("UNIQUE SIZE", lambda name: _unique(name.image)),
    }
    return Formatter("*formatter.imageContext", columns, shown + r"{{.ID}}\t{{.CreatedSince}}\t{{.Size}}")


def _count(number: int) -> str:
    return "N/A" if number == -1 else str(number)


def _bytes(size: int) -> str:
    return "N/A" if size == -1 else human_size(size, 3)


def _unique(image: ImageSummary) -> str:
    return "N/A" if image.shared_size == -1 else human_size(image.size - image.shared_size, 3)
