"""system df: show the disk usage of images, containers, volumes and the build cache."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient import versions
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.container_table import container_formatter
from engineclient.cli.printing.image_table import Name, image_formatter
from engineclient.cli.printing.listing import FORMAT, print_list, short_id
from engineclient.cli.printing.volume_table import VOLUMES
from engineclient.errors import InvalidReference
from engineclient.golang.durations import ago
from engineclient.golang.template import Record, Template, TemplateError, TemplateExecError
from engineclient.golang.times import engine_time, reformat_time
from engineclient.golang.units import human_size
from engineclient.models.containers import ContainerSummary
from engineclient.models.disk import build_cache_share, containers_share, images_share, volumes_share
from engineclient.text.format import Column, Formatter, unescaped
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engineclient.cli.app import App
    from engineclient.models.disk import DiskShare
    from engineclient.models.disk_usage import BuildCache, DiskUsage
    from engineclient.models.images import ImageSummary

_NONE: Final = "<none>"

_IMAGES: Final = (
    r"table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}"
    r"\t{{.UniqueSize}}\t{{.Containers}}"
)
_CONTAINERS: Final = (
    r"table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}"
    r"\t{{.Status}}\t{{.Names}}"
)
_VOLUMES: Final = r"table {{.Name}}\t{{.Links}}\t{{.Size}}"
_CACHE: Final = (
    r"{{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}"
)
_CACHE_RAW: Final = (
    r"build_cache_id: {{.ID}}\nparent_id: {{.Parent}}\nbuild_cache_type: {{.CacheType}}\n"
    r"description: {{.Description}}\ncreated_at: {{.CreatedAt}}\ncreated_since: {{.CreatedSince}}\n"
    r"last_used_at: {{.LastUsedAt}}\nlast_used_since: {{.LastUsedSince}}\nusage_count: {{.UsageCount}}\n"
    r"in_use: {{.InUse}}\nshared: {{.Shared}}\n"
)


class Kind(NamedTuple):
    """A line of the summary: one kind of object and its disk usage."""

    name: str
    share: DiskShare[Any]
    has_percentage: bool = True


class Section(NamedTuple):
    """One kind of object, with each object shown.

    Attributes:
        name: the name of its field in templates.
        one: the kind in the singular.
        title: the heading of the table.
        table: the template of the table.
        formatter: the columns of an object.
        items: the objects.

    """

    name: str
    one: str
    title: str
    table: str
    formatter: Formatter[Any]
    items: Sequence[Any]


@command("[OPTIONS]")
@FORMAT
@flag("-v, --verbose", BOOL, "Show each object")
def df(app: App, *, format: str, verbose: bool) -> None:
    """Show the engine's disk usage."""
    engine = app.engine()
    # older engines send each object in any case
    found = engine.df(verbose=verbose and not versions.is_before(engine.api_version, "1.52"))
    if not verbose:
        print_list(app, SUMMARY, kinds(found), format)
        return
    shown = sections(found, truncate=format in ("", "table") or format.startswith("table"))
    if format in ("", "table"):
        app.out.write("\n".join(map(_table, shown)))
    else:
        _print_through(app, format, shown)


def kinds(found: DiskUsage) -> list[Kind]:
    """The lines of the summary."""
    return [
        Kind("Images", images_share(found)),
        Kind("Containers", containers_share(found)),
        Kind("Local Volumes", volumes_share(found)),
        Kind("Build Cache", build_cache_share(found), has_percentage=False),
    ]


def _reclaimable(kind: Kind) -> str:
    free, size = kind.share.reclaimable, kind.share.total_size
    percentage = f" ({int(free * 100 / size)}%)" if kind.has_percentage and size > 0 else ""
    return f"{human_size(free)}{percentage}"


SUMMARY: Final[Formatter[Kind]] = Formatter[Kind](
    "*formatter.diskUsageImagesContext",
    {
        "Type": Column("TYPE", lambda kind: kind.name),
        "TotalCount": Column("TOTAL", lambda kind: str(kind.share.total_count)),
        "Active": Column("ACTIVE", lambda kind: str(kind.share.active_count)),
        "Size": Column("SIZE", lambda kind: human_size(kind.share.total_size)),
        "Reclaimable": Column("RECLAIMABLE", _reclaimable),
    },
    r"{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}",
    r"type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\n"
    r"reclaimable: {{.Reclaimable}}\n",
)
"""The columns of a line of the summary."""


def sections(found: DiskUsage, *, truncate: bool) -> list[Section]:
    """All objects by kind; `truncate` shortens long columns."""
    images, cache = images_share(found).items, build_cache_share(found)
    return [
        Section(
            "Images",
            "Image",
            "Images space usage:",
            _IMAGES,
            image_formatter(truncate=truncate, digests=True),
            [name for image in images for name in _first_name(image)],
        ),
        Section(
            "Containers",
            "Container",
            "Containers space usage:",
            _CONTAINERS,
            container_formatter(truncate=truncate, size=True),
            # the size of a container does not include its image
            [ContainerSummary({**each.raw, "SizeRootFs": 0}) for each in containers_share(found).items],
        ),
        Section(
            "Volumes",
            "Volume",
            "Local Volumes space usage:",
            _VOLUMES,
            VOLUMES,
            volumes_share(found).items,
        ),
        Section(
            "BuildCache",
            "Build Cache",
            f"Build cache usage: {human_size(cache.total_size)}",
            "",
            cache_formatter(truncate=truncate),
            sorted(cache.items, key=_last_use),
        ),
    ]


def _first_name(image: ImageSummary) -> Iterator[Name]:
    """An image by its first tag. As in docker, an image whose first tag is not a valid reference is left out."""
    dangling = image.repo_tags == ["<none>:<none>"] and image.repo_digests == ["<none>@<none>"]
    if dangling or not image.repo_tags:
        yield Name(image, digest="")
        return
    try:
        reference = parse(image.repo_tags[0])
    except InvalidReference:
        return
    repository = reference.familiar_name if reference.tag else _NONE
    yield Name(image, repository, reference.tag or _NONE, digest="")


def _last_use(cache: BuildCache) -> tuple[int, str]:
    return (engine_time(cache.last_used_at) if cache.last_used_at else 0), cache.id


def cache_formatter(*, truncate: bool) -> Formatter[BuildCache]:
    """The formatter of records of the build cache; `truncate` shortens ids."""
    now = time.time_ns()

    def id_of(cache: BuildCache) -> str:
        return (short_id(cache.id) if truncate else cache.id) + ("*" if cache.in_use else "")

    def since(moment: str | None) -> str:
        return ago(engine_time(moment), now) if moment else ""

    return Formatter(
        "*formatter.buildCacheContext",
        {
            "ID": Column("CACHE ID", id_of),
            "Parent": Column("PARENT", lambda each: ", ".join(each.parents)),
            "CacheType": Column("CACHE TYPE", lambda each: each.type),
            "Description": Column("DESCRIPTION", lambda each: each.description or ""),
            "InUse": Column("IN USE", lambda each: _yes(each.in_use)),
            "Shared": Column("SHARED", lambda each: _yes(each.shared)),
            "Size": Column("SIZE", lambda each: human_size(each.size, 3)),
            "CreatedAt": Column("CREATED AT", lambda each: _moment(each.created_at)),
            "CreatedSince": Column("CREATED", lambda each: since(each.created_at)),
            "LastUsedAt": Column("LAST USED AT", lambda each: _moment(each.last_used_at)),
            "LastUsedSince": Column("LAST USED", lambda each: since(each.last_used_at)),
            "UsageCount": Column("USAGE", lambda each: str(each.usage_count or 0)),
        },
        _CACHE,
        _CACHE_RAW,
    )


def _yes(value: bool | None) -> str:
    return "true" if value else "false"


def _moment(text: str | None) -> str:
    return reformat_time(text) if text else ""


def _table(section: Section) -> str:
    return f"{section.title}\n\n{section.formatter.layout(section.table).render(section.items)}"


def _print_through(app: App, source: str, shown: list[Section]) -> None:
    """Print the output of a template for all sections together, with no newline added."""
    records = {each.name: [each.formatter.record(item) for item in each.items] for each in shown}
    try:
        template = Template(_template(source, shown))
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}") from error
    try:
        text = template.render(Record("*formatter.diskUsageContext", records))
    except TemplateExecError as error:
        app.out.write(error.rendered)
        raise Failure(str(error)) from error
    except TemplateError as error:
        raise Failure(str(error)) from error
    app.out.write(text)


def _template(source: str, shown: list[Section]) -> str:
    if source == "json":
        return "{{json .}}"
    if source == "raw":
        source = "".join(
            f"{{{{range .{each.name}}}}}type: {each.one}\n{each.formatter.raw}\n{{{{end}}}}" for each in shown
        )
    return unescaped(source.removeprefix("table"))
