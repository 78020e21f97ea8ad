"""What the inspects of a swarm's objects share for people: `--pretty`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engineclient.cli.app import App

PRETTY: Final = Flag("--pretty", BOOL, "Show it in a form for people")
_PRETTY: Final = "pretty"


def is_pretty(format: str, *, pretty: bool) -> bool:
    """Whether the form for people is wanted, by its flag or as a format.

    Raises:
        Failure: something else is wanted beside it.

    """
    if pretty and format:
        raise Failure("--format is incompatible with human friendly format")
    if format.startswith(_PRETTY) and format != _PRETTY:
        raise Failure("Cannot supply extra formatting options to the pretty template")
    return pretty or format == _PRETTY


def print_pretty(app: App, names: Iterable[str], text_of: Callable[[str], str]) -> None:
    """Print the texts of objects; nothing at all if one of them fails."""
    app.out.write("".join([f"{text_of(name)}\n" for name in names]))


def label_lines(labels: Mapping[str, str], indent: str, separator: str = "=") -> list[str]:
    """Labels by key; those without a value alone."""
    return [
        f"{indent}{key}{separator}{labels[key]}" if labels[key] else f"{indent}{key}"
        for key in sorted(labels)
    ]
