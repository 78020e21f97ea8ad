"""buildx prune: remove build cache, record by record, as BuildKit itself does it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from engineclient.build.control import PRUNE, cache_condition, disk_usage_record, prune_request
from engineclient.cli.buildkit_control import called
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, BYTES, FILTER
from engineclient.cli.flags import flag
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.printing.pruning import ALL_CACHE_WARNING, CACHE_WARNING, FORCE, SURE
from engineclient.commands.buildx.errors import marked
from engineclient.golang.durations import ago
from engineclient.golang.units import human_size

if TYPE_CHECKING:
    from engineclient.build.control import CacheRecord
    from engineclient.cli.app import App

_HEADER: Final = "ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n"


@command()
@flag("-a, --all", BOOL, "Also remove what only BuildKit itself uses, as images of frontends")
@flag("--filter", FILTER, 'Remove only records that meet a condition (such as "until=24h")')
@FORCE
@flag("--max-used-space", BYTES, "Amount of build cache that may stay at most")
@flag("--min-free-space", BYTES, "Amount of free disk space to reach")
@flag("--reserved-space", BYTES, "Amount of build cache that may stay at any rate")
def prune(
    app: App,
    *,
    all: bool,
    filter: dict[str, list[str]],
    force: bool,
    max_used_space: int,
    min_free_space: int,
    reserved_space: int,
) -> None:
    """Remove build cache that nothing uses."""
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
        total, header = 0, _HEADER
        for record in map(disk_usage_record, called(app, PRUNE, request)):
            app.out.write(header + _row(record))
            total, header = total + record.size, ""
        app.out.line(f"Total:\t{human_size(total)}")


def _row(record: CacheRecord) -> str:
    name = f"{record.id}{'*' * record.mutable}"
    size = f"{human_size(record.size)}{'*' * record.shared}"
    since = "" if record.last_used is None else ago(record.last_used, time.time_ns())
    reclaimable = "false" if record.in_use else "true"
    return f"{name:<40}\t{reclaimable:<5}\t{size:<10}\t{since}\n"
