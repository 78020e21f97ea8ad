"""container prune: remove stopped containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.command import command
from engineclient.cli.flag_types import FILTER
from engineclient.cli.flags import flag
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.printing.pruning import FORCE, SURE, print_pruned, prune_containers, prune_filters

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.cli.printing.pruning import Filters

_CONTAINERS_WARNING: Final = "WARNING! This will remove all stopped containers."


@command("[OPTIONS]")
@flag("--filter", FILTER, 'Remove only containers that meet a condition (such as "until=<timestamp>")')
@FORCE
def prune(app: App, *, filter: Filters, force: bool) -> None:
    """Remove stopped containers."""
    filters = prune_filters(app, filter)
    if force or confirmed(app, f"{_CONTAINERS_WARNING}\n{SURE}"):
        print_pruned(app, prune_containers(app.engine(), filters))
