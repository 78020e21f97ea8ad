"""images, history and search: lists of images, of the steps that made one, and of what a registry has."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.cli.arity import at_most, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.credentials import credentials_of
from engineclient.cli.flag_types import BOOL, FILTER, INT, STRING
from engineclient.cli.flags import flag
from engineclient.cli.platform_flag import one_platform
from engineclient.cli.printing.listing import FORMAT, print_list, short_id
from engineclient.cli.settings import setting
from engineclient.errors import InvalidReference
from engineclient.golang.durations import SECOND, ago
from engineclient.golang.quoting import quote
from engineclient.golang.times import format_rfc3339, format_time
from engineclient.golang.units import human_size
from engineclient.models.images import HistoryItem, ImageSummary, SearchResult
from engineclient.text.format import Column, Formatter
from engineclient.text.table import ellipsis
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App

_NONE: Final = "<none>"
_UNKNOWN: Final = "N/A"
_NEVER: Final = -62135596800  # the year 1: the image does not say when
_TOLD: Final = 946684800  # the year 2000: earlier steps tell no time, as reproducible builds have them
_WIDTH: Final = 45  # of the longest texts
# what may follow the noun `image`
_VERBS: Final = (
    "build",
    "history",
    "import",
    "inspect",
    "list",
    "load",
    "ls",
    "prune",
    "pull",
    "push",
    "rm",
    "save",
    "tag",
)


class Name(NamedTuple):
    """One line of the list: an image by one of its names, or by none."""

    image: ImageSummary
    repository: str = _NONE
    tag: str = _NONE
    digest: str = _NONE


@command("[OPTIONS] [REPOSITORY[:TAG]]", at_most(1), complete=image_names)
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
    """List images."""
    filters = filter | {"reference": [*filter.get("reference", ()), *reference]} if reference else filter
    found = app.engine().images.list(all=all, filters=filters)
    source = format or ("" if quiet else setting(app, "imagesFormat"))
    if quiet:
        source = _only_ids(source, raw="image_id: {{.ID}}")
    elif digests and source.startswith("table ") and "{{.Digest}}" not in source:
        source += r"\t{{.Digest}}"
    by_digest = digests or "{{.Digest}}" in source
    names = [name for image in found for name in image_lines(image, by_digest=by_digest)]
    print_list(app, image_formatter(truncate=not no_trunc, digests=digests), names, source)
    # `minidocker images ls` looks for an image of that name, which hardly anybody wants
    if not found and reference and reference[0] in _VERBS and app.path.endswith(" images"):
        program = app.path.removesuffix(" images")
        asked = quote(f"{program} image {reference[0]}")
        app.err.line(f"\nNo images found matching {quote(reference[0])}: did you mean {asked}?")


def image_lines(image: ImageSummary, *, by_digest: bool) -> Iterator[Name]:
    """The lines of an image: one a tag, and one a repository that it has no tag of.

    `by_digest` makes it one a digest, too. An image without any name has one line.
    """
    tags, digests = _by_repository(image.repo_tags, ":"), _by_repository(image.repo_digests, "@")
    if not tags and not digests:
        yield Name(image)
    for repository, names in tags.items():
        known = digests.pop(repository, []) if by_digest else []
        digests.pop(repository, None)
        for tag in names:
            for digest in known or [_NONE]:
                yield Name(image, repository, tag, digest)
    for repository, known in digests.items():
        for digest in known if by_digest else [""]:
            yield Name(image, repository, digest=digest)


def _by_repository(references: list[str], sign: str) -> dict[str, list[str]]:
    """What follows the last `sign` in each reference, by repository; old engines write `<none>` for no name."""
    found: dict[str, list[str]] = {}
    for reference in references:
        name, _, rest = reference.rpartition(sign)
        if name != _NONE:
            found.setdefault(_familiar(name), []).append(rest)
    return found


def _familiar(name: str) -> str:
    try:
        return parse(name).familiar_name
    except InvalidReference:
        return name


def image_formatter(*, truncate: bool = True, digests: bool = False) -> Formatter[Name]:
    """What images, and system df -v, can show of an image; `digests` adds them to the whole views."""
    now = time.time_ns()
    digest_cell, digest_line = (r"{{.Digest}}\t", r"digest: {{.Digest}}\n") if digests else ("", "")
    columns: dict[str, Column[Name]] = {
        "ID": Column("IMAGE ID", lambda name: short_id(name.image.id) if truncate else name.image.id),
        "Repository": Column("REPOSITORY", lambda name: name.repository),
        "Tag": Column("TAG", lambda name: name.tag),
        "Digest": Column("DIGEST", lambda name: name.digest),
        "CreatedSince": Column(
            "CREATED",
            lambda name: "" if name.image.created == _NEVER else ago(name.image.created * SECOND, now),
        ),
        "CreatedAt": Column("CREATED AT", lambda name: format_time(name.image.created * SECOND)),
        "Size": Column("SIZE", lambda name: human_size(name.image.size, 3)),
        "Containers": Column("CONTAINERS", lambda name: _counted(name.image.containers)),
        "VirtualSize": Column("SIZE", lambda name: human_size(name.image.size)),
        "SharedSize": Column("SHARED SIZE", lambda name: _size(name.image.shared_size)),
        "UniqueSize": Column("UNIQUE SIZE", lambda name: _unique_size(name.image)),
    }
    return Formatter(
        "*formatter.imageContext",
        columns,
        rf"{{{{.Repository}}}}\t{{{{.Tag}}}}\t{digest_cell}{{{{.ID}}}}"
        r"\t{{if .CreatedSince}}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}",
        rf"repository: {{{{.Repository}}}}\ntag: {{{{.Tag}}}}\n{digest_line}image_id: {{{{.ID}}}}\n"
        r"created_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n",
    )


@command("[OPTIONS] IMAGE", exactly(1), complete=image_names)
@FORMAT
@flag("-H, --human", BOOL, "Sizes and dates for people", default=True)
@flag("--no-trunc", BOOL, "Do not shorten what is long")
@flag("--platform", STRING, "Of the variant for this platform (such as linux/arm64)")
@flag("-q, --quiet", BOOL, "Show only IDs")
def history(
    app: App, image: str, *, format: str, human: bool, no_trunc: bool, platform: str, quiet: bool
) -> None:
    """List the steps that made an image, the last one first."""
    wanted = one_platform(app, platform, "1.48", "invalid platform: ")
    steps = app.engine().images.history(image, platform=wanted)
    source = _only_ids(format) if quiet else format
    print_list(app, history_formatter(truncate=not no_trunc, human=human), steps, source)


def history_formatter(*, truncate: bool = True, human: bool = True) -> Formatter[HistoryItem]:
    """What history can show of a step."""
    now = time.time_ns()

    def created_by(step: HistoryItem) -> str:
        text = step.created_by.replace("\t", " ")
        return ellipsis(text, _WIDTH) if truncate else text

    def created_at(step: HistoryItem) -> str:
        return format_rfc3339(step.created * SECOND)

    def created_since(step: HistoryItem) -> str:
        if not human:
            return created_at(step)
        return ago(step.created * SECOND, now) if step.created > _TOLD else _UNKNOWN

    columns: dict[str, Column[HistoryItem]] = {
        "ID": Column("IMAGE", lambda step: short_id(step.id) if truncate else step.id),
        "CreatedSince": Column("CREATED", created_since),
        "CreatedAt": Column("CREATED AT", created_at),
        "CreatedBy": Column("CREATED BY", created_by),
        "Size": Column("SIZE", lambda step: human_size(step.size, 3) if human else str(step.size)),
        "Comment": Column("COMMENT", lambda step: step.comment),
    }
    created = "CreatedSince" if human else "CreatedAt"
    return Formatter(
        "*image.historyContext",
        columns,
        rf"{{{{.ID}}}}\t{{{{.{created}}}}}\t{{{{.CreatedBy}}}}\t{{{{.Size}}}}\t{{{{.Comment}}}}",
    )


@command("[OPTIONS] TERM", exactly(1))
@flag("-f, --filter", FILTER, "Show only those that meet a condition")
@flag("--format", STRING, "How to print it: 'table', 'json' or a Go template")
@flag("--limit", INT, "Show at most so many")
@flag("--no-trunc", BOOL, "Do not shorten descriptions")
def search(
    app: App, term: str, *, filter: dict[str, list[str]], format: str, limit: int, no_trunc: bool
) -> None:
    """Look for images in a registry."""
    from engineclient.connect.credentials import registry_of_search

    found = app.engine().images.search(
        term,
        limit=limit if limit > 0 else None,
        filters=filter,
        auth=credentials_of(app).header(registry_of_search(term)),
    )
    print_list(app, search_formatter(truncate=not no_trunc, json=format == "json"), found, format)


def search_formatter(*, truncate: bool = True, json: bool = False) -> Formatter[SearchResult]:
    """What search can show of a repository; in `json` a yes is `true`, in a table it is a mark."""
    yes, no = ("true", "false") if json else ("[OK]", "")

    def description(result: SearchResult) -> str:
        text = (result.description or "").replace("\n", " ").replace("\r", " ")
        return ellipsis(text, _WIDTH) if truncate else text

    columns: dict[str, Column[SearchResult]] = {
        "Name": Column("NAME", lambda result: result.name),
        "Description": Column("DESCRIPTION", description),
        "StarCount": Column("STARS", lambda result: str(result.star_count or 0)),
        "IsOfficial": Column("OFFICIAL", lambda result: yes if result.is_official else no),
    }
    return Formatter(
        "*registry.searchContext", columns, r"{{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
    )


def _only_ids(source: str, raw: str = "") -> str:
    """The format under `--quiet`, which leaves the user's own template alone."""
    if source in ("", "table"):
        return "{{.ID}}"
    return raw if raw and source == "raw" else source


def _counted(number: int) -> str:
    return _UNKNOWN if number == -1 else str(number)


def _size(size: int) -> str:
    return _UNKNOWN if size == -1 else human_size(size)


def _unique_size(image: ImageSummary) -> str:
    return _UNKNOWN if -1 in (image.size, image.shared_size) else human_size(image.size - image.shared_size)
