"""The columns of an image in `images` and `system df -v`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.cli.printing.listing import short_id
from engineclient.errors import InvalidReference
from engineclient.golang.durations import SECOND, ago
from engineclient.golang.times import format_time
from engineclient.golang.units import human_size
from engineclient.models.images import ImageSummary
from engineclient.text.format import Column, Formatter
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_NONE: Final = "<none>"
_UNKNOWN: Final = "N/A"

_NEVER: Final = -62135596800  # the year 1, Go's zero time: the image has no date


class Name(NamedTuple):
    """One line of the list: an image and one of its names, if it has any."""

    image: ImageSummary
    repository: str = _NONE
    tag: str = _NONE
    digest: str = _NONE


def image_lines(image: ImageSummary, *, by_digest: bool) -> Iterator[Name]:
    """The lines of an image: one for each tag, and one for each repository without a tag.

    `by_digest` makes it one for each digest, too. An image without any name has one line.
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
    """What follows the last `sign` in each reference, by repository; old engines write `<none>` for a missing name."""
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
    """The formatter of images; `truncate` shortens ids, `digests` adds digests to the default views."""
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


def _counted(number: int) -> str:
    return _UNKNOWN if number == -1 else str(number)


def _size(size: int) -> str:
    return _UNKNOWN if size == -1 else human_size(size)


def _unique_size(image: ImageSummary) -> str:
    return _UNKNOWN if -1 in (image.size, image.shared_size) else human_size(image.size - image.shared_size)
