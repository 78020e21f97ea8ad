"""Shared by the inspects of swarm objects: `--pretty`, a form for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engineclient.cli.app import App

PRETTY: Final = Flag("--pretty", BOOL, "Print in a human-readable form")
_PRETTY: Final = "pretty"


def is_pretty(format: str, *, pretty: bool) -> bool:
    """Whether the human-readable form is requested, by the flag or as `--format pretty`.

    Raises:
        Failure: another format is requested as well.

    """
    if pretty and format:
        raise Failure("--format is incompatible with human friendly format")
    if format.startswith(_PRETTY) and format != _PRETTY:
        raise Failure("Cannot supply extra formatting options to the pretty template")
    return pretty or format == _PRETTY


def print_pretty(app: App, names: Iterable[str], text_of: Callable[[str], str]) -> None:
    """Print the texts of objects; nothing if any of them fails."""
    app.out.write("".join([f"{text_of(name)}\n" for name in names]))


def label_lines(labels: Mapping[str, str], indent: str, separator: str = "=") -> list[str]:
    """Labels sorted by key, one a line; a label without a value has no separator."""
    return [
        f"{indent}{key}{separator}{labels[key]}" if labels[key] else f"{indent}{key}"
        for key in sorted(labels)
    ]
