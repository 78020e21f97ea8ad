"""Shared by the listing commands: the flag `--format`, errors of its templates, short ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import Flag
from engineclient.golang.template import TemplateError
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engineclient.cli.app import App
    from engineclient.text.format import Column, Formatter

T = TypeVar("T")

_SHORT_ID: Final = 12

CONTEXT_COLUMN: Final = r"{{.Context}}\t"
"""The first columns of a table of several engines."""

FORMAT: Final = Flag(
    "--format",
    STRING,
    "Output format:\n'table':            A table with headers (default)\n'table TEMPLATE':   "
    "A table of a Go template's output\n'json':             JSON, one object a line\n"
    "'TEMPLATE':         The output of a Go template, one line an object",
)


def short_id(id: str) -> str:
    """An id shortened to twelve characters, without the algorithm of a digest."""
    before, colon, after = id.partition(":")
    return (after if colon else before)[:_SHORT_ID]


def join_pairs(pairs: Mapping[str, str]) -> str:
    """Labels as a column shows them, sorted by key: `a=1,b=2`."""
    return ",".join(f"{key}={pairs[key]}" for key in sorted(pairs))


def only_ids(source: str, raw: str = "") -> str:
    """The format under `--quiet`, which does not change a user's own template."""
    if source in ("", "table"):
        return "{{.ID}}"
    return raw if raw and source == "raw" else source


def with_context(formatter: Formatter[T]) -> Formatter[tuple[str, T]]:
    """A formatter for several engines: its rows are pairs of a context's name and a row of `formatter`."""
    from engineclient.text.format import Column, Formatter

    def within(column: Column[T]) -> Column[tuple[str, T]]:
        return Column(column.header, lambda row: column.value(row[1]))

    columns: dict[str, Column[tuple[str, T]]] = {"Context": Column("CONTEXT", lambda row: row[0])}
    columns |= {name: within(column) for name, column in formatter.columns.items()}
    raw = None if formatter.raw is None else r"context: {{.Context}}\n" + formatter.raw
    return Formatter(formatter.go_type, columns, CONTEXT_COLUMN + formatter.table, raw)


class Listing(Data, Generic[T]):
    """The output of a listing command on one of several engines, before it is printed."""

    formatter: Formatter[T]
    items: Sequence[T]
    source: str


def print_list(app: App, formatter: Formatter[T], items: Iterable[T], source: str) -> None:
    """Print `items` in the format `source`, by default the formatter's own table.

    With several engines the listing is added to `app.listings` instead, and all are printed as one.

    Raises:
        Failure: the format is not a template, or does not fit the items.

    """
    if app.listings is not None:
        app.listings.append(Listing(formatter, [*items], source))
        return
    try:
        app.out.write(formatter.layout(source).render(items))
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}") from error
