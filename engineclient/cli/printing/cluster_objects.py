"""Shared by the commands for secrets and configs: lists, the texts of --pretty, and reading contents."""

from __future__ import annotations

import time
from datetime import UTC
from typing import TYPE_CHECKING, TypeVar

from engineclient.cli import standard_input
from engineclient.cli.printing.listing import join_pairs
from engineclient.golang.durations import ago
from engineclient.golang.files import file_error, read_file
from engineclient.golang.times import engine_time, format_time
from engineclient.models.configs import Config
from engineclient.models.secrets import Secret
from engineclient.text.format import Column, Formatter, label_column

if TYPE_CHECKING:
    from collections.abc import Mapping

_O = TypeVar("_O", Secret, Config)


def object_formatter(go_type: str, table: str, more: Mapping[str, Column[_O]]) -> Formatter[_O]:
    """The formatter of the list of secrets or configs; `more` are the columns that only one of them has."""
    now = time.time_ns()
    columns: dict[str, Column[_O]] = {
        "ID": Column("ID", lambda each: each.id),
        "Name": Column("NAME", lambda each: each.spec.name),
        "CreatedAt": Column("CREATED", lambda each: ago(_moment(each.created_at), now)),
        "UpdatedAt": Column("UPDATED", lambda each: ago(_moment(each.updated_at), now)),
        "Labels": Column("LABELS", lambda each: join_pairs(each.spec.labels)),
        "Label": label_column(lambda each: each.spec.labels),
        **more,
    }
    return Formatter(go_type, columns, table)


def pretty_time(moment: str | None) -> str:
    """A time as --pretty prints it."""
    return format_time(_moment(moment), UTC).lower()


def _moment(text: str | None) -> int:
    return engine_time(text or "0001-01-01T00:00:00Z")


def read_content(source: str) -> bytes:
    """Read the content of a file, or of standard input for `-`.

    Raises:
        ValueError: the content cannot be read, or is empty; the text is docker's.

    """
    name = "STDIN" if source == "-" else source
    try:
        content = standard_input.whole() if source == "-" else read_file(source)
    except OSError as error:
        raise ValueError(
            f"error reading from {name}: {file_error(error.filename or source, error)}"
        ) from None
    if not content:
        raise ValueError(f"error reading from {name}: data is empty")
    return content
