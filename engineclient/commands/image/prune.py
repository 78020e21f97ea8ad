"""image prune and builder prune: remove unused images and build cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.builder_flags import HIDDEN_BUILDER, check_builder
from engineclient.cli.command import command
from engineclient.cli.flag_types import BOOL, BYTES, FILTER
from engineclient.cli.flags import Flag, flag, flags
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.printing.pruning import (
    ALL_CACHE_WARNING,
    CACHE_WARNING,
    FORCE,
    SURE,
    print_pruned,
    prune_build_cache,
    prune_filters,
    prune_images,
)

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.cli.printing.pruning import Filters

_OF_BUILDX: Final = ("max-used-space", "min-free-space", "reserved-space", "verbose")
_IMAGES_WARNING: Final = "WARNING! This will remove all dangling images."

_ALL_IMAGES_WARNING: Final = (
    "WARNING! This will remove all images without at least one container associated to them."
)


@command("[OPTIONS]")
@flag("-a, --all", BOOL, "Also remove unused images with a name")
@flag("--filter", FILTER, 'Remove only images that meet a condition (such as "until=<timestamp>")')
@FORCE
def prune(app: App, *, all: bool, filter: Filters, force: bool) -> None:
    """Remove images that no container uses."""
    filters = prune_filters(app, filter)
    warning = _ALL_IMAGES_WARNING if all else _IMAGES_WARNING
    if force or confirmed(app, f"{warning}\n{SURE}"):
        print_pruned(app, prune_images(app.engine(), filters, all=all))


@command()
@flag("-a, --all", BOOL, "Remove the whole build cache, not only dangling records")
@flag("--filter", FILTER, 'Remove only records that meet a condition (such as "until=24h")')
@FORCE
@flag("--keep-storage", BYTES, "Amount of build cache to keep")
@flags(*(Flag(f"--{name}", unsupported="'buildx prune' has it") for name in _OF_BUILDX))
@HIDDEN_BUILDER
def builder_prune(
    app: App, *, all: bool, builder: str, filter: Filters, force: bool, keep_storage: int
) -> None:
    """Remove unused build cache."""
    if builder:
        check_builder(app, builder)
    filters = prune_filters(app, filter)
    warning = ALL_CACHE_WARNING if all else CACHE_WARNING
    if force or confirmed(app, f"{warning} {SURE}"):
        print_pruned(app, prune_build_cache(app.engine(), filters, all=all, keep=keep_storage))
