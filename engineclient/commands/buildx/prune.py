"""`buildx prune`: remove build cache through BuildKit, which reports each removed record."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from engineclient.build.control import PRUNE, cache_condition, disk_usage_record, prune_request
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildkit_control import called
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, BYTES, FILTER
from engineclient.cli.flags import flag
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.printing.pruning import ALL_CACHE_WARNING, CACHE_WARNING, FORCE, SURE
from engineclient.golang.durations import ago
from engineclient.golang.times import time_text
from engineclient.golang.units import human_size

if TYPE_CHECKING:
    from engineclient.build.control import CacheRecord
    from engineclient.cli.app import App

_SHORT: Final = 7  # the length of names from which the colon reaches the first tab stop
_HEADER: Final = "ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n"


@command()
@on_builder
@flag("-a, --all", BOOL, "Also remove internal records, such as images of frontends")
@flag("--filter", FILTER, 'Remove only records that meet a condition (such as "until=24h")')
@FORCE
@flag(
    "--keep-storage",
    BYTES,
    deprecated="keep-storage flag has been changed to reserved-space",
    dest="reserved_space",
)
@flag("--max-used-space", BYTES, "Maximum amount of build cache to keep")
@flag("--min-free-space", BYTES, "Amount of free disk space to reach")
@flag("--reserved-space", BYTES, "Amount of build cache that is always kept")
@flag("--verbose", BOOL, "Show all fields of each record")
def prune(
    app: App,
    *,
    all: bool,
    filter: dict[str, list[str]],
    force: bool,
    max_used_space: int,
    min_free_space: int,
    reserved_space: int,
    verbose: bool,
) -> None:
    """Remove unused build cache."""
    with marked():
        try:
            condition, keep = cache_condition(filter)
        except ValueError as error:
            raise Failure(str(error)) from error
        if not (force or confirmed(app, f"{ALL_CACHE_WARNING if all else CACHE_WARNING} {SURE}")):
            return
        request = prune_request(
            condition, keep, all=all, reserved=reserved_space, most=max_used_space, free=min_free_space
        )
        total, header = 0, "" if verbose else _HEADER
        for record in map(disk_usage_record, called(app, PRUNE, request)):
            app.out.write(header + (_paragraph(record) if verbose else _row(record)))
            total, header = total + record.size, ""
        app.out.line(f"Total:\t{human_size(total)}")


def _paragraph(record: CacheRecord) -> str:
    """All fields of a record, with tabs, as buildx prints them here."""
    facts = {
        "ID": record.id,
        "Parent": ",".join(record.parents),
        "Created at": time_text(record.created or 0),
        "Mutable": _bool(record.mutable),
        "Reclaimable": _bool(not record.in_use),
        "Shared": _bool(record.shared),
        "Size": human_size(record.size),
        "Description": record.description,
        "Usage count": str(record.usage_count),
        "Last used": "" if record.last_used is None else ago(record.last_used, time.time_ns()),
        "Type": record.type,
    }
    return "".join(f"{name}:{_gap(name)}{text}\n" for name, text in facts.items() if text) + "\n"


def _gap(name: str) -> str:
    """Tabs up to the second column."""
    return "\t" if len(name) >= _SHORT else "\t\t"


def _row(record: CacheRecord) -> str:
    name = f"{record.id}{'*' * record.mutable}"
    size = f"{human_size(record.size)}{'*' * record.shared}"
    since = "" if record.last_used is None else ago(record.last_used, time.time_ns())
    reclaimable = "false" if record.in_use else "true"
    return f"{name:<40}\t{reclaimable:<5}\t{size:<10}\t{since}\n"


def _bool(value: bool) -> str:
    return "true" if value else "false"
