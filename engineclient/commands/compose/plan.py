"""`compose plan`: show what `up` would do, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.creation import NO_FLAGS, chosen, plan_options
from engineclient.commands.compose.project import complaining, warn
from engineclient.languages import gettext

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--format", STRING, "Format of the output (table, json)", default="table")
@flag("--force-recreate", BOOL, "Recreate containers even if they have not changed")
@flag("--no-recreate", BOOL, "Keep existing containers, even if they have changed in the files")
@flag("--remove-orphans", BOOL, "Remove containers of services that are not in the files", default=None)
def plan(app: App, *services: str, format: str, **given: Any) -> None:
    """Show what `up` would do, and why."""
    from engineclient.compose.provider import unknown, without_providers
    from engineclient.procedures.compose.up import preview
    from engineclient.text.table import align

    if format not in ("table", "json"):
        raise Failure(f'unsupported format "{format}": use table or json')
    given = {**NO_FLAGS, **given}
    project = chosen(app, services, given)
    unrun = [
        f"the program of {each} is not run: the variables that it sets are unknown"
        for each in unknown(project)
    ]
    project = without_providers(project)
    with complaining(app):
        found = app.engine().perform(preview(project, plan_options(app, project, services, given)))
    for warning in (*unrun, *found.warnings):
        warn(app, warning)
    if format == "json":
        from engineclient.golang.json import encode_ordered

        for decision in found.decisions:
            app.out.line(encode_ordered(decision.to_json()))
        return
    rows = [("KIND", "NAME", "ACTION", "REASON"), *found.rows(gettext)]
    app.out.write(align("".join("\t".join(row) + "\n" for row in rows)))
