"""stack config: print the stack that results from stack files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.command import command
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag, flags
from engineclient.commands.stack.files import FILES, load
from engineclient.commands.stack.group import ORCHESTRATOR

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS]")
@ORCHESTRATOR
@flags(FILES)
@flag("--skip-interpolation", BOOL, "Do not replace variables")
def config(app: App, *, compose_file: list[str], skip_interpolation: bool) -> None:
    """Print the stack that results from the files, merged in this order, with all defaults and long forms."""
    app.out.write(load(app, compose_file, variables=not skip_interpolation).text())
