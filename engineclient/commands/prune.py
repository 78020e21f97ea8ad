"""prune: remove what nothing uses, kind by kind or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient import versions
from engineclient.commands.command import command
from engineclient.commands.configfile import settings
from engineclient.commands.failures import Failure
from engineclient.commands.flags import Flag, flag
from engineclient.commands.flagtypes import BOOL, BYTES, FILTER
from engineclient.commands.prompt import confirmed
from engineclient.commands.support import require
from engineclient.text.natural import natural_key
from engineclient.text.units import human_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient import Engine
    from engineclient.commands.app import App

    Filters = dict[str, list[str]]

_SURE: Final = "Are you sure you want to continue?"
_CONTAINERS_WARNING: Final = "WARNING! This will remove all stopped containers."
_NETWORKS_WARNING: Final = "WARNING! This will remove all custom networks not used by at least one container."
_IMAGES_WARNING: Final = "WARNING! This will remove all dangling images."
_ALL_IMAGES_WARNING: Final = (
    "WARNING! This will remove all images without at least one container associated to them."
)
_VOLUMES_WARNING: Final = (
    "WARNING! This will remove anonymous local volumes not used by at least one container."
)
_ALL_VOLUMES_WARNING: Final = (
    "WARNING! This will remove all local volumes not used by at least one container."
)
_CACHE_WARNING: Final = "WARNING! This will remove all dangling build cache."
_ALL_CACHE_WARNING: Final = "WARNING! This will remove all build cache."

FORCE: Final = Flag("-f, --force", BOOL, "Do not ask first")


class Pruned(NamedTuple):
    """What is gone, in docker's words (nothing if nothing is), and the bytes that are free now."""

    text: str
    space: int = 0


def prune_filters(app: App, given: Filters) -> Filters:
    """The filters of a prune: those given, and those that config.json has for every prune.

    A configured filter by label counts only beside given ones of the opposite sense that do not name the same
    label: so docker 28 has it, whatever it was meant to be.
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
    """Remove images without a name, or `all` that no container uses."""
    dangling = ["false" if all else "true", *filters.get("dangling", ())]
    pruned = engine.images.prune(filters={**filters, "dangling": dangling})
    lines = [
        f"untagged: {each.untagged}" if each.untagged else f"deleted: {each.deleted}"
        for each in pruned.deleted
    ]
    return Pruned(_listed("Deleted Images:", lines), pruned.space_reclaimed or 0)


def prune_build_cache(engine: Engine, filters: Filters, *, all: bool, keep: int = 0) -> Pruned:
    """Empty the build cache of what nothing uses, or of `all`, but for `keep` bytes."""
    pruned = engine.images.build_prune(all=all, filters=filters, reserved_space=keep or None)
    return Pruned(_listed("Deleted build cache objects:", pruned.deleted), pruned.space_reclaimed or 0)


def _listed(title: str, names: Iterable[str]) -> str:
    lines = [*names]
    return "\n".join((title, *lines, "")) if lines else ""


def tell_pruned(app: App, pruned: Pruned) -> None:
    """Print what is gone and how much space that gave."""
    if pruned.text:
        app.out.line(pruned.text)
    app.out.line(f"Total reclaimed space: {human_size(pruned.space)}")


@command("[OPTIONS]")
@flag("--filter", FILTER, 'Remove only those that meet a condition (such as "until=<timestamp>")')
@FORCE
def container(app: App, *, filter: Filters, force: bool) -> None:
    """Remove containers that do not run."""
    filters = prune_filters(app, filter)
    if force or confirmed(app, f"{_CONTAINERS_WARNING}\n{_SURE}"):
        tell_pruned(app, prune_containers(app.engine(), filters))


@command("[OPTIONS]")
@flag("--filter", FILTER, 'Remove only those that meet a condition (such as "until=<timestamp>")')
@FORCE
def network(app: App, *, filter: Filters, force: bool) -> None:
    """Remove networks that no container uses."""
    filters = prune_filters(app, filter)
    if not force and not confirmed(app, f"{_NETWORKS_WARNING}\n{_SURE}"):
        return
    pruned = prune_networks(app.engine(), filters)
    if pruned.text:
        app.out.line(pruned.text)


@command("[OPTIONS]")
@flag("-a, --all", BOOL, "Remove those with a name, too")
@flag("--filter", FILTER, 'Remove only those that meet a condition (such as "until=<timestamp>")')
@FORCE
def image(app: App, *, all: bool, filter: Filters, force: bool) -> None:
    """Remove images that no container uses."""
    filters = prune_filters(app, filter)
    warning = _ALL_IMAGES_WARNING if all else _IMAGES_WARNING
    if force or confirmed(app, f"{warning}\n{_SURE}"):
        tell_pruned(app, prune_images(app.engine(), filters, all=all))


@command("[OPTIONS]")
@flag("-a, --all", BOOL, "Remove those with a name, too")
@flag("--filter", FILTER, 'Remove only those that meet a condition (such as "label=<label>")')
@FORCE
def volume(app: App, *, all: bool, filter: Filters, force: bool) -> None:
    """Remove volumes that no container uses."""
    filters = prune_filters(app, filter)
    warning = _VOLUMES_WARNING
    if all:
        require(app, '"--all"', "1.42")
        if "all" in filters:
            raise Failure("conflicting options: cannot specify both --all and --filter all=1")
        filters["all"] = ["true"]
    if all or versions.is_before(app.engine().api_version, "1.42"):
        warning = _ALL_VOLUMES_WARNING
    if force or confirmed(app, f"{warning}\n{_SURE}"):
        tell_pruned(app, prune_volumes(app.engine(), filters))


@command()
@flag("-a, --all", BOOL, "Remove all of it, not only what nothing uses")
@flag("--filter", FILTER, 'Remove only what meets a condition (such as "until=24h")')
@FORCE
@flag("--keep-storage", BYTES, "Keep so many bytes")
def builder(app: App, *, all: bool, filter: Filters, force: bool, keep_storage: int) -> None:
    """Empty the build cache."""
    filters = prune_filters(app, filter)
    warning = _ALL_CACHE_WARNING if all else _CACHE_WARNING
    if force or confirmed(app, f"{warning} {_SURE}"):
        tell_pruned(app, prune_build_cache(app.engine(), filters, all=all, keep=keep_storage))


@command("[OPTIONS]")
@flag("-a, --all", BOOL, "Remove all images that nothing uses, not only those without a name")
@flag("--filter", FILTER, 'Remove only what meets a condition (such as "label=<key>=<value>")')
@FORCE
@flag("--volumes", BOOL, "Remove anonymous volumes, too")
def system(app: App, *, all: bool, filter: Filters, force: bool, volumes: bool) -> None:
    """Remove all that nothing uses, in docker's order; the first error ends it."""
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
    return "\n".join((*lines, _SURE))
