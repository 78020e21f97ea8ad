"""Shared by the prune commands: the flags, the filters, and the list of what was removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag
from engineclient.cli.settings import settings
from engineclient.golang.units import human_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient import Engine
    from engineclient.cli.app import App

    Filters = dict[str, list[str]]

CACHE_WARNING: Final = "WARNING! This will remove all dangling build cache."
ALL_CACHE_WARNING: Final = "WARNING! This will remove all build cache."
SURE: Final = "Are you sure you want to continue?"
FORCE: Final = Flag("-f, --force", BOOL, "Do not ask for confirmation")


class Pruned(NamedTuple):
    """What was removed, as docker prints it ("" if nothing was), and the bytes that were freed."""

    text: str
    space: int = 0


def prune_filters(app: App, given: Filters) -> Filters:
    """The filters of a prune: those given, and `pruneFilters` of config.json.

    As in docker 28, a configured label filter applies only if a label filter of the opposite sense is given and none
    of those names the same label.
    """
    filters = {name: list(values) for name, values in given.items()}
    for text in settings(app, "pruneFilters"):
        name, equals, value = text.partition("=")
        opposite = filters.get({"label": "label!", "label!": "label"}.get(name, ""))
        blocked = name in ("label", "label!") and (opposite is None or value in opposite)
        if equals and not blocked and value not in filters.get(name, ()):
            filters.setdefault(name, []).append(value)
    return filters


def prune_containers(engine: Engine, filters: Filters) -> Pruned:
    """Remove containers that do not run."""
    pruned = engine.containers.prune(filters=filters)
    return Pruned(_listed("Deleted Containers:", pruned.deleted), pruned.space_reclaimed or 0)


def prune_networks(engine: Engine, filters: Filters) -> Pruned:
    """Remove networks that no container uses."""
    return Pruned(_listed("Deleted Networks:", engine.networks.prune(filters=filters).deleted))


def prune_volumes(engine: Engine, filters: Filters) -> Pruned:
    """Remove volumes that no container uses; since API 1.42 only anonymous ones, without a filter `all`."""
    pruned = engine.volumes.prune(filters=filters)
    return Pruned(_listed("Deleted Volumes:", pruned.deleted), pruned.space_reclaimed or 0)


def prune_images(engine: Engine, filters: Filters, *, all: bool) -> Pruned:
    """Remove images without a name, or with `all` every image that no container uses."""
    dangling = ["false" if all else "true", *filters.get("dangling", ())]
    pruned = engine.images.prune(filters={**filters, "dangling": dangling})
    lines = [
        f"untagged: {each.untagged}" if each.untagged else f"deleted: {each.deleted}"
        for each in pruned.deleted
    ]
    return Pruned(_listed("Deleted Images:", lines), pruned.space_reclaimed or 0)


def prune_build_cache(engine: Engine, filters: Filters, *, all: bool, keep: int = 0) -> Pruned:
    """Remove dangling entries of the build cache, or with `all` all unused ones, but keep `keep` bytes of them."""
    pruned = engine.images.build_prune(all=all, filters=filters, reserved_space=keep or None)
    return Pruned(_listed("Deleted build cache objects:", pruned.deleted), pruned.space_reclaimed or 0)


def _listed(title: str, names: Iterable[str]) -> str:
    lines = [*names]
    return "\n".join((title, *lines, "")) if lines else ""


def print_pruned(app: App, pruned: Pruned) -> None:
    """Print what was removed and the reclaimed space."""
    if pruned.text:
        app.out.line(pruned.text)
    app.out.line(f"Total reclaimed space: {human_size(pruned.space)}")
