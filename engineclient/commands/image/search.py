"""search: search a registry for images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.credentials import credentials_of
from engineclient.cli.flag_types import BOOL, FILTER, INT
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.models.images import SearchResult
from engineclient.text.format import Column, Formatter
from engineclient.text.table import ellipsis

if TYPE_CHECKING:
    from engineclient.cli.app import App

_WIDTH: Final = 45  # longer texts are truncated


@command("[OPTIONS] TERM", exactly(1))
@flag("-f, --filter", FILTER, "Show only repositories that meet a condition")
@FORMAT
@flag("--limit", INT, "Maximum number of results")
@flag("--no-trunc", BOOL, "Show descriptions in full")
def search(
    app: App, term: str, *, filter: dict[str, list[str]], format: str, limit: int, no_trunc: bool
) -> None:
    """Search a registry for images."""
    from engineclient.connect.credentials import registry_of_search

    found = app.engine().images.search(
        term,
        limit=limit if limit > 0 else None,
        filters=filter,
        auth=credentials_of(app).header(registry_of_search(term)),
    )
    print_list(app, search_formatter(truncate=not no_trunc), found, format)


def search_formatter(*, truncate: bool = True) -> Formatter[SearchResult]:
    """The formatter of search results; IsOfficial is a mark in tables, and `true` or `false` in JSON."""

    def description(result: SearchResult) -> str:
        text = (result.description or "").replace("\n", " ").replace("\r", " ")
        return ellipsis(text, _WIDTH) if truncate else text

    columns: dict[str, Column[SearchResult]] = {
        "Name": Column("NAME", lambda result: result.name),
        "Description": Column("DESCRIPTION", description),
        "StarCount": Column("STARS", lambda result: str(result.star_count or 0)),
        "IsOfficial": Column("OFFICIAL", lambda result: "[OK]" if result.is_official else ""),
    }

    def whole(result: SearchResult) -> dict[str, object]:
        official = "true" if result.is_official else "false"
        return {name: column.value(result) for name, column in columns.items()} | {"IsOfficial": official}

    table = r"{{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
    return Formatter("*registry.searchContext", columns, table, whole=whole)
