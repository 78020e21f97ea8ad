"""What the listing commands share: the flag `--format`, the errors of its templates, short ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import Flag
from engineclient.golang.template import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engineclient.cli.app import App
    from engineclient.text.format import Formatter

T = TypeVar("T")

_SHORT_ID: Final = 12

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


def print_list(app: App, formatter: Formatter[T], items: Iterable[T], source: str) -> None:
    """Print `items` as the format `source` says; without one, as the formatter's own table.

    Raises:
        Failure: the format is no template, or does not fit the items.

    """
    try:
        app.out.write(formatter.layout(source).render(items))
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}") from error
