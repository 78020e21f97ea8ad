"""builder du and builder history: list the records of the build cache, and BuildKit's past builds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from engineclient.build.control import (
    DISK_USAGE,
    CacheRecord,
    cache_condition,
    disk_usage,
    disk_usage_request,
)
from engineclient.build.history import LISTEN_BUILD_HISTORY, BuildRecord, build_record, history_request
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildkit_control import called
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, FILTER, STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import print_list
from engineclient.golang.durations import ago
from engineclient.golang.structs import NO_LIST
from engineclient.golang.times import time_text
from engineclient.golang.units import human_size
from engineclient.text.format import Column, Formatter
from engineclient.text.table import align

if TYPE_CHECKING:
    from engineclient.cli.app import App

_BILLION: Final = 1_000_000_000


@command()
@on_builder
@flag("--filter", FILTER, 'Show only records that meet a condition (such as "type=regular")')
@flag(
    "--format", STRING, "Output format: 'pretty', 'table', 'json', or a Go template, rendered for each record"
)
@flag("--verbose", BOOL, "Show all fields of each record, like --format pretty")
def du(app: App, *, filter: dict[str, list[str]], format: str, verbose: bool) -> None:
    """Show the disk usage of the build cache, record by record.

    A star after an ID marks a record that may still change, such as the files of a build context; a star after a size,
    files that are shared with an image.
    """
    with marked():
        if format and verbose:
            raise Failure("--format and --verbose cannot be used together")
        try:
            condition, _ = cache_condition(filter)
        except ValueError as error:
            raise Failure(str(error)) from error
        answers = called(app, DISK_USAGE, disk_usage_request(condition))
        records = [record for message in answers for record in disk_usage(message)]
        records.sort(key=lambda record: (record.size, record.id))
        if verbose or format == "pretty":
            app.out.write("".join(map(_paragraph, records)))
        elif format not in ("", "table"):
            print_list(app, _formatter(is_table=format.startswith("table")), records, format)
            return
        else:
            print_list(app, _formatter(is_table=True), records, "table")
        if not filter:
            app.out.write(_totals(records))


def _paragraph(record: CacheRecord) -> str:
    parents = "".join(f" - {parent}\n" for parent in record.parents)
    return (
        f"ID:           {record.id}\n"
        + (f"Parents:\n{parents}" if parents else "")
        + f"Created at:   {time_text(record.created or 0)}\n"
        f"Mutable:      {_bool(record.mutable)}\n"
        f"Reclaimable:  {_bool(not record.in_use)}\n"
        f"Shared:       {_bool(record.shared)}\n"
        f"Size:         {human_size(record.size)}\n"
        + (f"Description:  {record.description}\n" if record.description else "")
        + f"Usage count:  {record.usage_count}\n"
        + (f"Last used:    {_since(record.last_used)}\n" if record.last_used is not None else "")
        + (f"Type:         {record.type}\n" if record.type else "")
        + "\n"
    )


def _totals(records: list[CacheRecord]) -> str:
    total = sum(record.size for record in records)
    shared = sum(record.size for record in records if record.shared)
    reclaimable = sum(record.size for record in records if not record.in_use)
    parts = f"Shared:\t\t{human_size(shared)}\nPrivate:\t{human_size(total - shared)}\n" if shared else ""
    return f"{parts}Reclaimable:\t{human_size(reclaimable)}\nTotal:\t\t{human_size(total)}\n"


@command()
def history(app: App) -> None:
    """List the past builds in BuildKit's history, of all clients, the last one first."""
    messages = called(app, LISTEN_BUILD_HISTORY, history_request())
    builds = [build for build in map(build_record, messages) if build is not None and build.ref]
    builds.sort(key=lambda build: -(build.created or 0))
    rows = ["BUILD ID\tTARGET\tSTATUS\tCACHED STEPS\tCREATED\tDURATION", *map(_build_row, builds)]
    app.out.write(align("\n".join(rows)) + "\n")


def _build_row(build: BuildRecord) -> str:
    seconds = ""
    if build.completed is not None:
        seconds = f"{(build.completed - (build.created or build.completed)) / _BILLION:.1f}s"
    target, status = build.attributes.get("target", ""), "Canceled" if build.is_canceled else build.status
    steps = f"{build.cached_steps}/{build.total_steps}"
    return f"{build.ref}\t{target}\t{status}\t{steps}\t{_since(build.created)}\t{seconds}"


def _since(moment: int | None) -> str:
    return "" if moment is None else ago(moment, time.time_ns())


def _formatter(*, is_table: bool) -> Formatter[CacheRecord]:
    columns: dict[str, Column[CacheRecord]] = {
        "CreatedAt": Column("CREATED AT", lambda record: time_text(record.created or 0)),
        "Description": Column("DESCRIPTION", lambda record: record.description),
        "ID": Column("ID", lambda record: f"{record.id}{'*' * (is_table and record.mutable)}"),
        "LastUsedAt": Column("LAST ACCESSED", lambda record: _since(record.last_used)),
        "Mutable": Column("MUTABLE", lambda record: record.mutable),
        "Parents": Column("PARENTS", lambda record: [*record.parents] or NO_LIST),
        "Reclaimable": Column("RECLAIMABLE", lambda record: not record.in_use),
        "Shared": Column("SHARED", lambda record: record.shared),
        "Size": Column(
            "SIZE", lambda record: f"{human_size(record.size)}{'*' * (is_table and record.shared)}"
        ),
        "Type": Column("TYPE", lambda record: record.type),
        "UsageCount": Column("USAGE COUNT", lambda record: record.usage_count),
    }
    table = r"{{.ID}}\t{{.Reclaimable}}\t{{.Size}}\t{{.LastUsedAt}}"
    return Formatter("*commands.diskusageContext", columns, table)


def _bool(value: bool) -> str:
    return "true" if value else "false"
