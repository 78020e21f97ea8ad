"""`compose version`: print the version of docker compose whose behaviour these commands have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.versions import COMPOSE

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[OPTIONS]")
@flag("-f, --format", STRING, "Format of the output (pretty, json)")
@flag("--short", BOOL, "Print the version number only")
def version(app: App, *, format: str, short: bool) -> None:
    """Print the version."""
    if short:
        app.out.line(COMPOSE)
    elif format == "json":
        app.out.line(f'{{"version":"{COMPOSE}"}}')
    else:
        app.out.line(f"Docker Compose version {COMPOSE}")
