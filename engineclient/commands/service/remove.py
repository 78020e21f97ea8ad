"""service rm: remove services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import service_names
from engineclient.cli.printing.batch import print_one_by_one

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("SERVICE [SERVICE...]", at_least(1), complete=service_names)
def rm(app: App, *names: str) -> None:
    """Remove services, one after the other."""
    print_one_by_one(app, names, app.engine().services.remove)
