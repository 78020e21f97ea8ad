"""The confirmation before a project from a registry is started."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure
from engineclient.commands.compose.creation import confirmation
from engineclient.commands.compose.project import model
from engineclient.compose import Options
from engineclient.compose.interpolate import variables
from engineclient.text.table import align

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.compose import Project


def confirm_remote(app: App, project: Project, *, yes: bool) -> None:
    """Print the directory of the project's copy, and ask the user to confirm the values of its variables.

    Raises:
        Failure: the user does not confirm them.

    """
    if app.group_options["progress"] not in ("quiet", "json"):
        name = app.group_options["file"][0]
        app.out.line(f'Your compose stack "{name}" is stored in "{project.working_dir}"')
    found = variables(model(app, Options(interpolate=False)))
    if yes or not found:
        return
    rows = ["VARIABLE\tVALUE\tSOURCE\tREQUIRED\tDEFAULT"]
    for name, each in sorted(found.items()):
        value, source = "<unset>", "none"
        if name in os.environ:
            value, source = os.environ[name], "environment"
        elif each.default:
            value, source = each.default, "compose file"
        rows.append(f"{name}\t{value}\t{source}\t{'yes' if each.required else 'no'}\t{each.default}")
    app.out.write("\nFound the following variables in configuration:\n")
    app.out.write(align("\n".join(rows), min_width=0) + "\n")
    if not confirmation(app, "\nDo you want to proceed with these variables? [Y/n]: ", default=True):
        raise Failure("operation cancelled by user")
