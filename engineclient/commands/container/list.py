"""ps: list containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, FILTER, INT
from engineclient.cli.flags import flag
from engineclient.cli.printing.container_table import container_formatter
from engineclient.cli.printing.listing import FORMAT, print_list, with_context
from engineclient.cli.settings import setting
from engineclient.cli.several_engines import run_on_each
from engineclient.golang.template import TemplateError, TemplateParseError
from engineclient.text.format import Formatter

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS]", several=run_on_each)
@flag("-a, --all", BOOL, "Also show containers that are not running")
@flag("-f, --filter", FILTER, "Show only containers that meet a condition")
@FORMAT
@flag("-n, --last", INT, "Show the n newest containers, running or not", default=-1)
@flag("-l, --latest", BOOL, "Show the newest container, running or not")
@flag("--no-trunc", BOOL, "Show long columns in full")
@flag("-q, --quiet", BOOL, "Show only IDs")
@flag("-s, --size", BOOL, "Also show the sizes of the containers' files", default=None)
def ls(
    app: App,
    *,
    all: bool,
    filter: dict[str, list[str]],
    format: str,
    last: int,
    latest: bool,
    no_trunc: bool,
    quiet: bool,
    size: bool | None,
) -> None:
    """List containers."""
    if format and quiet:
        app.err.line("WARNING: Ignoring custom format, because both --format and --quiet are set.")
    source = format or setting(app, "psFormat")
    formatter = container_formatter(truncate=not no_trunc, size=bool(size))
    uses_size = _uses_size(formatter if app.listings is None else with_context(formatter), source)
    containers = app.engine().containers.list(
        all=all,
        limit=1 if latest and last == -1 else last if last > 0 else None,
        size=uses_size and not quiet if size is None else size,
        filters=filter,
    )
    if quiet:
        source = "container_id: {{.ID}}" if source == "raw" else "{{.ID}}"
    print_list(app, formatter, containers, source)


def _uses_size(formatter: Formatter[Any], source: str) -> bool:
    """Whether a template shows sizes, which the engine computes only on request."""
    try:
        return "Size" in formatter.fields_used(source)
    except TemplateParseError as error:
        raise Failure(f"failed to parse template: {error}") from error
    except TemplateError as error:
        raise Failure(f"failed to execute template: {error}") from error
