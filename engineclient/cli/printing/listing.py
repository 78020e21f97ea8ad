"""What the listing commands share: the flag `--format`, the errors of its templates, short ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import Flag
from engineclient.golang.template import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engineclient.cli.app import App
    from engineclient.text.format import Column, Formatter

T = TypeVar("T")

_SHORT_ID: Final = 12

CONTEXT_COLUMN: Final = r"{{.Context}}\t"
"""Before the columns of a table, where it shows several engines."""

FORMAT: Final = Flag(
    "--format",
    STRING,
    "How to print it:\n'table':            A table with headers (default)\n'table TEMPLATE':   "
    "A table of what the Go template gives\n'json':             JSON, an object a line\n"
    "'TEMPLATE':         What the Go template gives, a line each",
)


def short_id(id: str) -> str:
    """An id as people see it: twelve characters, behind the algorithm if it is a digest."""
    before, colon, after = id.partition(":")
    return (after if colon else before)[:_SHORT_ID]


def join_pairs(pairs: Mapping[str, str]) -> str:
    """Labels as a column shows them: `a=1,b=2`, by key."""
    return ",".join(f"{key}={pairs[key]}" for key in sorted(pairs))


def only_ids(source: str, raw: str = "") -> str:
    """The format under `--quiet`, which leaves the user's own template alone."""
    if source in ("", "table"):
        return "{{.ID}}"
    return raw if raw and source == "raw" else source


def with_context(formatter: Formatter[T]) -> Formatter[tuple[str, T]]:
    """What shows rows of several engines: pairs of a context's name and what `formatter` shows."""
    from engineclient.text.format import Column, Formatter

    def within(column: Column[T]) -> Column[tuple[str, T]]:
        return Column(column.header, lambda row: column.value(row[1]))

    columns: dict[str, Column[tuple[str, T]]] = {"Context": Column("CONTEXT", lambda row: row[0])}
    columns |= {name: within(column) for name, column in formatter.columns.items()}
    raw = None if formatter.raw is None else r"context: {{.Context}}\n" + formatter.raw
    return Formatter(formatter.go_type, columns, CONTEXT_COLUMN + formatter.table, raw)


class Listing(NamedTuple, Generic[T]):
    """What a listing command would print."""

    formatter: Formatter[T]
    items: Sequence[T]
    source: str


def print_list(app: App, formatter: Formatter[T], items: Iterable[T], source: str) -> None:
    """Print `items` as the format `source` says; without one, as the formatter's own table.

    Of several engines each is kept, and all are printed as one.

    Raises:
        Failure: the format is no template, or does not fit the items.

    """
    if app.listings is not None:
        app.listings.append(Listing(formatter, [*items], source))
        return
    try:
        app.out.write(formatter.layout(source).render(items))
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}") from error
