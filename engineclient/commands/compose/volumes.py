"""`compose volumes`: list the volumes of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.cli.printing.volume_table import VOLUMES
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.running import containers, named
from engineclient.compose import labels
from engineclient.compose.selection import of_services

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@FORMAT
@flag("-q, --quiet", BOOL, "Show only names")
def volumes(app: App, *services: str, format: str, quiet: bool) -> None:
    """List the volumes of a project, or of some of its services."""
    target = named(app, services)
    found = app.engine().volumes.list(filters={"label": [f"{labels.PROJECT}={target.name}"]}).volumes
    if services:
        mounted = of_services(containers(app, target.name), services)
        names = {name for each in mounted for name in each.volumes}
        found = [each for each in found if each.name in names]
    if quiet:
        for each in found:
            app.out.line(each.name)
    else:
        print_list(app, VOLUMES, found, format)
