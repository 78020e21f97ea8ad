"""service ls: list services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient import versions
from engineclient.cli.command import command
from engineclient.cli.flag_types import BOOL, FILTER
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT
from engineclient.cli.printing.service_table import print_services

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS]")
@flag("-f, --filter", FILTER, 'Show only services that meet a condition (such as "mode=global")')
@FORMAT
@flag("-q, --quiet", BOOL, "Show only IDs")
def ls(app: App, *, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List services."""
    engine = app.engine()
    counted = not quiet and not versions.is_before(engine.api_version, "1.41")
    found = engine.services.list(filters=filter, status=counted)
    print_services(app, found, quiet=quiet, source=format)
