"""system prune: remove unused objects of all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, FILTER
from engineclient.cli.flags import flag
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.printing.pruning import (
    FORCE,
    SURE,
    Pruned,
    prune_build_cache,
    prune_containers,
    prune_filters,
    prune_images,
    prune_networks,
    prune_volumes,
)
from engineclient.golang.natural import natural_key
from engineclient.golang.units import human_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient import Engine
    from engineclient.cli.app import App

    Filters = dict[str, list[str]]


@command("[OPTIONS]")
@flag("-a, --all", BOOL, "Also remove unused images that have a name")
@flag("--filter", FILTER, 'Remove only objects that meet a condition (such as "label=<key>=<value>")')
@FORCE
@flag("--volumes", BOOL, "Also remove unused anonymous volumes")
def prune(app: App, *, all: bool, filter: Filters, force: bool, volumes: bool) -> None:
    """Remove unused objects in docker's order; stop at the first error."""
    if volumes and "until" in filter:
        raise Failure('ERROR: The "until" filter is not supported with "--volumes"')
    filters = prune_filters(app, filter)
    if not force and not confirmed(app, _system_warning(filters, all=all, volumes=volumes)):
        return
    space = 0
    for pruned in _prune_all(app.engine(), filters, all=all, volumes=volumes):
        space += pruned.space
        if pruned.text:
            app.out.line(pruned.text)
    app.out.line(f"Total reclaimed space: {human_size(space)}")


def _prune_all(engine: Engine, filters: Filters, *, all: bool, volumes: bool) -> Iterator[Pruned]:
    yield prune_containers(engine, filters)
    yield prune_networks(engine, filters)
    if volumes:
        yield prune_volumes(engine, filters)
    yield prune_images(engine, filters, all=all)
    yield prune_build_cache(engine, filters, all=all)


def _system_warning(filters: Filters, *, all: bool, volumes: bool) -> str:
    goes = ["all stopped containers", "all networks not used by at least one container"]
    if volumes:
        goes.append("all anonymous volumes not used by at least one container")
    if all:
        goes += ["all images without at least one container associated to them", "all build cache"]
    else:
        goes += ["all dangling images", "unused build cache"]
    lines = ["WARNING! This will remove:", *(f"  - {each}" for each in goes), ""]
    shown = [f"{name}={value}" for name in ("label", "label!", "until") for value in filters.get(name, ())]
    if shown:
        shown.sort(key=natural_key)
        lines += ["  Items to be pruned will be filtered with:", *(f"  - {each}" for each in shown), ""]
    return "\n".join((*lines, SURE))
